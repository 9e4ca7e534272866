"""The slip that a resident takes home: a card in two languages, how to reach whom, QR codes, the case code."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from civic.cards import Card, card_for
from civic.content.load import Content
from civic.content.model import SOURCE_LANGUAGE
from civic.replies import direction_of
from gateway.settings import Settings
from gateway.whatsapp.taking_along import whatsapp_url

LABELS = {
    "does": "ui_does",
    "decides": "ui_path_decides",
    "start": "ui_path_start",
    "then": "ui_then",
    "bring": "ui_bring",
    "contacts": "ui_contacts",
    "code": "desk_slip_code",
    "code_use": "desk_slip_code_use",
    "scan_page": "desk_slip_scan_page",
    "scan_whatsapp": "desk_slip_scan_whatsapp",
}
# Without a card the page behind the QR code is the one to ask on.
NO_CARD = {"scan_page": "page_to_chat"}
# What fits on half a sheet in large type; the card itself has the rest.
CONTACTS = 4


@dataclass(frozen=True)
class Side:
    """The card in one language: `language` is that of the words, `labels` are in the language asked for.

    `decides` names who decides; it is empty where that is who does it.
    """

    language: str
    direction: str
    title: str
    text: str
    steps: Sequence[str]
    bring: Sequence[str]
    body: str
    level: str
    decides: str
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Contact:
    """A way to reach an organisation; `organisation` is empty when it is the one that does it."""

    kind: str
    value: str
    organisation: str


@dataclass(frozen=True)
class Slip:
    """`own` is what the resident reads, `dutch` the same for who helps them (None: they read Dutch).

    `level` is empty on a slip without a card: then it holds the case code only. Addresses are whole; `whatsapp_url` is
    empty when there is no number to write to.
    """

    own: Side
    dutch: Side | None
    area: str
    level: str
    contacts: Sequence[Contact]
    notice: str
    code: str
    page_url: str
    whatsapp_url: str
    made_on: dt.date


def make_slip(
    content: Content,
    settings: Settings,
    *,
    topic: str | None,
    language: str,
    city: str | None,
    code: str,
    on: dt.date,
) -> Slip:
    """The slip of a topic (None: only of the case with this `code`) for a resident who reads `language`."""
    card = card_for(content, topic, language=language, city=city) if topic else None
    dutch = card_for(content, topic, language=SOURCE_LANGUAGE, city=city) if topic else None
    own = _side(content, card, language)
    return Slip(
        own=own,
        dutch=_side(content, dutch, SOURCE_LANGUAGE) if own.language != SOURCE_LANGUAGE else None,
        area=content.topics[topic].area if topic else "",
        level=card["responsible"]["level"] if card else "",
        contacts=_contacts(card) if card else (),
        notice=card.get("notice", "") if card else "",
        code=code,
        page_url=page_url(settings, topic=topic, language=language, city=city),
        whatsapp_url=whatsapp_url(settings, code or own.title),
        made_on=on,
    )


def page_url(settings: Settings, *, topic: str | None, language: str, city: str | None) -> str:
    """Where the card is read on a phone; without a topic, the page to ask on."""
    asked = urlencode({"language": language, **({"city": city} if city else {})})
    return f"{settings.public_url}/{f't/{topic}' if topic else ''}?{asked}"


def _side(content: Content, card: Card | None, language: str) -> Side:
    words = card["language"] if card else language
    level = card["responsible"]["level"] if card else ""
    return Side(
        language=words,
        direction=direction_of(words),
        title=card["title"] if card else "",
        text=card["text"] if card else "",
        steps=card["steps"] if card else (),
        bring=card["bring"] if card else (),
        body=card["responsible"]["name"] if card else "",
        level=content.phrase(f"ui_level_{level}", language) if level else "",
        decides=_decides(card) if card else "",
        labels={name: content.phrase(key, language) for name, key in {**LABELS, **({} if card else NO_CARD)}.items()},
    )


def _decides(card: Card) -> str:
    decides, does = card["decides"], card["responsible"]
    return decides["name"] if decides and decides["id"] != does["id"] else ""


def _contacts(card: Card) -> list[Contact]:
    """Telephone and address first: who has the slip in hand calls or goes."""
    order = {"phone": 0, "address": 1, "email": 2, "web": 3}
    does = card["responsible"]["name"]
    listed = sorted(card["contacts"], key=lambda each: (each["organisation"] != does, order.get(each["kind"], 9)))
    return [
        Contact(
            kind=each["kind"],
            value=re.sub(r"^https?://(www\.)?", "", each["value"]).rstrip("/"),
            organisation="" if each["organisation"] == does else each["organisation"],
        )
        for each in listed[:CONTACTS]
    ]
