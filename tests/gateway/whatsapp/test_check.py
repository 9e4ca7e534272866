"""`make whatsapp-check` names what is wrong with each setting, against the stand-in for Meta and a real gateway."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from werkzeug.serving import make_server

from gateway.application import create_app
from gateway.services import Services
from gateway.settings import WHATSAPP_NEEDS, Settings
from gateway.whatsapp import check as command
from gateway.whatsapp.check import check
from gateway.whatsapp.checking.findings import Level
from tests.standins.graph import Account, Graph, running_graph

DAY = 24 * 3600


@pytest.fixture
def graph() -> Iterator[Graph]:
    """Meta, with everything as it should be."""
    with running_graph() as server:
        yield server


@pytest.fixture
def address(settings: Settings, parts: Services, graph: Graph) -> Iterator[str]:
    """Where a gateway with WhatsApp listens."""
    with served(settings.model_copy(update=given(graph)), parts) as address:
        yield address


@pytest.fixture
def ready(settings: Settings, graph: Graph, address: str) -> Settings:
    """Settings with which everything works."""
    graph.account.callback_url = f"{address}/webhooks/whatsapp"
    return settings.model_copy(update={**given(graph), "public_url": address})


def given(graph: Graph) -> dict[str, str]:
    """The settings for the stand-in, by their own names."""
    return {name.lower(): value for name, value in graph.environment().items()}


@contextmanager
def served(settings: Settings, parts: Services) -> Iterator[str]:
    """A gateway on loopback, until the block ends."""
    app = create_app(settings, dataclasses.replace(parts, settings=settings))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def told(settings: Settings, *levels: Level) -> list[str]:
    """What is found, of these levels only."""
    return [str(finding) for finding in check(settings) if finding.level in (levels or tuple(Level))]


def test_when_all_is_well_every_line_says_so(ready: Settings) -> None:
    found = list(check(ready))
    assert [str(each) for each in found if each.level is not Level.FINE] == []
    about = {each.about for each in found}
    assert about == {
        "WHATSAPP_TOKEN", "WHATSAPP_PHONE_ID", "WHATSAPP_NUMBER", "WHATSAPP_MESSAGES_PER_SECOND", "WHATSAPP_ACCOUNT_ID",
        "WHATSAPP_TEMPLATES", "WHATSAPP_APP_SECRET", "PUBLIC_URL", "WHATSAPP_VERIFY_TOKEN",
    }  # fmt: skip
    assert sum("is approved" in str(each) for each in found) == 3


OFF = dict.fromkeys(WHATSAPP_NEEDS, "")


def test_without_whatsapp_it_names_what_is_not_set(settings: Settings) -> None:
    (line,) = told(settings.model_copy(update=OFF))
    assert "WHATSAPP_TOKEN, WHATSAPP_PHONE_ID, WHATSAPP_APP_SECRET, WHATSAPP_VERIFY_TOKEN: not set" in line


Change = Callable[[Account], Any]


def setting(**values: Any) -> Change:
    """Changes the account at Meta."""
    return lambda account: [setattr(account, name, value) for name, value in values.items()]


def template(known: str, **values: Any) -> Change:
    """Changes the template in one language."""

    def change(account: Account) -> None:
        next(each for each in account.templates if each["language"] == known).update(values)

    return change


VARIABLE = [{"type": "BODY", "text": "Vraag {{1}} is beantwoord."}]
WRONG_AT_META: dict[str, tuple[Change, Level, str]] = {
    "an expired token": (setting(token_expired=True), Level.PROBLEM, "WHATSAPP_TOKEN: Meta does not accept the token"),
    "a withdrawn token": (setting(token="another"), Level.PROBLEM, "WHATSAPP_TOKEN: Meta does not accept the token"),
    "a token with too few rights": (
        setting(scopes=["whatsapp_business_messaging"]), Level.PROBLEM, "lacks the right whatsapp_business_management",
    ),
    "a number that is not connected": (setting(status="PENDING"), Level.PROBLEM, "not connected (PENDING)"),
    "low quality": (setting(quality="RED"), Level.PROBLEM, "quality is low (RED)"),
    "medium quality": (setting(quality="YELLOW"), Level.WARNING, "quality is medium (YELLOW)"),
    "a name that is not approved": (setting(name_status="DECLINED"), Level.WARNING, "display name is not approved"),
    "another number": (setting(number="32499999999"), Level.PROBLEM, "WHATSAPP_NUMBER: is another number"),
    "an account that passes nothing on": (setting(subscribed=False), Level.PROBLEM, "passes nothing on to our app"),
    "a field that is not passed on": (setting(fields=["account_update"]), Level.PROBLEM, "the field `messages`"),
    "another webhook": (setting(callback_url="https://elsewhere.example/hook"), Level.PROBLEM, "Meta calls https://els"),
    "another app secret": (setting(app_secret="changed at Meta"), Level.PROBLEM, "WHATSAPP_APP_SECRET: is not the"),
    "no Dutch template": (template("nl", language="en"), Level.PROBLEM, "nl: there is no template"),
    "a template that waits": (template("tr", status="PENDING"), Level.WARNING, "tr is not approved yet"),
    "a rejected template": (
        template("ar", status="REJECTED", rejected_reason="TAG_CONTENT_MISMATCH"), Level.PROBLEM,
        "ar: someone_answered in ar cannot be sent (REJECTED, TAG_CONTENT_MISMATCH)",
    ),
    "a template with variables": (template("nl", components=VARIABLE), Level.PROBLEM, "nl has variables"),
    "a marketing template": (template("nl", category="MARKETING"), Level.WARNING, "ask Meta for UTILITY"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_AT_META)
def test_what_is_wrong_at_meta_is_named_with_its_setting(graph: Graph, ready: Settings, name: str) -> None:
    change, level, words = WRONG_AT_META[name]
    change(graph.account)
    found = told(ready, level)
    assert any(words in line for line in found), found


@pytest.mark.parametrize(("days", "level"), [(5, "!"), (50, "!"), (0, "✓")])
def test_the_end_of_the_token_is_told(graph: Graph, ready: Settings, days: int, level: str) -> None:
    graph.account.token_expires_at = int(time.time()) + days * DAY + 60 if days else 0
    line = next(line for line in told(ready) if "WHATSAPP_TOKEN: valid" in line)
    assert line.startswith(level)
    assert (f"({days} days)" in line) is bool(days)


WRONG_HERE = {
    "another phone id": ({"whatsapp_phone_id": "12345"}, "WHATSAPP_PHONE_ID: Meta knows nothing by this id"),
    "another account": ({"whatsapp_account_id": "12345"}, "WHATSAPP_ACCOUNT_ID: Meta knows nothing by this id"),
    "too fast": ({"whatsapp_messages_per_second": 81}, "WHATSAPP_MESSAGES_PER_SECOND: is 81, more than the 80"),
    "another verify token": (
        {"whatsapp_verify_token": "other"},
        "WHATSAPP_VERIFY_TOKEN: the running gateway has anoth",
    ),
    "a gateway that is not there": ({"public_url": "http://127.0.0.1:1"}, "does not answer (ConnectionError)"),
    "a template without a name": ({"whatsapp_templates": "nl="}, "WHATSAPP_TEMPLATES: 'nl=' is not like"),
}


@pytest.mark.parametrize("name", WRONG_HERE)
def test_what_is_wrong_in_our_settings_is_named(ready: Settings, name: str) -> None:
    values, words = WRONG_HERE[name]
    found = told(ready.model_copy(update=values), Level.PROBLEM)
    assert any(words in line for line in found), found


def test_a_language_without_template_says_what_happens_instead(ready: Settings) -> None:
    only_dutch = ready.model_copy(update={"whatsapp_templates": "nl=someone_answered:nl"})
    assert sum("who speaks it is invited in Dutch" in line for line in told(only_dutch, Level.WARNING)) == 2


def test_without_an_answer_from_meta_nothing_else_is_asked(graph: Graph, ready: Settings) -> None:
    nobody = ready.model_copy(update={"whatsapp_graph_url": "http://127.0.0.1:1"})
    (line,) = told(nobody)
    assert "no answer from Meta (ConnectError)" in line
    graph.behaviour.is_down = True
    (line,) = told(ready)
    assert "no answer from Meta (HTTP 503)" in line


def test_a_gateway_started_without_whatsapp_is_recognised(settings: Settings, parts: Services, ready: Settings) -> None:
    with served(settings.model_copy(update=OFF), parts) as address:
        found = told(ready.model_copy(update={"public_url": address}), Level.PROBLEM)
    assert any("the running gateway has no WhatsApp" in line for line in found)


def test_no_secret_is_ever_shown(graph: Graph, ready: Settings) -> None:
    graph.account.fields, graph.account.quality = [], "RED"
    shown = "\n".join(told(ready))
    for secret in (graph.account.token, graph.account.app_secret, graph.account.verify_token):
        assert secret not in shown


@pytest.mark.parametrize(
    ("expired", "code", "last"), [(False, 0, "✓ WhatsApp: works"), (True, 1, "✗ WhatsApp: 1 to mend")]
)
def test_the_command_ends_with_a_verdict(
    graph: Graph,
    ready: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    expired: bool,
    code: int,
    last: str,
) -> None:
    graph.account.token_expired = expired
    monkeypatch.setattr(Settings, "from_env", lambda: ready)
    assert command.main() == code
    assert capsys.readouterr().out.strip().splitlines()[-1].startswith(last)
