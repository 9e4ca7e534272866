"""What staff do with a case. Each is one transaction that also tells the resident and writes down who did it.

All raise NoSuchCase (another team's, or none), NotYours (not in the member's hands) or StoreUnavailable.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from civic.content.model import LANGUAGES, SOURCE_LANGUAGE
from gateway.bridge.forwarding import NoSuchTeam, forward
from gateway.bridge.hold import CaseTaken, NoSuchCase, NotYours, called, held, record, take, team_name, visible
from gateway.bridge.owner import REACHED_ELSEWHERE, settle_owner
from gateway.bridge.relay import staff_gives_card, staff_says, staff_says_phrase
from gateway.bridge.telling import conversation_of, say_to_resident, talking_language
from gateway.bridge.timekeeping import mark_overdue, return_untouched
from gateway.bridge.words import NOTE
from gateway.errors import NotFound
from gateway.services import Services
from gateway.store.schema import Case, CaseMessage, CaseState, Owner, StaffMember, Turn, now

__all__ = [
    "CaseTaken",
    "NoSuchCase",
    "NoSuchTeam",
    "NoSuchTopic",
    "NotYours",
    "NothingSaid",
    "add_note",
    "attach_card",
    "claim",
    "close",
    "forward",
    "mark_overdue",
    "release",
    "reply",
    "return_untouched",
    "send_phrase",
]
TEXT_LIMIT = 4000
ENDS = (CaseState.RESOLVED, CaseState.UNREACHABLE)


class NothingSaid(ValueError):
    """There are no words, or more than 4000 characters of them."""


class NoSuchTopic(NotFound):
    """No topic with this id."""


def claim(services: Services, code: str, member: StaffMember) -> Case:
    """Take a case from the pool; the resident hears by whom. Claiming one's own case again changes nothing.

    Raises CaseTaken when a colleague was first; NotYours when it is closed.
    """
    with services.database.transaction() as session:
        won = take(session, code, member)
        case = visible(session, code, member)
        if not won:
            _explain(session, case, member)
            return case
        record(session, case, member.login, "claimed")
        settle_owner(session, case.conversation_id)
        phrase = "claimed_elsewhere" if case.reach in REACHED_ELSEWHERE else "claimed"
        _say_with_names(session, services, case, member, phrase)
        return case


def release(services: Services, code: str, member: StaffMember) -> Case:
    """Give the case back to the pool of its team; the resident hears that a colleague takes over."""
    with services.database.transaction() as session:
        case = held(session, code, member)
        case.state, case.claimed_by, case.forward_to = CaseState.NEW.value, None, None
        case.whose_turn = Turn.STAFF.value
        record(session, case, member.login, "released")
        settle_owner(session, case.conversation_id)
        _say_with_names(session, services, case, member, "released")
        return case


def close(services: Services, code: str, member: StaffMember, state: CaseState, outcome: str) -> Case:
    """End the case: `state` is resolved or unreachable, `outcome` what came of it, in Dutch, for the resident.

    The bot owns the conversation again. After the outcome the resident is asked once whether it helped.
    Raises NothingSaid when there is no outcome, ValueError for another state.
    """
    if state not in ENDS:
        raise ValueError(state)
    words = _words(outcome)
    with services.database.transaction() as session:
        case = held(session, code, member)
        case.state, case.outcome, case.closed_at, case.forward_to = state.value, words, now(), None
        record(session, case, member.login, state.value)
        settle_owner(session, case.conversation_id)
        _say_with_names(session, services, case, member, f"closed_{state.value}")
        staff_says(session, services, case, member, words, SOURCE_LANGUAGE, at=case.closed_at)
        return case


def add_note(services: Services, code: str, member: StaffMember, text: str) -> CaseMessage:
    """A note that only colleagues see; everyone of the team may write one."""
    words = _words(text)
    with services.database.transaction() as session:
        case = visible(session, code, member)
        if case.claimed_by == member.id:
            case.touched_at = now()
        note = CaseMessage(
            case_id=case.id, sender=NOTE, staff_id=member.id, original=words, language=SOURCE_LANGUAGE, at=now()
        )
        session.add(note)
        record(session, case, member.login, "note")
        return note


def reply(
    services: Services, code: str, member: StaffMember, text: str, *, language: str = SOURCE_LANGUAGE
) -> CaseMessage:
    """Words to the resident, written in `language` (nl, tr or ar); from here on the bot is mute in the conversation.

    Raises NothingSaid, and ValueError for another language.
    """
    words = _words(text)
    if language not in LANGUAGES:
        raise ValueError(language)
    with services.database.transaction() as session:
        case = held(session, code, member)
        message = staff_says(session, services, case, member, words, language)
        _speak_here(session, case, member, "replied")
        return message


def send_phrase(services: Services, code: str, member: StaffMember, phrase: str) -> CaseMessage:
    """A ready-made phrase, by its key, in the resident's language with its Dutch; KeyError for an unknown key."""
    with services.database.transaction() as session:
        case = held(session, code, member)
        message = staff_says_phrase(session, services, case, member, phrase)
        _speak_here(session, case, member, "replied")
        return message


def attach_card(services: Services, code: str, member: StaffMember, topic: str) -> CaseMessage:
    """The card of a topic to the resident, in their language and for their city; raises NoSuchTopic."""
    if topic not in services.content.topics:
        raise NoSuchTopic
    with services.database.transaction() as session:
        case = held(session, code, member)
        message = staff_gives_card(session, services, case, member, topic)
        _speak_here(session, case, member, "card")
        return message


def _explain(session: Session, case: Case, member: StaffMember) -> None:
    """Why a claim did not work; nothing when the case is the member's already."""
    if case.state != CaseState.CLAIMED.value:
        raise NotYours
    if case.claimed_by != member.id:
        raise CaseTaken(called(session.get(StaffMember, case.claimed_by)))


def _speak_here(session: Session, case: Case, member: StaffMember, what: str) -> None:
    """The person now speaks in the conversation, also with someone who is to be called."""
    record(session, case, member.login, what)
    conversation = conversation_of(session, case)
    if conversation is not None:
        conversation.owner = Owner.PERSON.value


def _say_with_names(session: Session, services: Services, case: Case, member: StaffMember, phrase: str) -> None:
    """A phrase that names the person and the team; what is not known gets a general word."""
    language = talking_language(session, case)
    content = services.content
    name = member.name or content.phrase("person_without_name", language)
    team = team_name(session, case) or content.phrase("team_without_name", language)
    say_to_resident(session, services, case, phrase, code=case.code, name=name, team=team)


def _words(text: str) -> str:
    words = text.strip()
    if not words or len(words) > TEXT_LIMIT:
        raise NothingSaid
    return words
