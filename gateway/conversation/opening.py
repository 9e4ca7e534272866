"""Opens the case that the resident agreed to, and says which team has it and when someone is there."""

from __future__ import annotations

import logging
import uuid

from civic.replies import Button, Kind, Reply
from gateway.bridge.telling import phrase_reply
from gateway.clients.rasa import RasaUnavailable
from gateway.conversation.bot import ask_rasa
from gateway.conversation.office_hours import opening_words, team_of
from gateway.conversation.state import Outcome, Talk
from gateway.services import Services
from gateway.store.cases import NewCase, case_by_key, open_case
from gateway.store.conversations import find_conversation
from gateway.store.database import StoreUnavailable
from gateway.store.numbers import Numbers

logger = logging.getLogger(__name__)
RETRY = "/handover_retry"
ESCALATE = "/escalate"


def open_the_case(services: Services, talk: Talk, *, name: str | None) -> Outcome:
    """Open the case through the action server's signed webhook; without Rasa, directly, under the same key.

    `talk.pending` holds how to be reached. When the database fails, a button tries again with the same key.
    """
    key = talk.pending.get("key") or uuid.uuid4().hex
    waiting = {**talk.pending, "handover": "retry", "key": key, **({"name": name} if name else {})}
    try:
        _remember(services, talk, waiting)
        code_told = _ask_bot(services, talk, key) or _open_directly(services, talk, waiting, key)
        return Outcome(replies=(*code_told, *_who_has_it(services, talk, key)), pending={})
    except StoreUnavailable:
        content = services.content
        retry = Button(title=content.phrase("retry_button", talk.language), payload=RETRY)
        text = content.phrase("case_failed", talk.language)
        reply = Reply(kind=Kind.HANDOVER, language=talk.language, text=text, buttons=(retry,))
        return Outcome(replies=(reply,), pending=waiting)


def _ask_bot(services: Services, talk: Talk, key: str) -> tuple[Reply, ...]:
    """The bot's words with the code; nothing when it could not open the case."""
    try:
        result = ask_rasa(services, talk, ESCALATE, extra={"escalation_key": key})
    except RasaUnavailable as error:
        logger.error("case opened without rasa: %s", error)
        return ()
    if any(reply.kind is Kind.HANDOVER for reply in result.replies):
        return result.replies
    logger.error("case opened without rasa: the webhook was not reached")
    return ()


def _open_directly(services: Services, talk: Talk, contact: dict[str, str], key: str) -> tuple[Reply, ...]:
    case, _ = open_case(
        services.database, new_case(talk, contact, services.numbers), key=key, by="gateway", content=services.content
    )
    return (phrase_reply(services, talk.language, "case_opened", code=case.code),)


def _who_has_it(services: Services, talk: Talk, key: str) -> tuple[Reply, ...]:
    """Which team has the case; outside its hours also when someone looks again, without a promise."""
    with services.database.transaction() as session:
        case = case_by_key(session, key)
        team = team_of(session, case) if case else None
    if team is None:
        return ()
    closed = opening_words(services, talk.language, team)
    if closed is None:
        return (phrase_reply(services, talk.language, "case_team", team=team.name),)
    told = {"team": team.name, "day": closed.day, "time": closed.time}
    return (phrase_reply(services, talk.language, "case_team_closed", buttons=None, **told),)


def new_case(talk: Talk, contact: dict[str, str], numbers: Numbers) -> NewCase:
    """What the case of this talk starts with; the number in `contact` is sealed."""
    return NewCase(
        channel=talk.channel,
        language=talk.language,
        city=talk.city,
        neighbourhood=contact.get("neighbourhood"),
        topic=talk.context.get("last_topic"),
        conversation=talk.id,
        reach=contact.get("reach", "chat"),
        name=contact.get("name"),
        phone=numbers.hidden(contact.get("phone")),
    )


def _remember(services: Services, talk: Talk, pending: dict[str, str]) -> None:
    with services.database.transaction() as session:
        conversation = find_conversation(session, talk.id)
        if conversation is not None:
            conversation.pending = pending
