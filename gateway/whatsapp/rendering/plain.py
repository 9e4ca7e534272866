"""Messages without a card as words: who speaks, what, numbers to call, and what a person wrote themselves."""

from __future__ import annotations

from typing import Any

from gateway.whatsapp.rendering.isolating import isolate
from gateway.whatsapp.rendering.titles import CALL

PERSON = "person"
# WhatsApp shows a line that begins with it as a quotation.
QUOTED = "> "


def words_of(message: dict[str, Any], language: str) -> tuple[str, ...]:
    """The words as one text; `language` is that of our own words in it."""
    own = str(message["language"])
    lines = [f"📞 {number}" for number in _numbers(message)]
    paragraphs = [_speaker(message), str(message["text"]), "\n".join(lines)]
    shown = [isolate(paragraph, own) for paragraph in paragraphs if paragraph]
    if message.get("notice"):
        shown.append(isolate(f"_{message['notice']}_", language))
    if message.get("original"):
        shown.append(_quoted(message["original"]))
    return ("\n\n".join(shown),)


def _speaker(message: dict[str, Any]) -> str:
    """Which person speaks; the assistant's messages need no name."""
    if message["from"] != PERSON:
        return ""
    named = [str(message[field]) for field in ("name", "team") if message.get(field)]
    return f"*{' · '.join(named)}*" if named else ""


def _numbers(message: dict[str, Any]) -> list[str]:
    """Numbers to call, each once: in a line of its own a number is easy to see and to tap."""
    called = [each["payload"].removeprefix(CALL) for each in message.get("buttons", ()) if _is_call(each)]
    listed = [contact["value"] for contact in message.get("contacts", ()) if contact["kind"] == "phone"]
    return list(dict.fromkeys([*listed, *called]))


def _is_call(button: dict[str, Any]) -> bool:
    return str(button["payload"]).startswith(CALL)


def _quoted(original: dict[str, Any]) -> str:
    written = isolate(str(original["text"]), str(original["language"]))
    return "\n".join(f"{QUOTED}{line}" for line in written.split("\n"))
