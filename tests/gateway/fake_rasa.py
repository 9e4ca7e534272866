"""A Rasa for tests: answers what it is told to, remembers what it was asked, or is down."""

from __future__ import annotations

from typing import Any

from civic.replies import Button, Effects, Kind, Reply, TurnResult
from gateway.clients.rasa import RasaUnavailable


def saying(text: str, *buttons: Button, kind: Kind = Kind.TEXT, effects: Effects | None = None) -> TurnResult:
    """A turn with one Dutch message."""
    reply = Reply(kind=kind, language="nl", text=text, buttons=buttons)
    return TurnResult(replies=(reply,), effects=effects or Effects())


class FakeRasa:
    """Set `result` for the next answers or `down` to fail; `asked` holds (text, metadata)."""

    def __init__(self) -> None:
        self.result = saying("Dag!")
        self.down = False
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def ask(self, text: str, *, conversation: str, known: dict[str, Any]) -> TurnResult:
        """As RasaClient.ask."""
        self.asked.append((text, {**known, "conversation": conversation}))
        if self.down:
            raise RasaUnavailable("down")
        return self.result

    def is_ready(self) -> bool:
        """As RasaClient.is_ready."""
        return not self.down
