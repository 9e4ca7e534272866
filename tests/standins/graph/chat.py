"""What a phone shows: both sides of the talk as bubbles, in order of time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from tests.standins.graph.errors import KINDS
from tests.standins.graph.phones import Phone, Written
from tests.standins.graph.state import Graph, Sent
from tests.standins.graph.wording import formatted

TICKS = {"accepted": "…", "sent": "✓", "delivered": "✓✓", "read": "✓✓", "failed": "✗"}


@dataclass(frozen=True)
class Bubble:
    """One message. `mine`: written on this phone. `choices`: (id, title, description) to tap on.

    `sound`: the id of a file to play. `opens`: the label that a list hides behind. `problem`: why it did not arrive.
    """

    id: str
    mine: bool
    at: float
    words: Markup
    state: str
    told: str
    sound: str = ""
    place: str = ""
    opens: str = ""
    link: tuple[str, str] | None = None
    choices: tuple[tuple[str, str, str], ...] = field(default=())
    problem: str = ""

    @property
    def time(self) -> str:
        """The hour, by the clock of this machine."""
        return dt.datetime.fromtimestamp(self.at, dt.UTC).astimezone().strftime("%H:%M")

    @property
    def ticks(self) -> str:
        """As WhatsApp shows how far a message came."""
        return TICKS.get(self.state, "")


def bubbles(graph: Graph, phone: Phone) -> list[Bubble]:
    """The talk of one phone, oldest first."""
    with graph.lock:
        told = [_of_business(sent) for sent in graph.sent_to(phone.number)]
        told += [_of_resident(graph, written) for written in phone.written]
    return sorted(told, key=lambda bubble: bubble.at)


def is_typing(graph: Graph, phone: Phone) -> bool:
    """Whether the business showed that it writes, and has not written since."""
    last = phone.written[-1] if phone.written else None
    answered = last is not None and any(sent.at > last.at for sent in graph.sent_to(phone.number))
    return last is not None and not answered and graph.read.get(last.id, False)


def _of_business(sent: Sent) -> Bubble:
    interactive: dict[str, Any] = sent.message.get("interactive") or {}
    action = interactive.get("action") or {}
    rows = [row for section in action.get("sections", []) for row in section["rows"]]
    choices = tuple((button["reply"]["id"], button["reply"]["title"], "") for button in action.get("buttons", []))
    choices += tuple((row["id"], row["title"], row.get("description", "")) for row in rows)
    parameters = action.get("parameters") or {}
    header, footer = interactive.get("header") or {}, interactive.get("footer") or {}
    lines = [f"*{header['text']}*" if header.get("text") else "", sent.text, footer.get("text", "")]
    failed = sent.problem is not None
    return Bubble(
        id=sent.id,
        mine=False,
        at=sent.at,
        words=formatted(_template_words(sent) or "\n".join(line for line in lines if line)),
        state=sent.state,
        told=sent.state,
        sound=(sent.message.get("audio") or {}).get("id", ""),
        opens=action.get("button", ""),
        link=(parameters["display_text"], parameters["url"]) if "url" in parameters else None,
        choices=choices,
        problem=f"{sent.problem}: {KINDS[sent.problem].title}" if failed and sent.problem in KINDS else "",
    )


def _template_words(sent: Sent) -> str:
    template = sent.message.get("template")
    if not template:
        return ""
    values = [p.get("text", "") for part in template.get("components", []) for p in part.get("parameters", [])]
    return f"[{template['name']} · {template['language']['code']}] {' · '.join(values)}".strip()


def _of_resident(graph: Graph, written: Written) -> Bubble:
    message = written.message
    kind = message["type"]
    content = message.get(kind) or {}
    state = "failed" if not 200 <= written.status < 300 else "read" if written.id in graph.read else "delivered"
    place = f"{content['latitude']}, {content['longitude']}" if kind == "location" else ""
    return Bubble(
        id=written.id,
        mine=True,
        at=written.at,
        words=formatted(_resident_words(kind, content)),
        state=state if written.status or state == "read" else "sent",
        told=f"webhook answered {written.status}" if written.status else "webhook not reached",
        sound=content.get("id", "") if kind == "audio" else "",
        place=place,
    )


def _resident_words(kind: str, content: dict[str, Any]) -> str:
    if kind == "text":
        return str(content["body"])
    if kind == "interactive":
        return str(content[content["type"]]["title"])
    if kind in {"audio", "location"}:
        return ""
    if kind == "reaction":
        return str(content["emoji"])
    if kind == "edit":
        return f"_changed to:_ {content['message']['text']['body']}"
    return f"_{kind}_"
