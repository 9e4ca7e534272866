"""`python -m actions`: the action server, on loopback, in one process, with the search loading behind it."""

from __future__ import annotations

import logging
import os
import signal

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic

from actions import knowledge

DEFAULT_PORT = 5055


def main() -> None:
    """Serve until stopped; exits with the content's problems when it is broken."""
    logging.basicConfig(level=os.environ.get("LOG_LEVEL", "INFO").upper(), format="%(asctime)s actions %(message)s")
    knowledge.content()
    knowledge.search.start()
    executor = ActionExecutor()
    executor.register_package("actions")
    app = create_app(executor, cors_origins=None)
    signal.signal(signal.SIGHUP, lambda *_: knowledge.reload())
    app.prepare(
        host="127.0.0.1",
        port=int(os.environ.get("ACTIONS_PORT", DEFAULT_PORT)),
        single_process=True,
        access_log=False,
        motd=False,
    )
    Sanic.serve_single(app)


if __name__ == "__main__":
    main()
