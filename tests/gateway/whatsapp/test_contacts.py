"""Who writes is found again by number or by WhatsApp's own id, and neither can be read from what is kept."""

from __future__ import annotations

import datetime as dt

from gateway.services import Services
from gateway.store.schema import Case, Delivery, WhatsAppContact, now
from gateway.whatsapp.contacts import forget, hash_of, meet, move
from tests.gateway.whatsapp.phone import NUMBER

USER = "BE.1000000000000001"


def met(parts: Services, *, number: str | None = NUMBER, user: str | None = None, ago: int = 0) -> WhatsAppContact:
    """Someone writes, so many minutes ago."""
    at = now() - dt.timedelta(minutes=ago)
    with parts.database.transaction() as session:
        return meet(session, parts.numbers, number=number, user=user, at=at)


def contacts(parts: Services) -> list[WhatsAppContact]:
    """All there are."""
    with parts.database.transaction() as session:
        return session.query(WhatsAppContact).all()


def test_the_same_number_is_the_same_contact_with_the_same_seal(parts: Services) -> None:
    first, second = met(parts), met(parts)
    assert first.number_hash == second.number_hash
    assert first.sealed_number == second.sealed_number
    assert len(contacts(parts)) == 1


def test_a_message_that_comes_late_does_not_set_the_clock_back(parts: Services) -> None:
    latest = met(parts, ago=1).heard_at
    assert met(parts, ago=90).heard_at == latest


def test_a_phone_with_a_fast_clock_does_not_buy_time(parts: Services) -> None:
    heard = met(parts, ago=-600).heard_at
    assert heard is not None
    assert heard <= now()


def test_who_hides_the_number_after_showing_it_is_the_same(parts: Services) -> None:
    shown = met(parts, user=USER)
    hidden = met(parts, number=None, user=USER)
    assert hidden.number_hash == shown.number_hash
    assert parts.numbers.unseal(hidden.sealed_number or "") == NUMBER


def test_who_never_showed_a_number_is_known_by_the_id(parts: Services) -> None:
    hidden = met(parts, number=None, user=USER)
    assert parts.numbers.unseal(hidden.sealed_number or "") == USER
    assert met(parts, number=None, user=USER).number_hash == hidden.number_hash


def test_an_id_never_looks_like_the_number_with_its_digits(parts: Services) -> None:
    with parts.database.transaction() as session:
        number = hash_of(session, parts.numbers, number="1000000000000001", user=None)
        user = hash_of(session, parts.numbers, number=None, user=USER)
    assert number != user


def test_who_got_a_new_number_without_telling_keeps_the_id_at_the_old_contact(parts: Services) -> None:
    met(parts, user=USER)
    met(parts, number="32470000002", user=USER)
    assert sorted(contact.user_hash is None for contact in contacts(parts)) == [False, True]


def test_a_move_takes_along_what_waits(parts: Services) -> None:
    old = met(parts)
    with parts.database.transaction() as session:
        values = {"channel": "whatsapp", "recipient": old.number_hash, "body": {}}
        session.add(Delivery(key="waits", state="waiting", **values))
        session.add(Delivery(key="went", state="sent", **values))
    with parts.database.transaction() as session:
        assert move(session, parts.numbers, old=NUMBER, new="32470000002")
    new = parts.numbers.hash("32470000002")
    with parts.database.transaction() as session:
        recipients = {row.key: row.recipient for row in session.query(Delivery)}
    assert recipients == {"waits": new, "went": old.number_hash}
    (contact,) = contacts(parts)
    assert contact.number_hash == new
    assert parts.numbers.unseal(contact.sealed_number or "") == "32470000002"


def test_a_move_takes_along_the_number_on_a_case(parts: Services) -> None:
    old = met(parts)
    hidden = {"phone_hash": old.number_hash, "sealed_phone": parts.numbers.seal(NUMBER)}
    with parts.database.transaction() as session:
        session.add(Case(code="K7M3QF", idempotency_key="k", channel="whatsapp", language="nl", **hidden))
        session.add(Case(code="K7M3QG", idempotency_key="l", channel="web", language="nl"))
    with parts.database.transaction() as session:
        move(session, parts.numbers, old=NUMBER, new="32470000002")
    with parts.database.transaction() as session:
        moved, other = session.query(Case).order_by(Case.id)
        assert moved.phone_hash == parts.numbers.hash("32470000002")
        assert parts.numbers.unseal(moved.sealed_phone or "") == "32470000002"
        assert (other.phone_hash, other.sealed_phone) == (None, None)


def test_a_move_to_a_number_that_wrote_already_keeps_one_contact(parts: Services) -> None:
    met(parts, user=USER)
    met(parts, number="32470000002")
    with parts.database.transaction() as session:
        assert move(session, parts.numbers, old=NUMBER, new="32470000002")
    (contact,) = contacts(parts)
    assert contact.user_hash is not None


def test_there_is_nothing_to_move_of_who_never_wrote(parts: Services) -> None:
    with parts.database.transaction() as session:
        assert not move(session, parts.numbers, old=NUMBER, new="32470000002")
        assert not move(session, parts.numbers, old="", new="32470000002")


def test_nothing_more_is_kept_of_who_stopped(parts: Services) -> None:
    known = met(parts, user=USER)
    with parts.database.transaction() as session:
        forget(session, known, stopped=True)
    again = met(parts, user=USER)
    assert again.stopped_at is not None
    assert (again.sealed_number, again.heard_at) == (None, None)
