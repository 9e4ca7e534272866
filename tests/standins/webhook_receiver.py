"""A receiver of webhooks on loopback, as a chat service or a city's own system has one."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class WebhookReceiver:
    """What was posted (JSON), and the status it answers with."""

    port: int = 0
    status: int = 200
    posted: list[dict[str, Any]] = field(default_factory=list)
    tries: int = 0

    def address(self, path: str = "hook") -> str:
        """The Apprise address that posts here."""
        return f"json://127.0.0.1:{self.port}/{path}"


@contextlib.contextmanager
def running_webhook_receiver() -> Iterator[WebhookReceiver]:
    """Serve on a free loopback port until the block ends."""
    state = WebhookReceiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            state.tries += 1
            if state.status < 300:
                state.posted.append({"path": self.path, **json.loads(raw)})
            with contextlib.suppress(ConnectionError):  # a client that gave up
                self.send_response(state.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
