"""Voice notes at rest: sealed, tried a few times, gone with their talk or with their case."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gateway.bridge.words import keep_words
from gateway.services import Services
from gateway.store.cases import NewCase, open_case
from gateway.store.conversations import start_conversation, wipe_conversation
from gateway.store.retention import forget_old
from gateway.store.schema import Case, VoiceNote, now
from gateway.store.voice_notes import begin_try, drop_note, keep_note, voice_notes_of

SOUND = b"OggS what was said"


@pytest.fixture
def talk(parts: Services) -> str:
    """A talk with the voice notes "loose" and "cased", of which one is with a case."""
    with parts.database.transaction() as session:
        conversation = start_conversation(session, language="nl", city=None).id
    made, _ = open_case(
        parts.database, NewCase(channel="whatsapp", language="nl", conversation=conversation), key="k", by="test"
    )
    with parts.database.transaction() as session:
        for name in ("loose", "cased"):
            keep_note(session, parts.numbers, name=name, conversation=conversation, sound=SOUND)
        keep_words(session, session.get_one(Case, made.id), "Gesproken bericht", "nl", note="cased")
    return conversation


def names(parts: Services) -> set[str]:
    """The notes that are there."""
    with parts.database.transaction() as session:
        return set(session.scalars(select(VoiceNote.id)))


def test_a_note_is_sealed_and_kept_once(parts: Services, talk: str) -> None:
    with parts.database.transaction() as session:
        again = keep_note(session, parts.numbers, name="loose", conversation=talk, sound=b"something else")
        assert SOUND not in again.sealed
        assert parts.numbers.unseal_sound(again.sealed) == SOUND


def test_a_note_is_tried_so_often_and_no_more(parts: Services, talk: str) -> None:
    with parts.database.transaction() as session:
        assert [begin_try(session, "loose", at_most=2) for _ in range(3)] == [True, True, False]


def test_only_a_loose_note_can_be_dropped(parts: Services, talk: str) -> None:
    with parts.database.transaction() as session:
        drop_note(session, "loose")
        drop_note(session, "cased")
    assert names(parts) == {"cased"}


def test_wiping_the_talk_leaves_what_a_person_has(parts: Services, talk: str) -> None:
    with parts.database.transaction() as session:
        wipe_conversation(session, talk)
    assert names(parts) == {"cased"}


def test_old_notes_are_forgotten_and_those_of_a_case_go_with_it(parts: Services, talk: str) -> None:
    with parts.database.transaction() as session:
        for note in session.scalars(select(VoiceNote)):
            note.created_at = now() - dt.timedelta(days=11)
    forget_old(parts.database, days=10)
    assert names(parts) == {"cased"}
    with parts.database.transaction() as session:
        case = session.scalars(select(Case)).one()
        assert list(voice_notes_of(session, case.id).values()) == ["cased"]
        session.delete(case)
    assert names(parts) == set()
