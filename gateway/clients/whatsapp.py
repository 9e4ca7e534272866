"""Talks to Meta's WhatsApp Cloud API through pywa: the one place where a request to the Graph API is made."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
from pywa.client import WhatsApp
from pywa.errors import WhatsAppError

from gateway.settings import Settings

logger = logging.getLogger(__name__)
# At lower levels it writes bodies, with numbers and words in them.
logging.getLogger("pywa").setLevel(logging.WARNING)
logging.getLogger("httpx").setLevel(logging.WARNING)

# Of all that is sent in one request a sound is the slowest; a delivery must be done within a minute.
TIMEOUT = httpx.Timeout(25, connect=5)
LONGEST_SOUND_BYTES = 16 * 1024 * 1024
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

Told = TypeVar("Told")


class GraphError(Exception):
    """The Graph API did not do it; the message is a code or a kind, never words or numbers.

    code: Meta's own error code; None when there was no answer. status: of HTTP, None likewise. retry_after: seconds, as
    that header says.
    """

    def __init__(
        self, reason: str, *, code: int | None = None, status: int | None = None, retry_after: str = ""
    ) -> None:
        super().__init__(reason)
        self.code = code
        self.status = status
        self.retry_after = retry_after


class SoundTooLong(Exception):
    """A media file is larger than 16 MiB, the most that WhatsApp allows a sound to be."""


class WhatsAppClient:
    """One HTTP client per process, safe to share between threads. All methods raise GraphError."""

    def __init__(self, settings: Settings, *, transport: httpx.BaseTransport | None = None) -> None:
        """`transport`: another way to reach the Graph API than the network, for tests."""
        host = urlsplit(settings.whatsapp_graph_url).hostname
        session = httpx.Client(timeout=TIMEOUT, transport=transport, trust_env=host not in LOOPBACK)
        self._phone_id = settings.whatsapp_phone_id
        self._session = session
        self._graph = WhatsApp(phone_id=self._phone_id, token=settings.whatsapp_token, session=session).api
        version = session.base_url.path.strip("/")
        session.base_url = httpx.URL(f"{settings.whatsapp_graph_url}/{version}/")

    def send(self, part: dict[str, Any], *, to: str, tracker: str) -> str:
        """Send one message; gives WhatsApp's id for it.

        part: the message as Meta documents it, without recipient: `{"type": "text", "text": {…}}`. to: digits with the
        country code, or WhatsApp's own id of a user who hides their number. tracker: comes back with each report about
        the message, at most 512 characters.
        """
        kind = str(part["type"])
        answer = self._do(
            "send",
            lambda: self._graph.send_message(
                sender=self._phone_id,
                to=to if to.isdigit() else None,
                recipient=None if to.isdigit() else to,
                recipient_type="individual",
                typ=kind,
                msg=part[kind],
                biz_opaque_callback_data=tracker,
            ),
        )
        try:
            return str(answer["messages"][0]["id"])
        except (KeyError, IndexError, TypeError):
            raise GraphError("no id in the answer", status=200) from None

    def upload(self, sound: bytes, *, mime: str, name: str) -> str:
        """Give a sound to WhatsApp, for 30 days; gives the id to send it by."""
        answer = self._do("upload", lambda: self._graph.upload_media(self._phone_id, sound, mime, name))
        try:
            return str(answer["id"])
        except (KeyError, TypeError):
            raise GraphError("no id in the answer", status=200) from None

    def download(self, media_id: str) -> tuple[bytes, str]:
        """The bytes of what a resident sent, and their MIME type. Raises SoundTooLong."""
        about = self._do("media", lambda: self._graph.get_media_url(media_id))
        address, mime = about.get("url"), str(about.get("mime_type", ""))
        if not isinstance(address, str):
            raise GraphError("no address in the answer", status=200)
        return self._do("download", lambda: self._read(address)), mime

    def read(self, path: str, *, token: str | None = None, **asked: str) -> dict[str, Any]:
        """What Meta tells under a path such as "/{phone id}".

        token: another than that of the settings. asked: parameters such as `fields`.
        """
        own = {"Authorization": f"Bearer {token}"} if token else None
        answer = self._do("read", lambda: self._session.get(path.lstrip("/"), params=asked, headers=own))
        if answer.status_code >= 400:
            raise _refusal(answer)
        try:
            told = answer.json()
        except ValueError:
            raise GraphError("not JSON", status=answer.status_code) from None
        return told if isinstance(told, dict) else {}

    def _read(self, address: str) -> bytes:
        with self._graph.stream_media_bytes(address) as answer:
            if answer.status_code >= 400:
                answer.read()
                raise _refusal(answer)
            sound = bytearray()
            for piece in answer.iter_bytes():
                sound += piece
                if len(sound) > LONGEST_SOUND_BYTES:
                    raise SoundTooLong
            return bytes(sound)

    def _do(self, what: str, request: Callable[[], Told]) -> Told:
        """Carry out a request, with its time and outcome in the log and every failure as a GraphError."""
        started = time.monotonic()
        outcome = "failed"
        try:
            result = request()
            outcome = "ok"
            return result
        except WhatsAppError as error:
            outcome = str(error.code)
            answer = error.raw_response
            raise _graph_error(error.code, answer) from None
        except GraphError as error:
            outcome = str(error)
            raise
        except (httpx.HTTPError, httpx.InvalidURL, LookupError, ValueError) as error:
            raise GraphError(type(error).__name__) from None
        finally:
            logger.info("graph %s outcome=%s ms=%d", what, outcome, (time.monotonic() - started) * 1000)


def _refusal(answer: httpx.Response) -> GraphError:
    try:
        code = int(answer.json()["error"]["code"])
    except (ValueError, KeyError, TypeError):
        code = answer.status_code
    return _graph_error(code, answer)


def _graph_error(code: int, answer: httpx.Response | None) -> GraphError:
    """pywa gives an answer without an error of Meta's its HTTP status for a code."""
    status = answer.status_code if answer is not None else None
    own = None if code == status else code
    reason = f"HTTP {status}" if own is None else str(own)
    waits = answer.headers.get("Retry-After", "") if answer is not None else ""
    return GraphError(reason, code=own, status=status, retry_after=waits)
