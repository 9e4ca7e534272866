"""What is said when a message reads like an emergency without one of its plain words: a guess, and it says so."""

from __future__ import annotations

from actions.turn import Turn
from civic.replies import Button, Kind, Reply

NUMBERS = ("112", "101", "1813")


def perhaps_emergency(turn: Turn, *, buttons: tuple[Button, ...] = ()) -> Reply:
    """The numbers to call when it happens now."""
    text = turn.phrase("emergency_perhaps")
    return Reply(kind=Kind.EMERGENCY, language=turn.language, text=text, numbers=NUMBERS, buttons=buttons)
