"""A stand-in for a LibreTranslate server on loopback: POST /translate, JSON in and out."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATH = "/translate"
# The messages of the real server.
ERRORS = {
    400: "xx is not supported",
    403: "Invalid API key",
    404: "Not found",
    429: "Too many requests from this address",
    500: "Cannot translate text: model failed",
}


@dataclass(frozen=True)
class Asked:
    """One text that the client wanted to have translated."""

    text: str
    source: str
    target: str


def _tag(asked: Asked) -> str:
    return f"({asked.target}) {asked.text}"


@dataclass
class LibreTranslate:
    """What the stand-in was asked, and how it is to behave; `api_key` empty asks for none."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    translate: Callable[[Asked], str] = _tag
    languages: frozenset[str] = frozenset({"nl", "tr", "ar", "en", "fr", "de", "es"})
    api_key: str = ""
    status: int = 200
    body: bytes | None = None
    delay_seconds: float = 0.0


@contextlib.contextmanager
def running_libretranslate() -> Iterator[LibreTranslate]:
    """Serve on a free loopback port until the block ends."""
    state = LibreTranslate()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            time.sleep(state.delay_seconds)
            status, answer = (404, _error(404)) if self.path != PATH else _answer(state, raw)
            with contextlib.suppress(ConnectionError):  # a client that gave up
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _answer(state: LibreTranslate, raw: bytes) -> tuple[int, bytes]:
    if state.status != 200:
        return state.status, _error(state.status)
    if state.body is not None:
        return 200, state.body
    question: dict[str, Any] = json.loads(raw)
    if state.api_key and question.get("api_key") != state.api_key:
        return 403, _error(403)
    asked = Asked(question["q"], question["source"], question["target"])
    if not {asked.source, asked.target} <= state.languages | {"auto"}:
        return 400, _error(400)
    state.asked.append(asked)
    answer: dict[str, Any] = {"translatedText": state.translate(asked)}
    if asked.source == "auto":
        answer["detectedLanguage"] = {"confidence": 90.0, "language": "nl"}
    return 200, json.dumps(answer).encode()


def _error(status: int) -> bytes:
    return json.dumps({"error": ERRORS.get(status, "error")}).encode()
