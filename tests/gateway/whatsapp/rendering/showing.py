"""Messages of the chat contract for these tests, and what of them reaches a phone: checked as Meta checks it."""

from __future__ import annotations

from typing import Any

from civic.content.load import Content
from civic.content.model import LANGUAGES
from civic.replies import Button, Kind, Reply
from gateway.conversation.messages import message_body
from gateway.whatsapp.rendering import render
from tests.standins.graph.account import Account
from tests.standins.graph.checks import check_message
from tests.standins.graph.state import Sent

SOUND, SLOW_SOUND = "a" * 32, "b" * 32
NUMBER = "32470000001"


def message(reply: Reply, *, slow: bool = False, **more: Any) -> dict[str, Any]:
    """The message as it is kept, with sounds at both speeds in the languages that have a voice."""
    audio = f"/audio/{SLOW_SOUND if slow else SOUND}.mp3"
    sounds = {"audio": audio, "audio_slow": f"/audio/{SLOW_SOUND}.mp3"} if reply.language in LANGUAGES else {}
    return {"id": "c" * 32, **message_body(reply, None), **sounds, **more}


def saying(text: str, *titles: str, language: str = "nl", kind: Kind = Kind.TEXT, **more: Any) -> dict[str, Any]:
    """A message with buttons of these titles."""
    buttons = tuple(Button(title=title, payload=f"/button_{number}") for number, title in enumerate(titles, start=1))
    return message(Reply(kind=kind, language=language, text=text, buttons=buttons), **more)


def shown(said: dict[str, Any], content: Content, *, voice: bool = False) -> list[Sent]:
    """What the phone shows, in order; fails where Meta would refuse."""
    parts = render(said, content=content, voice=voice)
    sent = [Sent(id=str(number), to=NUMBER, message=dict(part)) for number, part in enumerate(parts)]
    for each in sent:
        if each.type != "audio":
            posted = {"messaging_product": "whatsapp", "to": NUMBER, **each.message}
            check_message(posted, Account(), {}, users={})
    return sent


def sounds(sent: list[Sent]) -> list[str]:
    """The keys of the voice notes."""
    return [each.message["audio_key"] for each in sent if each.type == "audio"]


def titles(sent: list[Sent]) -> list[str]:
    """All that can be tapped."""
    return [title for each in sent for title in each.choices]
