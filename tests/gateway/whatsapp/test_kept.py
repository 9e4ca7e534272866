"""What is kept of who writes to us on WhatsApp: it is exported, erased and forgotten with the rest."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, update

from gateway.delivery.courier import Courier
from gateway.services import Services
from gateway.store.cases import NewCase, open_case
from gateway.store.erasing import erase, find_resident
from gateway.store.exporting import export
from gateway.store.retention import forget_old
from gateway.store.schema import Case, Conversation, Delivery, WhatsAppContact, WhatsAppMedia, WhatsAppStatus, now
from tests.gateway.delivery.conftest import bring_all
from tests.gateway.whatsapp.phone import NUMBER, Resident
from tests.gateway.whatsapp.talks import known, now_is, tells

OLD = dt.timedelta(days=40)


def erased(parts: Services, key: str) -> None:
    """As somebody at the desk asks for it."""
    with parts.database.transaction() as session:
        resident = find_resident(session, key)
        assert resident is not None
        erase(session, resident, by="test")


def test_erasing_leaves_nothing_but_that_their_messages_were_handled(
    resident: Resident, parts: Services, courier: Courier
) -> None:
    resident.says("wie haalt mijn vuilnis op?")
    talk, name = resident.talk.id, resident.contact.number_hash if resident.contact else ""
    with parts.database.transaction() as session:
        sent = session.scalars(select(Delivery.provider_id).where(Delivery.channel == "whatsapp")).all()
        session.add_all(WhatsAppStatus(provider_id=str(one), state="read") for one in sent)
    erased(parts, talk)
    with parts.database.transaction() as session:
        assert session.get(WhatsAppContact, name) is None
        assert session.scalars(select(WhatsAppStatus)).all() == []
        rows = session.scalars(select(Delivery)).all()
        assert {(row.channel, row.body == {}) for row in rows} == {("whatsapp-in", True)}
        assert name not in {row.recipient for row in rows}


def test_what_they_wrote_after_it_is_still_answered(resident: Resident, parts: Services, courier: Courier) -> None:
    resident.says("dag")
    talk = resident.talk.id
    resident.phone.says("nog een vraag")
    erased(parts, talk)
    bring_all(courier, rounds=20)
    assert resident.contact is not None
    assert resident.talk.id != talk


def test_who_stopped_stays_known_as_stopped_when_their_case_is_erased(parts: Services) -> None:
    contact = known(parts)
    with parts.database.transaction() as session:
        values = {"stopped_at": now(), "sealed_number": None}
        session.execute(update(WhatsAppContact).values(**values))
    erased(parts, str(contact.conversation_id))
    assert now_is(parts, contact).conversation_id is None


def test_erasing_a_case_with_somebodys_number_leaves_their_own_talk(parts: Services) -> None:
    """Anyone can type a number that is not theirs."""
    contact = known(parts)
    tells(parts, contact, "Dag")
    new = NewCase(channel="web", language="nl", question="?", reach="whatsapp", phone=parts.numbers.hide(NUMBER))
    case, _ = open_case(parts.database, new, key="k", by="test", content=parts.content)
    erased(parts, case.code)
    assert now_is(parts, contact).conversation_id == contact.conversation_id
    with parts.database.transaction() as session:
        assert len(session.scalars(select(Delivery).where(Delivery.channel == "whatsapp")).all()) == 1
        emptied = session.get_one(Case, case.id)
        assert (emptied.sealed_phone, emptied.phone_hash) == (None, None)


def test_who_asks_gets_their_number_and_what_we_know_of_it(parts: Services) -> None:
    contact = known(parts)
    with parts.database.transaction() as session:
        resident = find_resident(session, str(contact.conversation_id))
        assert resident is not None
        kept = export(session, resident, parts.numbers)
    (told,) = kept["whatsapp"]
    assert (told["number"], told["voice"], told["stopped_at"]) == (NUMBER, "asked", None)
    assert kept["conversations"][0]["channel"] == "whatsapp"


@pytest.mark.parametrize(
    ("values", "stays"),
    [
        ({"voice": "always"}, False),
        ({"stopped_at": now()}, True),
        ({"heard_at": now()}, True),
    ],
)
def test_numbers_are_forgotten_when_their_time_is_over_but_not_that_they_stopped(
    parts: Services, values: dict[str, object], stays: bool
) -> None:
    contact = known(parts, wrote=OLD)
    with parts.database.transaction() as session:
        session.execute(update(WhatsAppContact).values(**values))
        session.execute(update(Conversation).values(seen_at=now() - OLD))
    gone = forget_old(parts.database, days=30)
    assert gone.contacts == (0 if stays else 1)
    with parts.database.transaction() as session:
        assert (session.get(WhatsAppContact, contact.number_hash) is not None) is stays


def test_a_number_that_a_case_waits_for_stays(parts: Services) -> None:
    contact = known(parts, wrote=OLD)
    new = NewCase(channel="web", language="nl", question="?", reach="whatsapp", phone=parts.numbers.hide(NUMBER))
    open_case(parts.database, new, key="k", by="test", content=parts.content)
    with parts.database.transaction() as session:
        session.execute(update(Conversation).values(seen_at=now() - OLD))
    assert forget_old(parts.database, days=30).contacts == 0
    assert now_is(parts, contact).conversation_id is None


def test_old_reports_and_sounds_are_forgotten(parts: Services) -> None:
    with parts.database.transaction() as session:
        for name, at in (("old", now() - OLD), ("new", now())):
            session.add(WhatsAppStatus(provider_id=name, state="read", at=at))
            session.add(WhatsAppMedia(audio_key=name, media_id="1", uploaded_at=at))
    forget_old(parts.database, days=30)
    with parts.database.transaction() as session:
        assert session.scalars(select(WhatsAppStatus.provider_id)).all() == ["new"]
        assert session.scalars(select(WhatsAppMedia.audio_key)).all() == ["new"]
