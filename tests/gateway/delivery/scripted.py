"""A channel that does as the test says, and something to bring over it."""

from __future__ import annotations

from typing import Any

from gateway.delivery import enqueue
from gateway.services import Services
from gateway.store.schema import Delivery


def put_in(parts: Services, key: str = "k", **values: Any) -> bool:
    """Enqueue something for the channel `test`."""
    chosen = {"channel": "test", "recipient": "someone", "body": {"n": 1}, **values}
    with parts.database.transaction() as session:
        return enqueue(session, key=key, **chosen)


class Sender:
    """A channel that does as the test says and keeps what it sent."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.problem: Exception | None = None

    def __call__(self, services: Services, delivery: Delivery) -> str:
        if self.problem is not None:
            raise self.problem
        self.sent.append(delivery.key)
        return f"provider-{delivery.key}"
