"""An application served on this machine for as long as a browser looks at it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Silent(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """As the base class, without the line."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of `app` on a free port, until the block ends."""
    server = make_server("127.0.0.1", 0, closing_files(app), threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def closing_files(app: Flask) -> WSGIApplication:
    """The application; this server leaves a file open when the browser no longer wants it, so that none is given."""

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = app(environ, start_response)
        if environ["PATH_INFO"].endswith("/events"):
            return answer
        with closing(ClosingIterator(answer)):
            return [b"".join(answer)]

    return serve
