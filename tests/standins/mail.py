"""A mail server on loopback: a real SMTP server that keeps what it is given, and refuses when told to."""

from __future__ import annotations

import contextlib
import email
import email.policy
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class MailServer:
    """What came in, and the answer to each mail: `250 OK`, or a refusal such as `550 No such mailbox`."""

    host: str = "127.0.0.1"
    port: int = 0
    answer: str = "250 OK"
    mails: list[EmailMessage] = field(default_factory=list)
    tries: int = 0

    def address(self, to: str) -> str:
        """The Apprise address that mails `to` through this server."""
        return f"mailto://{self.host}:{self.port}/?from=wiedoetwat@example.org&to={to}"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """aiosmtpd calls this for each mail."""
        self.tries += 1
        if self.answer.startswith("2"):
            message: Any = email.message_from_bytes(envelope.content or b"", policy=email.policy.default)
            self.mails.append(message)
        return self.answer


@contextlib.contextmanager
def running_mail_server() -> Iterator[MailServer]:
    """Serve on a free loopback port until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        state = MailServer(port=probe.getsockname()[1])
    controller = Controller(state, hostname=state.host, port=state.port)
    controller.start()
    try:
        yield state
    finally:
        controller.stop()
