"""WhatsApp on the whole running system, with the stand-in for Meta: ask, tap, listen, speak, a person, and stop."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from collections.abc import Iterator

import pytest
import soundfile
from playwright.sync_api import Browser, expect
from sqlalchemy import update

from civic.case_codes import find_code
from civic.content.load import Content
from gateway.store.database import Database
from gateway.store.numbers import Numbers
from gateway.store.schema import WhatsAppContact, now
from scripts.run import demo_login
from scripts.stack import Stack
from tests.gateway.whatsapp.speaking import spoken
from tests.journeys.browsing import DIRECTIONS, SIZES, expect_no_sideways_scrolling, picture, visit
from tests.journeys.resident import Resident
from tests.journeys.staff import Staff
from tests.journeys.starting import logs_of, running_system
from tests.journeys.test_bridge import OUTCOME, REPLY, THANKS, waits_for
from tests.journeys.test_reach_a_person import LANGUAGES, NAME, PERSON, QUESTION, asks_for_a_person
from tests.journeys.whatsapp_phone import Caller, shown
from tests.standins.graph import Graph, running_graph
from tests.standins.libretranslate import LibreTranslate
from tests.standins.speech import FOLDER as SPEECH_FOLDER
from tests.standins.speech import write_table

pytestmark = pytest.mark.journey
NUMBERS = (f"3247000{place:04d}" for place in itertools.count(1))
PATIENCE_MS = 60_000
GENK = '/choose_city{"city":"genk"}'


@pytest.fixture(scope="module")
def graph() -> Iterator[Graph]:
    """Meta's side."""
    with running_graph() as server:
        yield server


@pytest.fixture(scope="module")
def system(graph: Graph, translator: LibreTranslate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole system with WhatsApp: one of its own, because what it offers differs."""
    folder = tmp_path_factory.mktemp("whatsapp")
    heard = {spoken(QUESTION[each], each): (QUESTION[each], each) for each in QUESTION}
    speech = {"SPEECH_MODEL": str(write_table(folder / "heard.json", heard)), "PYTHONPATH": str(SPEECH_FOLDER)}
    with running_system(folder, translator_url=translator.url, more={**graph.environment(), **speech}) as made:
        graph.hook.url = f"{made.settings.public_url}/webhooks/whatsapp"
        yield made


@pytest.fixture(scope="module")
def bridge(system: Stack) -> Staff:
    """A member of staff of this gateway, signed in."""
    member, login = Staff(system.settings.public_url), demo_login(system.settings)
    assert login is not None
    assert member.signs_in(*login).status_code == 200
    return member


@pytest.fixture
def caller(system: Stack, graph: Graph) -> Caller:
    """Somebody new, with a phone."""
    return Caller(graph, next(NUMBERS))


def asks(caller: Caller, content: Content, language: str) -> None:
    """Ask about the street lamp, and say where: the card of Genk is there."""
    card = content.said("street-light", language, None).wording.title
    caller.says(QUESTION[language])
    caller.hears(card)
    caller.hears(content.phrase("city_question", language))
    caller.taps(GENK)
    caller.hears(card)


def gets_a_case(caller: Caller, content: Content, language: str) -> str:
    """Ask something, then for a person who answers here; the code of the case."""
    asks(caller, content, language)
    caller.says(PERSON[language])
    caller.hears("Demoteam")
    caller.taps("/handover_agree")
    caller.hears(content.phrase("reach_question", language))
    caller.taps("/reach_chat")
    caller.hears(content.phrase("name_question", language))
    caller.says(NAME)
    begin = content.phrase("case_opened", language, code="|").partition("|")[0].strip()
    code = find_code(shown(caller.hears(begin)))
    assert code
    return code


@LANGUAGES
def test_a_question_is_answered_with_a_card_for_the_city_and_read_aloud(
    caller: Caller, content: Content, language: str
) -> None:
    asks(caller, content, language)
    caller.taps("/listen_")
    about = soundfile.info(io.BytesIO(caller.hears_a_voice()))
    assert (about.format, about.subtype, about.channels) == ("OGG", "OPUS", 1)
    assert about.duration > 5
    assert all(sent.state != "failed" for sent in caller.phone.received)


@LANGUAGES
def test_a_person_takes_over_and_both_hear_each_other(
    caller: Caller, bridge: Staff, content: Content, language: str
) -> None:
    code = gets_a_case(caller, content, language)
    bridge.takes(code)
    caller.hears(code)
    bridge.does(code, "reply", text=REPLY, language="nl")
    caller.hears(REPLY if language == "nl" else f"({language}) {REPLY}")
    caller.says(THANKS[language])
    waits_for(lambda: THANKS[language] in bridge.reads(f"/inbox/{code}"), "the resident's words")
    bridge.does(code, "close", state="resolved", outcome=OUTCOME)
    caller.hears(OUTCOME)
    caller.hears(content.phrase("helped_question", language))
    caller.taps("/helped_yes")
    caller.hears(content.phrase("helped_thanks", language))


def test_the_inbox_shows_what_arrived_and_was_read(caller: Caller, bridge: Staff, content: Content) -> None:
    code = gets_a_case(caller, content, "nl")
    bridge.takes(code)
    bridge.does(code, "reply", text=REPLY, language="nl")
    caller.hears(REPLY)
    waits_for(lambda: "gelezen" in bridge.reads(f"/inbox/{code}").lower(), "that it was read")


def test_a_code_from_the_web_page_goes_on_over_the_phone(
    caller: Caller, bridge: Staff, system: Stack, content: Content
) -> None:
    resident = Resident(system.settings.public_url, city="genk")
    code = find_code(asks_for_a_person(resident, "nl", by_phone=False).messages[0]["text"])
    assert code
    caller.says(code)
    caller.hears(content.phrase("continue_name_question", "nl"))
    caller.says(NAME)
    caller.hears(content.phrase("continued", "nl", code=code))
    bridge.takes(code)
    bridge.does(code, "reply", text=REPLY, language="nl")
    caller.hears(REPLY)
    assert REPLY not in resident.history().text


@LANGUAGES
def test_a_spoken_question_is_asked_back_and_answered_aloud(caller: Caller, content: Content, language: str) -> None:
    caller.speaks(spoken(QUESTION[language], language))
    caller.hears(content.phrase("note_heard", language, words=QUESTION[language]))
    caller.hears_a_voice()
    caller.taps("/heard_yes_")
    caller.hears(content.said("street-light", language, None).wording.title)
    caller.hears_a_voice()


def test_a_voice_note_that_nobody_understands_goes_with_the_case(
    caller: Caller, bridge: Staff, content: Content
) -> None:
    code = gets_a_case(caller, content, "nl")
    caller.speaks(spoken("De lamp brandt nog altijd niet."))
    caller.hears(content.phrase("note_with_case", "nl", code=code))
    page = bridge.takes(code)
    assert "<audio" in page


def test_after_a_day_one_invitation_goes_out_and_the_answer_waits_for_a_word_back(
    caller: Caller, bridge: Staff, system: Stack, content: Content
) -> None:
    code = gets_a_case(caller, content, "tr")
    bridge.takes(code)
    caller.hears(code)
    a_day_passes(caller, system)
    bridge.does(code, "reply", text=REPLY, language="nl")
    assert caller.gets_a_template().message["template"]["language"]["code"] == "tr"
    bridge.does(code, "reply", text="Nog iets: de paal heeft nummer twaalf.", language="nl")
    caller.says("evet")
    caller.hears(f"(tr) {REPLY}")
    caller.hears("(tr) Nog iets")
    assert sum(sent.type == "template" for sent in caller.phone.received) == 1


def test_stop_erases_and_start_begins_again(caller: Caller, system: Stack, content: Content) -> None:
    asks(caller, content, "nl")
    caller.says("STOP")
    caller.hears(content.phrase("whatsapp_stopped", "nl"))
    numbers = Numbers(system.settings.secret_key)
    with Database(system.settings.database_url).transaction() as session:
        contact = session.get_one(WhatsAppContact, numbers.hash(caller.phone.number))
    assert (contact.sealed_number, contact.conversation_id) == (None, None)
    caller.says(QUESTION["nl"])
    caller.hears("START")
    caller.says("START")
    caller.hears(content.phrase("whatsapp_started", "nl"))


def test_an_emergency_is_answered_at_once(caller: Caller, content: Content) -> None:
    caller.says("er is brand in mijn keuken")
    assert "112" in shown(caller.hears(content.phrase("emergency_fire", "nl")))


@pytest.mark.parametrize(("language", "size"), [("nl", "phone"), ("tr", "desk"), ("ar", "phone")])
def test_the_phone_in_the_browser_asks_taps_and_listens(
    caller: Caller, graph: Graph, browser: Browser, content: Content, language: str, size: str
) -> None:
    with visit(browser, f"{graph.url}/phone/{caller.phone.number}", size=SIZES[size]) as page:
        expect(page.locator("#window")).to_have_text("closed")
        page.locator("#text").fill(QUESTION[language])
        page.get_by_role("button", name="Send", exact=True).first.click()
        expect(page.locator("#window")).to_have_text("open")
        answer = page.locator(".theirs", has_text=content.said("street-light", language, None).wording.title).first
        expect(answer).to_be_visible(timeout=PATIENCE_MS)
        expect(answer.locator(".line").first).to_have_attribute("dir", DIRECTIONS[language])
        expect(page.locator(".theirs audio")).to_have_count(0)
        page.locator("button[value^='/listen_']").first.click()
        expect(page.locator(".theirs audio")).to_be_visible(timeout=PATIENCE_MS)
        expect_no_sideways_scrolling(page)
        picture(page, f"whatsapp-{language}-{size}")


def test_logs_hold_no_numbers_and_no_words(caller: Caller, system: Stack, content: Content) -> None:
    asks(caller, content, "nl")
    for name, written in logs_of(system).items():
        for secret in (caller.phone.number, caller.phone.number[2:], QUESTION["nl"], "wamid."):
            assert secret not in written, name


def a_day_passes(caller: Caller, system: Stack) -> None:
    """As if they had last written 25 hours ago, here and at Meta."""
    caller.phone.hours_pass(25)
    hashed = Numbers(system.settings.secret_key).hash(caller.phone.number)
    earlier = update(WhatsAppContact).where(WhatsAppContact.number_hash == hashed)
    with Database(system.settings.database_url).transaction() as session:
        session.execute(earlier.values(heard_at=now() - dt.timedelta(hours=25)))
