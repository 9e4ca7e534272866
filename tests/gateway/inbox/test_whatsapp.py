"""On the page of a case: until when one may write freely on WhatsApp, how far each answer came, and why it did not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import update

from gateway.bridge import life
from gateway.inbox import live
from gateway.inbox.whatsapp import Arrival, arrivals_of
from gateway.inbox.whatsapp_words import ARRIVALS
from gateway.inbox.words import problem_words
from gateway.store.schema import Case, Conversation, Delivery, WhatsAppContact, WhatsAppStatus, now
from gateway.whatsapp import window
from tests.gateway.bridge.conftest import Bridge, make_case
from tests.gateway.inbox.conftest import Desk, words_of
from tests.gateway.whatsapp.phone import NUMBER
from tests.gateway.whatsapp.setting_up import with_whatsapp

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def bridge(bridge: Bridge) -> Bridge:
    """The teams and people, with WhatsApp on."""
    object.__setattr__(bridge.parts, "settings", with_whatsapp(bridge.parts.settings))
    return bridge


@pytest.fixture
def case(bridge: Bridge) -> Case:
    """A case of a talk on WhatsApp, in which the resident has just written."""
    made = make_case(bridge, question="Wie haalt mijn oude zetel op?", topic="bulky-waste")
    hidden = bridge.parts.numbers.hide(NUMBER)
    with bridge.parts.database.transaction() as session:
        session.get_one(Conversation, made.conversation_id).channel = "whatsapp"
        session.add(
            WhatsAppContact(
                number_hash=hidden.hash,
                sealed_number=hidden.sealed,
                conversation_id=made.conversation_id,
                voice="asked",
                heard_at=now(),
            )
        )
    return made


def contact_is(bridge: Bridge, **values: object) -> None:
    """The contact is like this now."""
    with bridge.parts.database.transaction() as session:
        session.execute(update(WhatsAppContact).values(**values))


def deliveries_are(bridge: Bridge, **values: object) -> None:
    """What is on its way to the phone is like this now."""
    with bridge.parts.database.transaction() as session:
        session.execute(update(Delivery).where(Delivery.channel == "whatsapp").values(**values))


def answer(one: Desk, case: Case) -> None:
    """Take the case and answer."""
    life.claim(one.bridge.parts, case.code, one.member)
    life.reply(one.bridge.parts, case.code, one.member, "Wij halen ze op.")


def test_how_long_one_may_still_write_freely(bridge: Bridge, case: Case, one: Desk) -> None:
    life.claim(bridge.parts, case.code, one.member)
    contact_is(bridge, heard_at=now() - 20 * HOUR)
    page = one.reads(f"/inbox/{case.code}")
    assert "Via WhatsApp kan je nog 3 u 59 vrij antwoorden" in words_of(page)
    assert "window--soon" not in page
    contact_is(bridge, heard_at=now() - 22 * HOUR)
    assert "window--soon" in one.reads(f"/inbox/{case.code}")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"heard_at": now() - 30 * HOUR}, "Wat je schrijft, wacht: de inwoner krijgt eerst een bericht"),
        ({"heard_at": now() - 30 * HOUR, "invited_at": now()}, "Op onze vraag om te antwoorden"),
        ({"heard_at": None}, "De inwoner schreef ons nog niet via WhatsApp."),
        ({"heard_at": now(), "stopped_at": now()}, "De inwoner wil geen berichten meer via WhatsApp."),
    ],
)
def test_when_one_may_not_and_what_then_becomes_of_an_answer(
    bridge: Bridge, case: Case, one: Desk, values: dict[str, object], told: str
) -> None:
    life.claim(bridge.parts, case.code, one.member)
    contact_is(bridge, **values)
    assert told in words_of(one.reads(f"/inbox/{case.code}"))


def test_without_a_template_it_says_that_nobody_invites(bridge: Bridge, case: Case, one: Desk) -> None:
    settings = with_whatsapp(bridge.parts.settings, whatsapp_templates="")
    object.__setattr__(bridge.parts, "settings", settings)
    life.claim(bridge.parts, case.code, one.member)
    contact_is(bridge, heard_at=None)
    assert "Er is geen uitnodiging ingesteld" in words_of(one.reads(f"/inbox/{case.code}"))


def test_a_case_of_the_web_page_says_nothing_of_whatsapp(bridge: Bridge, one: Desk) -> None:
    case = make_case(bridge)
    answer(one, case)
    assert "WhatsApp" not in words_of(one.reads(f"/inbox/{case.code}")).partition("Verstuur")[0]


@pytest.mark.parametrize(
    ("values", "reported", "arrival"),
    [
        ({"state": "waiting"}, None, Arrival.WAITING),
        ({"state": "sending"}, None, Arrival.WAITING),
        ({"state": "waiting", "problem": window.HELD}, None, Arrival.HELD),
        ({"state": "sent", "provider_id": "a"}, None, Arrival.SENT),
        ({"state": "sent", "provider_id": "a"}, "sent", Arrival.SENT),
        ({"state": "sent", "provider_id": "a"}, "delivered", Arrival.DELIVERED),
        ({"state": "sent", "provider_id": "a"}, "read", Arrival.READ),
        ({"state": "failed", "problem": "131026"}, None, Arrival.FAILED),
    ],
)
def test_how_far_an_answer_came_stands_under_it(
    bridge: Bridge, case: Case, one: Desk, values: dict[str, object], reported: str | None, arrival: Arrival
) -> None:
    answer(one, case)
    deliveries_are(bridge, **values)
    if reported:
        with bridge.parts.database.transaction() as session:
            session.add(WhatsAppStatus(provider_id="a", state=reported))
    told = words_of(one.reads(f"/inbox/{case.code}"))
    assert f"WhatsApp: {ARRIVALS[arrival]}" in told


def test_an_answer_in_parts_is_as_far_as_the_part_that_is_least_far(bridge: Bridge, case: Case, one: Desk) -> None:
    life.claim(bridge.parts, case.code, one.member)
    said = life.reply(bridge.parts, case.code, one.member, "woord " * 660)
    with bridge.parts.database.transaction() as session:
        rows = session.query(Delivery).filter(Delivery.key.startswith(f"wa:words-{said.id}:")).all()
        if len(rows) == 1:  # one part is enough for these words: a second one, as a longer answer would have
            session.add(Delivery(**{**part_of(rows[0]), "key": f"wa:words-{said.id}:1"}))
        rows[0].state = "sent"
        session.flush()
        assert arrivals_of(session, case) == {said.id: Arrival.WAITING}


def part_of(row: Delivery) -> dict[str, object]:
    """The fields of a delivery that make another part of the same message."""
    return {name: getattr(row, name) for name in ("case_id", "channel", "recipient", "body", "state", "attempts")}


def test_words_that_were_told_again_translated_are_where_the_translation_is(
    bridge: Bridge, case: Case, one: Desk
) -> None:
    with bridge.parts.database.transaction() as session:
        session.get_one(Conversation, case.conversation_id).language = "tr"
    bridge.translator.down = True
    answer(one, case)
    with pytest.raises(Exception, match="down"):
        bridge.translate_all()
    deliveries_are(bridge, state="sent")
    bridge.translator.down = False
    bridge.translate_all()
    with bridge.parts.database.transaction() as session:
        assert list(arrivals_of(session, case).values()) == [Arrival.WAITING]


def test_a_failure_stands_on_top_with_its_reason_and_can_be_sent_again(bridge: Bridge, case: Case, one: Desk) -> None:
    answer(one, case)
    deliveries_are(bridge, state="failed", problem="131047")
    told = words_of(one.reads(f"/inbox/{case.code}"))
    assert "De inwoner schreef langer dan 24 uur geleden" in told
    with bridge.parts.database.transaction() as session:
        failed = session.query(Delivery).filter_by(channel="whatsapp").first()
    assert failed is not None
    assert one.browser.post(f"/inbox/deliveries/{failed.id}/again", data={"back": "case"}).status_code == 303
    with bridge.parts.database.transaction() as session:
        assert session.get_one(Delivery, failed.id).state == "waiting"


@pytest.mark.parametrize(
    "code", ["0", "190", "100", "131026", "131047", "131056", "130429", "80007", "132001", "131053"]
)
def test_a_code_of_metas_is_told_in_words(code: str) -> None:
    assert code not in problem_words(code)


def test_a_code_that_nobody_knows_is_told_as_it_is() -> None:
    assert "139999" in problem_words("139999")


def test_the_page_reads_itself_anew_when_something_arrives(bridge: Bridge, case: Case, one: Desk) -> None:
    def stamp() -> str | None:
        with bridge.parts.database.transaction() as session:
            return live.print_of_case(session, one.member, case.code)

    answer(one, case)
    stamps = [stamp()]
    deliveries_are(bridge, state="sent", provider_id="a")
    stamps.append(stamp())
    with bridge.parts.database.transaction() as session:
        session.add(WhatsAppStatus(provider_id="a", state="read"))
    stamps.append(stamp())
    contact_is(bridge, heard_at=now() - 30 * HOUR)
    stamps.append(stamp())
    contact_is(bridge, invited_at=now())
    stamps.append(stamp())
    assert len(set(stamps)) == 5


def test_a_number_that_cannot_be_read_any_more_is_said_to_be(bridge: Bridge, one: Desk) -> None:
    case = make_case(bridge, reach="phone", phone="0470000001")
    life.claim(bridge.parts, case.code, one.member)
    assert 'href="tel:0470000001"' in one.reads(f"/inbox/{case.code}")
    with bridge.parts.database.transaction() as session:
        session.get_one(Case, case.id).sealed_phone = "sealed with another key"
    assert "Het nummer is niet meer leesbaar" in words_of(one.reads(f"/inbox/{case.code}"))


def test_answers_of_the_assistant_that_did_not_arrive_are_for_admins_to_see_and_send_again(
    bridge: Bridge, one: Desk, desk: Callable[[str], Desk]
) -> None:
    with bridge.parts.database.transaction() as session:
        session.add(
            Delivery(key="wa:1:0", channel="whatsapp", recipient="x", body={}, state="failed", problem="131026")
        )
    assert "Alles is aangekomen." in one.reads("/inbox/deliveries")
    admin = desk("admin-1")
    assert "Zonder vraag: Bericht aan de inwoner via WhatsApp" in words_of(admin.reads("/inbox/deliveries"))
    with bridge.parts.database.transaction() as session:
        number = session.query(Delivery.id).filter_by(key="wa:1:0").scalar()
    assert one.browser.post(f"/inbox/deliveries/{number}/again").status_code == 404
    assert "wordt opnieuw verstuurd" in admin.told(admin.browser.post(f"/inbox/deliveries/{number}/again"))
    assert ("delivery_again", "") in admin.did()
