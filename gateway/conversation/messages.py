"""Turns replies into the messages of the chat contract, with their audio addresses."""

from __future__ import annotations

from typing import Any

from civic.replies import Reply, direction_of
from civic.voice.library import AudioLibrary


def message_body(reply: Reply, audio: AudioLibrary | None) -> dict[str, Any]:
    """The message as channels show it, without its id. Audio is only prepared here: making it never delays text."""
    body: dict[str, Any] = {
        "from": "bot",
        "kind": reply.kind.value,
        "language": reply.language,
        "direction": direction_of(reply.language),
        "topic": reply.topic,
        "text": reply.text,
        "card": reply.card,
        "buttons": [
            {"title": button.title, "payload": button.payload, **({"topic": button.topic} if button.topic else {})}
            for button in reply.buttons
        ],
        "audio": _address(reply, audio, slow=reply.slow),
    }
    slow = _address(reply, audio, slow=True)
    if slow:
        body["audio_slow"] = slow
    if reply.numbers:
        body["contacts"] = [{"kind": "phone", "value": number, "label": number} for number in reply.numbers]
    if reply.notice:
        body["notice"] = reply.notice
    return body


def _address(reply: Reply, audio: AudioLibrary | None, *, slow: bool) -> str | None:
    if audio is None or reply.language not in {"nl", "tr", "ar"}:
        return None
    key = audio.prepare(reply.spoken or reply.text, reply.language, slow=slow, published=not reply.private)
    return f"/audio/{key}.mp3"
