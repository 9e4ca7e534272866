"""What a resident said aloud plays in the inbox, for the team that has the case and nobody else."""

from __future__ import annotations

import io

import pytest
import soundfile
from bs4 import BeautifulSoup

from gateway.bridge.words import keep_words
from gateway.store.schema import Case, VoiceNote
from gateway.store.voice_notes import keep_note
from tests.gateway.bridge.conftest import Bridge
from tests.gateway.inbox.conftest import Desk
from tests.gateway.whatsapp.speaking import spoken

NAME = "a" * 32


@pytest.fixture
def note(bridge: Bridge, case: Case) -> str:
    """The address of a note with the case."""
    with bridge.parts.database.transaction() as session:
        conversation = session.get_one(Case, case.id).conversation_id
        keep_note(session, bridge.parts.numbers, name=NAME, conversation=conversation, sound=spoken("Wie helpt mij?"))
        keep_words(session, case, "Gesproken bericht", "nl", note=NAME)
    return f"/inbox/{case.code}/voice/{NAME}"


def test_the_page_of_the_case_has_a_player_beside_the_words(case: Case, note: str, one: Desk) -> None:
    page = BeautifulSoup(one.reads(f"/inbox/{case.code}"), "html.parser")
    (player,) = page.find_all("audio")
    assert player["src"] == note
    assert player["aria-label"].startswith("Wat de inwoner insprak")
    assert "Gesproken bericht" in player.parent.get_text()


def test_it_plays_as_mp3_and_in_parts(note: str, one: Desk) -> None:
    answer = one.browser.get(note)
    assert (answer.status_code, answer.mimetype) == (200, "audio/mpeg")
    assert soundfile.info(io.BytesIO(answer.data)).duration > 0.5
    assert "no-store" in answer.headers["Cache-Control"]
    part = one.browser.get(note, headers={"Range": "bytes=0-99"})
    assert (part.status_code, len(part.data)) == (206, 100)


def test_another_team_does_not_hear_it(note: str, stranger: Desk) -> None:
    assert stranger.browser.get(note).status_code == 404


def test_it_belongs_to_its_own_case_only(bridge: Bridge, arabic: Case, note: str, one: Desk) -> None:
    assert one.browser.get(f"/inbox/{arabic.code}/voice/{NAME}").status_code == 404


def test_one_that_is_gone_or_cannot_be_read_is_not_there(bridge: Bridge, note: str, one: Desk) -> None:
    with bridge.parts.database.transaction() as session:
        session.get_one(VoiceNote, NAME).sealed = b"sealed with another key"
    assert one.browser.get(note).status_code == 404
    with bridge.parts.database.transaction() as session:
        session.delete(session.get_one(VoiceNote, NAME))
    assert one.browser.get(note).status_code == 404
