"""Staff are told by mail and chat: once, not in their quiet hours, with nothing of the resident in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from gateway.delivery import notice
from gateway.delivery.courier import Courier
from gateway.delivery.notices import Event
from gateway.delivery.quiet import quiet_until
from gateway.services import Services
from gateway.store.schema import Case, CaseMessage, Team
from tests.gateway.delivery.conftest import bring_all, make_due, rows
from tests.gateway.delivery.telling import team_is_told_at, tell, with_setting
from tests.standins.mail import MailServer
from tests.standins.webhook_receiver import WebhookReceiver


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch) -> dt.datetime:
    """It is half past eleven this evening in Belgium; seven and a half hours later it is seven."""
    moment = dt.datetime(2040, 1, 10, 22, 30, tzinfo=dt.UTC)
    monkeypatch.setattr(notice, "now", lambda: moment)
    return moment


def test_a_new_case_is_told_by_mail_to_team_and_people_and_to_the_setting(
    parts: Services,
    courier: Courier,
    case: Case,
    add_member: Callable[..., int],
    mail: MailServer,
    webhook: WebhookReceiver,
) -> None:
    team_is_told_at(parts, mail.address("team@example.org"))
    add_member("bridge-1", notify_urls=[mail.address("bridge-1@example.org")])
    add_member("bridge-2", notify_urls=[])
    add_member("elsewhere", team_id=None, notify_urls=[mail.address("elsewhere@example.org")])
    add_member("gone", active=False, notify_urls=[mail.address("gone@example.org")])
    with_setting(parts, webhook.address())
    tell(parts, case)
    bring_all(courier)
    assert sorted(mail["To"] for mail in mail.mails) == ["bridge-1@example.org", "team@example.org"]
    assert [posted["title"] for posted in webhook.posted] == [f"Nieuwe vraag {case.code}"]
    assert {row.state for row in rows(parts)} == {"sent"}


@pytest.mark.parametrize("event", list(Event))
def test_a_notice_holds_the_code_and_a_link_and_nothing_of_the_resident(
    parts: Services, courier: Courier, case: Case, mail: MailServer, webhook: WebhookReceiver, event: Event
) -> None:
    with parts.database.transaction() as session:
        kept = session.get_one(Case, case.id)
        kept.name, kept.question = "Fatma", "su sızıntısı"
        kept.sealed_phone = parts.numbers.seal("0470 12 34 56")
        session.add(CaseMessage(case_id=case.id, sender="resident", original="su sızıntısı", language="tr"))
    team_is_told_at(parts, mail.address("team@example.org"), webhook.address())
    tell(parts, case, event)
    bring_all(courier)
    (mailed,), (posted,) = mail.mails, webhook.posted
    words = [part.get_content() for part in mailed.walk() if not part.is_multipart()]
    link = f"{parts.settings.public_url}/inbox/{case.code}"
    assert all(link in part for part in words)
    assert case.code in mailed["Subject"]
    assert posted["message"] == link
    for word in ("Fatma", "0470", "sızıntısı", "web", "genk-north"):
        assert word not in mailed["Subject"] + "".join(words) + str(posted)


def test_an_event_is_told_once(parts: Services, courier: Courier, case: Case, webhook: WebhookReceiver) -> None:
    team_is_told_at(parts, webhook.address())
    assert tell(parts, case) == 2  # the team and the setting
    assert tell(parts, case) == 0
    bring_all(courier)
    assert tell(parts, case) == 0
    bring_all(courier)
    assert webhook.tries == 1


def test_another_team_is_told_of_a_forwarded_case(
    parts: Services, courier: Courier, case: Case, webhook: WebhookReceiver
) -> None:
    team_is_told_at(parts, webhook.address("north"))
    tell(parts, case)
    with parts.database.transaction() as session:
        session.add(Team(id="genk-south", name="Team Zuid", notify_urls=[webhook.address("south")], active=True))
        session.get_one(Case, case.id).team_id = "genk-south"
    tell(parts, case)
    bring_all(courier)
    assert [posted["path"] for posted in webhook.posted] == ["/north", "/south"]


def test_each_message_is_told_once_but_several_in_a_row_before_anyone_was_told_are_one(
    parts: Services, courier: Courier, case: Case, webhook: WebhookReceiver
) -> None:
    def says() -> None:
        with parts.database.transaction() as session:
            session.add(CaseMessage(case_id=case.id, sender="resident", original="?", language="nl"))
        tell(parts, case, Event.NEW_MESSAGE)

    team_is_told_at(parts, webhook.address())
    webhook.status = 503
    says()
    bring_all(courier)
    says()
    says()
    bring_all(courier)
    webhook.status = 200
    make_due(parts)
    bring_all(courier)
    assert len(webhook.posted) == 1
    says()
    bring_all(courier)
    assert len(webhook.posted) == 2


def test_overdue_is_told_again_only_when_someone_touched_the_case_meanwhile(
    parts: Services, courier: Courier, case: Case, webhook: WebhookReceiver
) -> None:
    team_is_told_at(parts, webhook.address())
    for _ in range(3):
        tell(parts, case, Event.OVERDUE)
        bring_all(courier)
    assert webhook.tries == 1
    with parts.database.transaction() as session:
        session.get_one(Case, case.id).touched_at += dt.timedelta(days=1)
    tell(parts, case, Event.OVERDUE)
    bring_all(courier)
    assert webhook.tries == 2


def test_a_message_in_a_claimed_case_goes_to_the_person_who_has_it(
    parts: Services, courier: Courier, case: Case, add_member: Callable[..., int], webhook: WebhookReceiver
) -> None:
    mine = add_member("bridge-1", notify_urls=[webhook.address("mine")])
    add_member("bridge-2", notify_urls=[webhook.address("colleague")])
    with parts.database.transaction() as session:
        session.get_one(Case, case.id).claimed_by = mine
    tell(parts, case, Event.NEW_MESSAGE)
    bring_all(courier)
    assert [posted["path"] for posted in webhook.posted] == ["/mine"]


def test_in_quiet_hours_a_person_is_told_afterwards_and_the_team_at_once(
    parts: Services,
    courier: Courier,
    case: Case,
    add_member: Callable[..., int],
    webhook: WebhookReceiver,
    night: dt.datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    team_is_told_at(parts, webhook.address("team"))
    add_member("bridge-1", notify_urls=[webhook.address("sleeps")], quiet_from="22:00", quiet_until="07:00")
    tell(parts, case)
    bring_all(courier)
    assert [posted["path"] for posted in webhook.posted] == ["/team"]
    (waits,) = rows(parts, state="waiting")
    assert (waits.next_at, waits.attempts, waits.problem) == (
        night + dt.timedelta(hours=7, minutes=30),
        0,
        "quiet hours",
    )
    monkeypatch.setattr(notice, "now", lambda: waits.next_at)
    make_due(parts)
    bring_all(courier)
    assert [posted["path"] for posted in webhook.posted] == ["/team", "/sleeps"]


@pytest.mark.parametrize(
    ("start", "end", "at", "until"),
    [
        ("22:00", "07:00", "2026-11-26T23:30+01:00", "2026-11-27T07:00+01:00"),
        ("22:00", "07:00", "2026-11-26T06:59+01:00", "2026-11-26T07:00+01:00"),
        ("22:00", "07:00", "2026-11-26T07:00+01:00", None),
        ("22:00", "07:00", "2026-11-26T21:59+01:00", None),
        ("12:00", "13:00", "2026-11-26T12:00+01:00", "2026-11-26T13:00+01:00"),
        ("12:00", "13:00", "2026-11-26T13:00+01:00", None),
        ("22:00", "07:00", "2026-10-24T23:00+02:00", "2026-10-25T07:00+01:00"),  # the clock goes back
        ("22:00", "07:00", "2026-03-28T23:00+01:00", "2026-03-29T07:00+02:00"),  # and forward
        (None, "07:00", "2026-11-26T03:00+01:00", None),
        ("07:00", "07:00", "2026-11-26T07:00+01:00", None),
    ],
)
def test_quiet_hours_follow_the_clock_in_belgium(
    start: str | None, end: str | None, at: str, until: str | None
) -> None:
    found = quiet_until(start, end, dt.datetime.fromisoformat(at))
    assert found == (dt.datetime.fromisoformat(until) if until else None)


def test_without_a_team_the_setting_alone_is_told(
    parts: Services, courier: Courier, case: Case, webhook: WebhookReceiver
) -> None:
    with parts.database.transaction() as session:
        session.get_one(Case, case.id).team_id = None
    with_setting(parts, webhook.address("one"), webhook.address("two"))
    tell(parts, case)
    bring_all(courier)
    assert [posted["path"] for posted in webhook.posted] == ["/one", "/two"]
