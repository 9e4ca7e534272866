"""A shared location: a guess where they live, asked back; for a person who takes over, the place in words."""

from __future__ import annotations

from gateway.conversation.whereabouts import ask_where
from gateway.services import Services
from gateway.store.conversations import find_conversation
from gateway.store.schema import Owner
from gateway.whatsapp.meeting import Met
from gateway.whatsapp.saying import say

# The questions of a handover that a location answers.
ASKED = frozenset({"city", "neighbourhood"})


def ask_back(services: Services, met: Met) -> None:
    """Ask whether they live where they are. The location itself is not kept: only its city and neighbourhood, if so."""
    assert met.received.place is not None  # noqa: S101  for the types: a place has one
    guess = services.whereabouts.guess(*met.received.place)
    with services.database.transaction() as session:
        talk = find_conversation(session, met.conversation or "")
        step = talk.pending.get("handover") if talk else None
    asked = step if step in ASKED else None
    reply = ask_where(services, guess, language=met.language, asked=asked)
    say(services, met, reply, shown=services.content.phrase("whatsapp_place_shown", met.language))


def is_for_a_person(met: Met) -> bool:
    """True when someone waits for a person or talks with one: they may well be asked where it is."""
    return met.owner is not Owner.BOT


def in_words(services: Services, met: Met) -> str:
    """What the person reads: the name of the place where they gave one, and the point (degrees)."""
    assert met.received.place is not None  # noqa: S101  for the types: a place has one
    latitude, longitude = met.received.place
    point = f"{latitude:.5f}, {longitude:.5f}"
    place = f"{met.received.text} ({point})" if met.received.text else point
    return services.content.phrase("whatsapp_place_words", met.language, place=place)
