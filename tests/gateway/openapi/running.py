"""The gateway as it is served (gunicorn, server.py, settings from the environment), with a stand-in for Rasa."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

import requests

from civic.cards import answer_with
from civic.content.load import Content
from civic.replies import Button, Context, Effects, Kind, Reply, TurnResult

ROOT = Path(__file__).resolve().parents[3]
SECRET = "the-secret-of-these-tests"
START_SECONDS = 60


def results(content: Content) -> list[TurnResult]:
    """Turns of every kind, one after the other."""
    answers = [answer_with(content, "bulky-waste", language=tag, city="genk") for tag in ("nl", "tr", "ar")]
    clarify = Reply(
        kind=Kind.CLARIFY,
        language="nl",
        text="Bedoel je …?",
        buttons=(Button(title="Grofvuil", payload="/bulky-waste", topic="bulky-waste"),),
    )
    simple = Reply(kind=Kind.TEXT, language="tr", text="Merhaba!", notice="…", numbers=("112",))
    return [
        TurnResult(replies=(answers[0],), effects=Effects(context=Context(last_topic="bulky-waste"))),
        TurnResult(replies=(answers[1], simple)),
        TurnResult(replies=(answers[2], clarify), effects=Effects(city="genk", language="ar")),
    ]


@contextlib.contextmanager
def running_rasa(content: Content) -> Iterator[int]:
    """Rasa's REST channel and the health page of the actions on one loopback port, which it gives."""
    told, turn = [result.model_dump(mode="json") for result in results(content)], count()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self._tell([{"custom": told[next(turn) % len(told)]}])

        def do_GET(self) -> None:
            self._tell({"status": "ok"})

        def _tell(self, body: object) -> None:
            raw = json.dumps(body).encode()
            with contextlib.suppress(ConnectionError):
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextlib.contextmanager
def running_gateway(folder: Path, *, rasa_port: int, **settings: str) -> Iterator[str]:
    """Its address; database, logs and audio stay in `folder`, so that it can be stopped and started again."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "PORT": str(port),
        "PUBLIC_URL": url,
        "VAR_FOLDER": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'test.db'}",
        "RASA_URL": f"http://127.0.0.1:{rasa_port}",
        "ACTIONS_PORT": str(rasa_port),
        "ESCALATION_SECRET": SECRET,
        "ESCALATION_SECRET_OLD": "",
        "VOICE": "none",
        "TRANSLATOR": "none",
        "MESSAGES_PER_SECOND": "100000",
        **settings,
    }
    command = [
        sys.executable, "-m", "gunicorn", "server:app", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
        "--threads", "16", "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip
    with (folder / "gateway.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)  # noqa: S603
    try:
        _wait(url, process, folder / "gateway.log")
        yield url
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(requests.RequestException):
            if requests.get(f"{url}/healthz", timeout=1).ok:
                return
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8", "replace")[-2000:])


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
