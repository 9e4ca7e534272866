"""Serves the stand-in on loopback: for the length of a test, or until it is stopped by hand."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from tests.standins.graph import api, control, page
from tests.standins.graph.account import Account
from tests.standins.graph.hook import Post
from tests.standins.graph.state import Graph

LARGEST_BODY = 110 * 1024 * 1024


class SilentRequests(WSGIRequestHandler):
    """No line for every request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Stay silent."""


def make_app(graph: Graph) -> Flask:
    """The API, the phones and the controls around one stand-in."""
    app = Flask("tests.standins.graph", root_path=str(page.FOLDER), static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.extensions["graph"] = graph
    app.register_blueprint(page.blueprint)
    app.register_blueprint(control.blueprint)
    app.register_blueprint(api.blueprint)
    return app


@contextmanager
def running_graph(
    *, port: int = 0, webhook: str = "", post: Post | None = None, account: Account | None = None
) -> Iterator[Graph]:
    """Serve on loopback until the block ends.

    port: a free one when 0. webhook: where the gateway listens for WhatsApp. post: called in its place.
    """
    graph = Graph(account, webhook=webhook, post=post)
    server = make_server("127.0.0.1", port, make_app(graph), threaded=True, request_handler=SilentRequests)
    server.daemon_threads = True  # type: ignore[attr-defined]
    graph.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield graph
    finally:
        _close(server, thread, graph)


def _close(server: BaseWSGIServer, thread: threading.Thread, graph: Graph) -> None:
    graph.stop()
    graph.changed()
    server.shutdown()
    thread.join()
    server.server_close()
