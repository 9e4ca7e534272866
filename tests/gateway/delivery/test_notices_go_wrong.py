"""Mail servers and webhooks that are away or refuse, addresses that change, and what is not written down."""

from __future__ import annotations

import pytest

from gateway.delivery import send_again
from gateway.delivery.addresses import fits
from gateway.delivery.courier import Courier
from gateway.delivery.notices import notify
from gateway.services import Services
from gateway.settings import BadSettings, Settings
from gateway.store.schema import Case
from tests.gateway.delivery.conftest import bring_all, make_due, rows
from tests.gateway.delivery.telling import team_is_told_at, tell
from tests.standins.mail import MailServer
from tests.standins.webhook_receiver import WebhookReceiver


def test_a_mail_server_that_is_away_is_tried_again(parts: Services, courier: Courier, case: Case) -> None:
    team_is_told_at(parts, "mailto://127.0.0.1:9/?from=a@example.org&to=b@example.org")
    tell(parts, case)
    bring_all(courier)
    (row,) = rows(parts, channel="notice")
    assert (row.state, row.attempts, row.problem) == ("waiting", 1, "not reached")


@pytest.mark.parametrize(
    ("answer", "state", "problem"),
    [("550 No such mailbox", "failed", "SMTP 550"), ("451 Try again later", "waiting", "SMTP 451")],
)
def test_a_mail_server_says_whether_another_try_makes_sense(
    parts: Services, courier: Courier, case: Case, mail: MailServer, answer: str, state: str, problem: str
) -> None:
    mail.answer = answer
    team_is_told_at(parts, mail.address("team@example.org"))
    tell(parts, case)
    bring_all(courier)
    (row,) = rows(parts, channel="notice")
    assert (row.state, row.problem) == (state, problem)
    mail.answer = "250 OK"
    if state == "failed":
        with parts.database.transaction() as session:
            assert send_again(session, row.id)
    make_due(parts)
    bring_all(courier)
    assert len(mail.mails) == 1


@pytest.mark.parametrize(("status", "state"), [(500, "waiting"), (429, "waiting"), (404, "failed"), (403, "failed")])
def test_a_webhook_says_whether_another_try_makes_sense(
    parts: Services, courier: Courier, case: Case, webhook: WebhookReceiver, status: int, state: str
) -> None:
    webhook.status = status
    team_is_told_at(parts, webhook.address())
    tell(parts, case)
    bring_all(courier)
    (row,) = rows(parts, channel="notice")
    assert (row.state, row.problem, webhook.tries) == (state, f"HTTP {status}", 1)


def test_one_address_that_fails_does_not_repeat_the_others(
    parts: Services, courier: Courier, case: Case, mail: MailServer, webhook: WebhookReceiver
) -> None:
    webhook.status = 500
    team_is_told_at(parts, mail.address("team@example.org"), webhook.address())
    tell(parts, case)
    bring_all(courier)
    webhook.status = 200
    make_due(parts)
    bring_all(courier)
    assert (len(mail.mails), len(webhook.posted)) == (1, 1)


def test_a_removed_address_is_not_used_any_more(
    parts: Services, courier: Courier, case: Case, webhook: WebhookReceiver
) -> None:
    webhook.status = 500
    team_is_told_at(parts, webhook.address())
    tell(parts, case)
    bring_all(courier)
    team_is_told_at(parts)
    make_due(parts)
    bring_all(courier)
    assert webhook.tries == 1
    (row,) = rows(parts, channel="notice")
    assert (row.state, row.problem) == ("failed", "the address was removed")


def test_addresses_and_their_passwords_are_neither_in_rows_nor_in_logs(
    parts: Services, courier: Courier, case: Case, webhook: WebhookReceiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    caplog.set_level("WARNING", "urllib3")  # as the worker does
    webhook.status = 404
    team_is_told_at(parts, f"json://login:secret-token@127.0.0.1:{webhook.port}/secret-path")
    tell(parts, case)
    bring_all(courier)
    kept = " ".join(f"{row.key} {row.recipient} {row.body} {row.problem}" for row in rows(parts))
    assert "HTTP 404" in caplog.text
    for word in ("secret-token", "secret-path", "login"):
        assert word not in kept + caplog.text


def test_an_unknown_event_is_an_error(parts: Services, case: Case) -> None:
    with pytest.raises(ValueError, match="birthday"), parts.database.transaction() as session:
        notify(session, session.get_one(Case, case.id), "birthday")


def test_addresses_that_apprise_does_not_know_stop_the_start_without_being_shown(settings: Settings) -> None:
    assert fits("mailto://login:word@mail.example.org")
    assert not fits("carrier-pigeon://coop")
    environment = {"VAR_FOLDER": str(settings.var_folder), "NOTIFY_URLS": "json://ok.example.org pigeon://a:secret@b"}
    with pytest.raises(BadSettings, match="NOTIFY_URLS.*number 2") as raised:
        Settings.from_env(environment)
    assert "secret" not in str(raised.value)
