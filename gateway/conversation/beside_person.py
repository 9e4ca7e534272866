"""What the assistant still does while a person speaks in the conversation: almost nothing."""

from __future__ import annotations

from gateway.bridge.owner import open_cases_of
from gateway.bridge.telling import phrase_reply
from gateway.conversation.office_hours import opening_words, team_of
from gateway.conversation.state import Outcome, Talk
from gateway.services import Services

TOLD = "told_closed"


def answer(services: Services, talk: Talk) -> Outcome:
    """Nothing: the person has the message. Outside the team's hours it says so, once until they open."""
    with services.database.transaction() as session:
        cases = open_cases_of(session, talk.id)
        team = team_of(session, cases[0]) if cases else None
    closed = opening_words(services, talk.language, team) if team else None
    if team is None or closed is None or talk.pending.get(TOLD) == closed.day:
        return Outcome(replies=())
    reply = phrase_reply(services, talk.language, "person_closed", team=team.name, day=closed.day, time=closed.time)
    return Outcome(replies=(reply,), pending={**talk.pending, TOLD: closed.day})
