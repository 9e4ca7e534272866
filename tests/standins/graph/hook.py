"""Calls the webhook of the business: signed, repeated until it is taken, as Meta does."""

from __future__ import annotations

import hashlib
import heapq
import hmac
import itertools
import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import requests

logger = logging.getLogger(__name__)
TRIES = 8
FIRST_PAUSE_SECONDS = 0.5
CALLERS = 4
NOT_REACHED = 0
SECONDS = 20

Post = Callable[[bytes, Mapping[str, str]], int]


def signed(body: bytes, app_secret: str) -> dict[str, str]:
    """The headers under which Meta sends `body`."""
    digest = hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "X-Hub-Signature-256": f"sha256={digest}",
        "User-Agent": "facebookexternalua",
    }


@dataclass(frozen=True)
class Later:
    """A call that is still to be made."""

    payload: dict[str, Any]
    tries: int
    first: Callable[[], None] | None


class Hook:
    """Where notifications go: `url`, or `post` in its place (a test client, say). With neither they are only kept.

    `posted` holds what was called and the status it got, 0 when nobody answered.
    """

    def __init__(self, *, url: str = "", app_secret: str, post: Post | None = None) -> None:
        self.url = url
        self.app_secret = app_secret
        self.post = post
        self.posted: list[tuple[dict[str, Any], int]] = []
        self._later: list[tuple[float, int, Later]] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._stopped = False
        self._callers = ThreadPoolExecutor(CALLERS)
        self._clock = threading.Thread(target=self._wait_for_what_is_due, daemon=True)
        self._clock.start()

    def call(self, payload: dict[str, Any], *, tries: int = TRIES) -> int:
        """Call now and give the status; what is not taken is repeated later, `tries` times in all."""
        body = json.dumps(payload, ensure_ascii=False).encode()
        status = self._post(body)
        self.posted.append((payload, status))
        if not 200 <= status < 300 and tries > 1 and (self.url or self.post):
            self.call_later(payload, after=FIRST_PAUSE_SECONDS * 2 ** (TRIES - tries), tries=tries - 1)
        return status

    def call_later(
        self, payload: dict[str, Any], *, after: float, tries: int = TRIES, first: Callable[[], None] | None = None
    ) -> None:
        """Call in `after` seconds; `first` is done just before."""
        with self._changed:
            moment = time.monotonic() + after
            heapq.heappush(self._later, (moment, next(self._numbers), Later(payload, tries, first)))
            self._changed.notify()

    def stop(self) -> None:
        """Call nobody any more."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
        self._clock.join()
        self._callers.shutdown(wait=True, cancel_futures=True)

    def _post(self, body: bytes) -> int:
        headers = signed(body, self.app_secret)
        if self.post is not None:
            return self.post(body, headers)
        if not self.url:
            return NOT_REACHED
        try:
            return _direct_session().post(self.url, data=body, headers=headers, timeout=SECONDS).status_code
        except requests.RequestException as error:
            logger.warning("webhook not reached: %s", type(error).__name__)
            return NOT_REACHED

    def _wait_for_what_is_due(self) -> None:
        while True:
            with self._changed:
                if self._stopped:
                    return
                wait = self._later[0][0] - time.monotonic() if self._later else None
                if wait is None or wait > 0:
                    self._changed.wait(wait)
                    continue
                _, _, later = heapq.heappop(self._later)
            self._callers.submit(self._call_now, later)

    def _call_now(self, later: Later) -> None:
        if later.first is not None:
            later.first()
        self.call(later.payload, tries=later.tries)


def _direct_session() -> requests.Session:
    """Never through a proxy: the gateway is on this machine."""
    session = requests.Session()
    session.trust_env = False
    return session
