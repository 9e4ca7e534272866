"""Asks Rasa for the replies to one message, over its REST channel."""

from __future__ import annotations

import logging
import time
from typing import Any

import requests
from pydantic import ValidationError

from civic.replies import TurnResult

logger = logging.getLogger(__name__)


class RasaUnavailable(Exception):
    """Rasa gave no usable answer: down, too slow, an empty list, or something that is not a turn."""


class RasaClient:
    """One HTTP session per process; requests' pool is safe to share between threads for our simple use."""

    def __init__(self, url: str, *, timeout: float) -> None:
        self._url = url
        self._timeout = timeout
        self._session = requests.Session()
        self._session.trust_env = False  # never through a proxy: Rasa is on loopback
        self._session.mount("http://", requests.adapters.HTTPAdapter(pool_connections=4, pool_maxsize=64))

    def ask(self, text: str, *, conversation: str, known: dict[str, Any]) -> TurnResult:
        """The result of one turn; `known` travels as metadata (language, city, context). Raises RasaUnavailable."""
        started = time.monotonic()
        outcome = "failed"
        try:
            result = self._ask(text, conversation, known)
            outcome = "ok"
            return result
        finally:
            logger.info("rasa turn outcome=%s ms=%d", outcome, (time.monotonic() - started) * 1000)

    def is_ready(self) -> bool:
        """True when Rasa answers at all."""
        return _answers(self._session, f"{self._url}/")

    def _ask(self, text: str, conversation: str, known: dict[str, Any]) -> TurnResult:
        body = {"sender": conversation, "message": text, "metadata": {**known, "conversation": conversation}}
        try:
            response = self._session.post(f"{self._url}/webhooks/rest/webhook", json=body, timeout=self._timeout)
            response.raise_for_status()
            messages = response.json()
        except (requests.RequestException, ValueError) as error:
            raise RasaUnavailable(type(error).__name__) from None
        told = [message["custom"] for message in messages if isinstance(message, dict) and "custom" in message]
        if len(told) != 1:  # Rasa's REST channel hides exceptions behind an empty list
            raise RasaUnavailable("no answer in the list")
        try:
            return TurnResult.model_validate(told[0])
        except ValidationError:
            raise RasaUnavailable("not a turn") from None


def actions_are_ready(url: str) -> bool:
    """True when the action server says it is healthy."""
    session = requests.Session()
    session.trust_env = False
    return _answers(session, f"{url}/health")


def _answers(session: requests.Session, url: str) -> bool:
    try:
        return session.get(url, timeout=2).ok
    except requests.RequestException:
        return False
