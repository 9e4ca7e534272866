"""A stand-in for Google Translate's speech endpoint on loopback, in the protocol of gTTS 2.5.4."""

from __future__ import annotations

import base64
import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

PATH = "/_/TranslateWebserverUi/data/batchexecute"
RPC = "jQ1olc"


@dataclass(frozen=True)
class Asked:
    """One part that the client wanted to hear."""

    text: str
    language: str
    slow: bool


@dataclass
class GoogleTts:
    """What the stand-in heard, and how it is to behave."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    status: int = 200
    sound: bytes | None = b"ID3-sound-"
    delay_seconds: float = 0.0


@contextlib.contextmanager
def running_google_tts() -> Iterator[GoogleTts]:
    """Serve on a free loopback port until the block ends."""
    state = GoogleTts()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            time.sleep(state.delay_seconds)
            status = state.status if self.path == PATH else 404
            answer = _answer(state, body) if status == 200 else b"refused"
            with contextlib.suppress(ConnectionError):  # a client that gave up
                self.send_response(status)
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


def _answer(state: GoogleTts, body: str) -> bytes:
    [[[rpc, parameter, *_]]] = json.loads(parse_qs(body)["f.req"][0])
    text, language, slow, _ = json.loads(parameter)
    state.asked.append(Asked(text, language, bool(slow)))
    inner = None if state.sound is None else json.dumps([base64.b64encode(state.sound).decode()])
    line = json.dumps([["wrb.fr", rpc, inner, None, None, None, "generic"]], separators=(",", ":"))
    return f')]}}\'\n\n{len(line)}\n{line}\n25\n[["e",4,null,null,128]]\n'.encode()
