"""A gateway that can go away under the page and come back at the same address, with a scripted Rasa behind it."""

from __future__ import annotations

import dataclasses
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import BaseWSGIServer, make_server

from civic.cards import answer_with
from civic.content.load import Content
from civic.replies import TurnResult
from civic.voice.factory import build_library
from gateway.application import create_app
from gateway.limits import limiter
from gateway.services import Services
from gateway.store.database import Database
from gateway.store.schema import Message
from tests.conftest import settings_in
from tests.gateway.fake_rasa import FakeRasa
from tests.journeys import browsing
from tests.serving import Silent, closing_files


class CardRasa(FakeRasa):
    """Answers everything with the card of `topic` in the language of the talk, after `seconds`."""

    def __init__(self, content: Content) -> None:
        super().__init__()
        self.content = content
        self.topic = "bulky-waste"
        self.seconds = 0.0

    def ask(self, text: str, *, conversation: str, known: dict[str, Any]) -> TurnResult:
        """As RasaClient.ask."""
        super().ask(text, conversation=conversation, known=known)
        time.sleep(self.seconds)
        reply = answer_with(self.content, self.topic, language=known["language"], city=known["city"])
        return TurnResult(replies=(reply,))


@dataclass
class Gateway:
    """The application served at one address, whenever it is up."""

    app: Flask
    parts: Services
    rasa: CardRasa
    port: int = 0
    _server: BaseWSGIServer | None = None
    _thread: threading.Thread | None = field(default=None, repr=False)
    _held: socket.socket | None = None
    _accepted: list[socket.socket] = field(default_factory=list, repr=False)

    @property
    def address(self) -> str:
        """Where it is, or was."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Come up, at the same port as before."""
        if self._held is not None:
            self._held.close()
            self._held = None
        self._server = make_server(
            "127.0.0.1", self.port, closing_files(self.app), threaded=True, request_handler=Silent
        )
        self.port = self._server.server_port
        accept = self._server.get_request

        def remembering() -> tuple[socket.socket, Any]:
            accepted, address = accept()
            self._accepted.append(accepted)
            return accepted, address

        self._server.get_request = remembering  # the server itself keeps no list of its connections
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def stop(self) -> None:
        """Go away: from now on connections are refused."""
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._server = None
        # A browser opens connections before it needs them: those would still be answered.
        for accepted in self._accepted:
            with suppress(OSError):  # closed already
                accepted.shutdown(socket.SHUT_RDWR)
        self._accepted.clear()
        # Bound without listening: connections are refused, and no other test on this machine gets the port.
        self._held = socket.socket()
        self._held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._held.bind(("127.0.0.1", self.port))

    def close(self) -> None:
        """Go away for good."""
        self.stop()
        if self._held is not None:
            self._held.close()

    def said(self) -> list[str]:
        """What residents said, in the order that it was kept."""
        with self.parts.database.transaction() as session:
            bodies = [message.body for message in session.query(Message).order_by(Message.number)]
        return [str(body["text"]) for body in bodies if body["from"] == "resident"]


@contextmanager
def running_gateway(folder: Path, unchanging: Services, **changes: Any) -> Iterator[Gateway]:
    """A gateway with its database and audio in `folder`, up until the block ends or the test stops it.

    changes: settings that differ from those of the tests.
    """
    settings = settings_in(folder).model_copy(update=changes)
    database = Database(settings.database_url)
    database.migrate()
    rasa = CardRasa(unchanging.content)
    audio = build_library("espeak", folder / "audio", max_bytes=10_000_000)
    parts = dataclasses.replace(
        unchanging,
        settings=settings,
        database=database,
        audio=audio,
        rasa=rasa,  # type: ignore[arg-type]
    )
    gateway = Gateway(app=create_app(settings, parts), parts=parts, rasa=rasa)
    limiter.reset()
    gateway.start()
    try:
        yield gateway
    finally:
        gateway.close()


@contextmanager
def visitor(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """A fresh browser on a phone; the script of a page may not fail, the network may."""
    width, height = browsing.PHONE
    chosen = {"viewport": {"width": width, "height": height}, "reduced_motion": "reduce", **options}
    context = browser.new_context(**chosen)
    context.set_default_timeout(browsing.PATIENCE_MS)
    problems: list[str] = []
    context.on("weberror", lambda problem: problems.append(str(problem.error)))
    try:
        yield context
        assert problems == []
    finally:
        context.close()


def opened(context: BrowserContext, gateway: Gateway, *, language: str = "nl") -> Page:
    """The chat in a new tab, with its script at work."""
    page = context.new_page()
    page.goto(f"{gateway.address}/?language={language}")
    page.wait_for_load_state("networkidle")
    return page


def say(page: Page, text: str) -> None:
    """Type and send, without waiting for what comes."""
    page.locator("#text").fill(text)
    page.locator("#send").click()


def wait_for(page: Page, check: str, arg: object = None) -> None:
    """Wait until `check`, a function of JavaScript that may give a promise, gives something true."""
    end = time.monotonic() + browsing.PATIENCE_MS / 1000
    while not page.evaluate(f"async (arg) => Boolean(await ({check})(arg))", arg):
        assert time.monotonic() < end, check
        page.wait_for_timeout(100)
