"""The voice of a message: a note after its text when that is wished, else a button to ask for one."""

from __future__ import annotations

import re
from typing import Any

from civic.content.load import Content
from civic.replies import Kind
from gateway.whatsapp.rendering.limits import BUTTONS
from gateway.whatsapp.rendering.titles import Choice

LISTEN, SLOWER = "/listen_", "/slower_"
ALWAYS, ASKED = "/voice_always", "/voice_asked"
AUDIO = re.compile(r"/audio/([0-9a-f]{32})\.mp3")
# Ids of messages that are shown once and not kept.
UNKEPT = ("unkept-", "forgotten")
# A shorter text is read at a glance, even slowly.
WORTH_HEARING = 60
ALWAYS_WORTH_HEARING = frozenset({Kind.ANSWER.value, Kind.CLARIFY.value, Kind.HANDOVER.value})


def audio_key(message: dict[str, Any], *, slow: bool = False) -> str | None:
    """The sound of a message in the audio library; None when it has none."""
    found = AUDIO.fullmatch(str(message.get("audio_slow" if slow else "audio")))
    return found[1] if found else None


def parts(message: dict[str, Any], *, spoken: bool) -> tuple[dict[str, Any], ...]:
    """The voice note of a message that is to be spoken, or that was asked for slowly."""
    key = audio_key(message)
    return ({"type": "audio", "audio_key": key},) if key and (spoken or _is_slow(message)) else ()


def offered(message: dict[str, Any], content: Content, language: str, *, spoken: bool) -> tuple[Choice, ...]:
    """What can be tapped about the voice: to hear it, to hear it slower, to end hearing all.

    Messages that are not kept offer nothing: nobody could find them again.
    """
    if audio_key(message) is None or str(message["id"]).startswith(UNKEPT):
        return ()
    number, is_answer = message["id"], message["kind"] == Kind.ANSWER.value
    if spoken or _is_slow(message):
        slower = (choice("ui_slower", f"{SLOWER}{number}", content, language),)
        enough = (choice("voice_asked_button", ASKED, content, language),)
        return ((slower if not _is_slow(message) else ()) + (enough if spoken else ())) if is_answer else ()
    is_worth_it = message["kind"] in ALWAYS_WORTH_HEARING or len(message["text"]) >= WORTH_HEARING
    leaves_no_room = len(message.get("buttons", ())) == BUTTONS
    if not is_worth_it or (leaves_no_room and not is_answer):
        return ()
    return (choice("ui_listen", f"{LISTEN}{number}", content, language, sign="🔊 "),)


def choice(phrase: str, payload: str, content: Content, language: str, *, sign: str = "") -> Choice:
    """A choice of ours, with its words and perhaps a sign before them."""
    return Choice(full=sign + content.phrase(phrase, language), payload=payload)


def _is_slow(message: dict[str, Any]) -> bool:
    """True when the message itself was asked for slowly: its sound is the slow one."""
    return bool(message.get("audio")) and message.get("audio") == message.get("audio_slow")
