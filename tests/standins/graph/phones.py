"""Phones of residents: they write, tap, speak and read; each thing they do calls the webhook."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.standins.graph import notifications

if TYPE_CHECKING:
    from tests.standins.graph.state import Graph, Sent

WINDOW_SECONDS = 24 * 3600
VOICE_NOTE = "audio/ogg; codecs=opus"


@dataclass
class Written:
    """A message of the resident as the webhook got it, and the status with which it was taken (0: nobody there)."""

    id: str
    message: dict[str, Any]
    at: float = field(default_factory=time.time)
    status: int = 0


class Phone:
    """One phone. `is_on`: what is sent to it is delivered, and read as well when `reads`.

    `on_whatsapp`: False for a number that WhatsApp does not know. `hides_number`: the business only gets Meta's own id
    of them. `wrote_at`: when the resident last wrote.
    """

    def __init__(self, graph: Graph, number: str) -> None:
        self.number = number
        self.name = f"Phone {number[-2:]}"
        self.is_on = True
        self.reads = True
        self.on_whatsapp = True
        self.hides_number = False
        self.wrote_at: float | None = None
        self.written: list[Written] = []
        self._graph = graph

    @property
    def received(self) -> list[Sent]:
        """What the business sent here, without what failed."""
        return [sent for sent in self._graph.sent_to(self.number) if sent.state != "failed"]

    @property
    def window_is_open(self) -> bool:
        """Whether the business may answer freely."""
        return self.wrote_at is not None and time.time() - self.wrote_at < WINDOW_SECONDS

    def hours_pass(self, hours: float) -> None:
        """As if the resident had last written so much earlier."""
        if self.wrote_at is not None:
            self.wrote_at -= hours * 3600

    def says(self, text: str) -> Written:
        """Type and send."""
        return self.sends("text", {"body": text})

    def taps(self, title: str) -> Written:
        """Tap the button or list row with this title on the newest message that has it."""
        for sent in reversed(self.received):
            if title in sent.choices:
                return self.taps_on(sent, sent.choices[title])
        raise AssertionError(f"no message offers {title!r}")

    def taps_on(self, sent: Sent, choice: str) -> Written:
        """Tap what has the id `choice` on that message."""
        title = next(title for title, known in sent.choices.items() if known == choice)
        action = sent.message["interactive"]["action"]
        rows = [row for section in action.get("sections", []) for row in section["rows"]]
        row = next((row for row in rows if row["id"] == choice), None)
        kind = "button_reply" if row is None else "list_reply"
        reply = {"id": choice, "title": title}
        if row is not None and row.get("description"):
            reply["description"] = row["description"]
        return self.sends("interactive", {"type": kind, kind: reply}, context=self._about(sent.id))

    def speaks(self, content: bytes, mime_type: str = VOICE_NOTE) -> Written:
        """Send a voice note."""
        media = self._graph.keep_media(content, mime_type)
        sound = {"id": media.id, "mime_type": mime_type, "sha256": media.sha256, "voice": True}
        return self.sends("audio", sound)

    def shows_place(self, latitude: float, longitude: float, **more: str) -> Written:
        """Share a location."""
        return self.sends("location", {"latitude": latitude, "longitude": longitude, **more})

    def reacts(self, message_id: str, emoji: str = "\U0001f44d") -> Written:
        """Put an emoji under a message."""
        return self.sends("reaction", {"message_id": message_id, "emoji": emoji})

    def edits(self, earlier: Written, text: str) -> Written:
        """Change the words of a message that was sent."""
        again = {"from": self.number, "id": earlier.id, "type": "text", "text": {"body": text}}
        return self.sends("edit", {"original_message_id": earlier.id, "message": again})

    def deletes(self, earlier: Written) -> Written:
        """Take back a message that was sent."""
        return self.sends("revoke", {"original_message_id": earlier.id})

    def moves_to(self, number: str) -> Written:
        """Go on with another number: WhatsApp tells the business."""
        body = f"{self.name} changed from {self.number} to {number}"
        return self.sends("system", {"body": body, "wa_id": number, "type": "user_changed_number"})

    def sends_unsupported(self) -> Written:
        """Send something that the Cloud API cannot pass on, such as a poll."""
        title = "Message type unknown"
        error = {
            "code": 131051,
            "title": title,
            "message": title,
            "error_data": {"details": "Message type is currently not supported."},
        }
        return self._call(self.message("unsupported", None, errors=[error]))

    def sends(self, kind: str, content: Any, **more: Any) -> Written:
        """Send a message of any kind; `content` is what stands under that name, `more` beside it."""
        return self._call(self.message(kind, content, **more))

    def message(self, kind: str, content: Any, **more: Any) -> dict[str, Any]:
        """The message as the webhook gets it, without sending it."""
        from tests.standins.graph.state import new_id

        made = {
            **({} if self.hides_number else {"from": self.number}),
            "from_user_id": notifications.bsuid(self.number),
            "id": new_id(),
            "timestamp": str(int(time.time())),
            "type": kind,
            **more,
        }
        return made if content is None else {**made, kind: content}

    def payload(self, *messages: dict[str, Any]) -> dict[str, Any]:
        """The notification with these messages, without sending it."""
        contact = notifications.contact(self.number, self.name, hidden=self.hides_number)
        return notifications.of_messages(self._graph.account, messages, [contact])

    def _call(self, message: dict[str, Any]) -> Written:
        written = Written(id=message["id"], message=message)
        with self._graph.lock:
            self.written.append(written)
            self.wrote_at = time.time()
        self._graph.changed()
        written.status = self._graph.hook.call(self.payload(message))
        self._graph.changed()
        return written

    def _about(self, message_id: str) -> dict[str, str]:
        return {"from": self._graph.account.number, "id": message_id}
