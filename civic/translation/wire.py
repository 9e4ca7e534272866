"""The HTTP calls of deep-translator, with a time limit and with text kept out of addresses.

The library calls `requests.get` and `requests.post` itself, without a time limit and with text and
key in the address, where they end up in the logs of servers in between. Its modules are therefore
given one of these objects in the place of `requests`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

# Two steps (connect, wait for the answer) share the time that a translation may take.
_STEPS = 2


class TimedCalls:
    """`get` and `post` as the library calls them; `seconds` is for one whole call."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds / _STEPS

    def get(self, url: str, params: Mapping[str, Any], proxies: None = None) -> requests.Response:
        """Ask `url`, with `params` in the address."""
        return requests.get(url, params=params, proxies=proxies, timeout=self._seconds)


class LibreCalls(TimedCalls):
    """LibreTranslate: parameters as JSON."""

    def post(self, url: str, params: Mapping[str, Any]) -> requests.Response:
        """Send `params` as a JSON object."""
        return requests.post(url, json=params, timeout=self._seconds)


class DeeplCalls(TimedCalls):
    """DeepL: parameters as JSON and the key in a header, where DeepL wants them now."""

    def get(self, url: str, params: Mapping[str, Any], proxies: None = None) -> requests.Response:
        """Send what the library would put in the address as DeepL wants it today."""
        body = {"target_lang": params["target_lang"], "text": [params["text"]]}
        if params["source_lang"] != "auto":
            body["source_lang"] = params["source_lang"]
        headers = {"Authorization": f"DeepL-Auth-Key {params['auth_key']}"}
        return requests.post(url, json=body, headers=headers, proxies=proxies, timeout=self._seconds)
