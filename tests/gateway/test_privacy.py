# ruff: noqa: F401, F811 (fixtures of other folders)
"""A resident may see everything that is kept, and have it erased: by "forget me", or by someone at the desk."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from civic.consent import FORGET_CONFIRMED, FORGET_DECLINED
from civic.replies import Button, Kind, Reply, TurnResult
from gateway.bridge import life
from gateway.bridge.lists import cases_in
from gateway.delivery.channels import all_channels
from gateway.delivery.courier import Courier
from gateway.delivery.outbox import enqueue
from gateway.services import Services
from gateway.settings import Settings
from gateway.store.cases import NewCase, open_case
from gateway.store.database import Database, StoreUnavailable
from gateway.store.erasing import erase, find_resident
from gateway.store.privacy import main
from gateway.store.retention import forget_old
from gateway.store.schema import (
    AuditEntry,
    Case,
    CaseEvent,
    Conversation,
    Delivery,
    Proposal,
    StaffMember,
    WhatsAppContact,
)
from gateway.store.statistics import numbers
from tests.gateway.bridge.conftest import Bridge, bridge, make_bridge, make_case, one, two
from tests.gateway.fake_rasa import FakeRasa
from tests.gateway.test_other_engines import postgres

SECRET = "geheimwoord"
NAME = "Zekiye"
PHONE = "0470123456"


@pytest.fixture
def told(bridge: Bridge, one: StaffMember) -> Case:
    """A case full of one resident's words: asked, answered, noted, translated, proposed, about to be sent."""
    case = make_case(bridge, question=f"Wie helpt mij? {SECRET}", name=NAME, phone=PHONE, neighbourhood="Kolderbos")
    life.claim(bridge.parts, case.code, one)
    life.reply(bridge.parts, case.code, one, f"Dag {NAME}, wat bedoel je met {SECRET}?")
    bridge.says(case, f"Ik bedoel {SECRET}")
    life.add_note(bridge.parts, case.code, one, f"{NAME} klinkt bang, {SECRET}")
    with bridge.parts.database.transaction() as session:
        case = session.get_one(Case, case.id)
        case.question, case.topic = f"{SECRET}?", "violence-abuse"
        session.add(
            Proposal(
                problem="wrong",
                language="nl",
                question=f"wat is {SECRET}",
                remark=f"het ging over {SECRET}",
                reason=f"{SECRET} hoort er niet bij",
                made_by="bridge-1",
                case_code=case.code,
            )
        )
        hidden = bridge.parts.numbers.hide(PHONE)
        session.add(WhatsAppContact(number_hash=hidden.hash, sealed_number=hidden.sealed, voice="asked"))
        enqueue(session, key="w1", channel="whatsapp", recipient=hidden.hash, body={"text": SECRET}, case_id=case.id)
        enqueue(session, key="w2", channel="whatsapp", recipient=hidden.hash, body={"text": SECRET})
        enqueue(session, key="c", channel="chat", recipient=str(case.conversation_id), body={"text": SECRET})
    return case


def traces(settings: Settings) -> list[str]:
    """Where in the whole database a word, name or number of the resident still stands."""
    found = []
    with sqlite3.connect(settings.database_url.removeprefix("sqlite:///")) as direct:
        tables = [name for (name,) in direct.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in direct.execute(f'SELECT * FROM "{table}"'):  # noqa: S608
                if any(word in str(row) for word in (SECRET, NAME, PHONE, "Kolderbos", "violence-abuse")):
                    found.append(table)
    return found


def command(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Callable[..., int]:
    """Runs the command as on the command line."""
    for name, value in (("DATABASE_URL", settings.database_url), ("VAR_FOLDER", settings.var_folder)):
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("VOICE", "espeak")
    monkeypatch.setenv("SECRET_KEY", settings.secret_key)
    return lambda *arguments: main(list(arguments))


def forgets(bridge: Bridge, case: Case, words: str = FORGET_CONFIRMED) -> dict[str, Any]:
    """The resident asks to be forgotten and answers."""
    bridge.says(case, "vergeet mij")
    return bridge.says(case, words)


def test_forget_me_leaves_a_shell_with_code_and_state(bridge: Bridge, told: Case, settings: Settings) -> None:
    assert len(set(traces(settings))) >= 5
    answer = forgets(bridge, told)
    assert traces(settings) == []
    shell = bridge.case(told.code)
    assert (shell.code, shell.state, shell.team_id) == (told.code, "unreachable", "north")
    assert (shell.conversation_id, shell.claimed_by, shell.routed_because) == (None, None, [])
    assert bridge.words(told) == []
    assert ("resident", "erased") in bridge.events(told)
    assert answer["messages"][0]["text"] == bridge.parts.content.phrase("forget_done_case", "nl", code=told.code)
    assert bridge.client.get(f"/api/chat/{told.conversation_id}").status_code == 404


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_it_is_explained_before_it_is_done(bridge: Bridge, rasa: FakeRasa, language: str) -> None:
    case = make_case(bridge, language=language)
    rasa.result = question(bridge, language)
    asked = bridge.client.post(
        "/api/chat", json={"conversation": case.conversation_id, "text": "??", "language": language}
    ).json["messages"][-1]
    assert asked["text"] == bridge.parts.content.phrase("forget_question_case", language, code=case.code)
    assert [button["payload"] for button in asked["buttons"]] == [FORGET_CONFIRMED, FORGET_DECLINED]


def question(bridge: Bridge, language: str) -> TurnResult:
    """What the bot asks."""
    content = bridge.parts.content
    buttons = tuple(Button(title=key, payload=key) for key in (FORGET_CONFIRMED, FORGET_DECLINED))
    text = content.phrase("forget_question", language)
    return TurnResult(replies=(Reply(kind=Kind.TEXT, language=language, text=text, buttons=buttons),))


def test_while_a_person_speaks_it_is_explained_as_well(bridge: Bridge, told: Case) -> None:
    asked = bridge.says(told, "vergeet mij")["messages"][-1]
    assert told.code in asked["text"]


def test_without_a_case_the_question_stays_as_it_was(bridge: Bridge, rasa: FakeRasa) -> None:
    rasa.result = question(bridge, "nl")
    asked = bridge.client.post("/api/chat", json={"text": "wis alles", "language": "nl"}).json
    assert asked["messages"][0]["text"] == bridge.parts.content.phrase("forget_question", "nl")


def test_no_keeps_everything(bridge: Bridge, told: Case, settings: Settings) -> None:
    before = traces(settings)
    forgets(bridge, told, FORGET_DECLINED)
    assert bridge.case(told.code).state == "claimed"
    assert set(traces(settings)) == set(before)


def test_a_closed_case_keeps_its_state(bridge: Bridge, told: Case, one: StaffMember) -> None:
    life.close(bridge.parts, told.code, one, life.CaseState.RESOLVED, f"{SECRET} is geregeld")
    ended = bridge.case(told.code).closed_at
    forgets(bridge, told)
    assert (bridge.case(told.code).state, bridge.case(told.code).closed_at) == ("resolved", ended)


def test_staff_find_it_closed_and_can_say_nothing_more(
    bridge: Bridge,
    told: Case,
    one: StaffMember,
    settings: Settings,
) -> None:
    forgets(bridge, told)
    with pytest.raises(life.NotYours):
        life.reply(bridge.parts, told.code, one, SECRET)
    with pytest.raises(life.NotYours):
        life.claim(bridge.parts, told.code, one)
    with bridge.parts.database.transaction() as session:
        assert [case.code for case in cases_in(session, one, "closed")] == [told.code]
        assert not cases_in(session, one, "mine")
    assert traces(settings) == []


def test_the_code_still_tells_that_it_is_over(bridge: Bridge, told: Case) -> None:
    forgets(bridge, told)
    status = bridge.client.post("/api/chat", json={"text": told.code, "language": "nl"}).json
    assert status["messages"][0]["text"] == bridge.parts.content.phrase("case_status_closed", "nl", code=told.code)


def test_a_translation_under_way_brings_nothing_back(
    bridge: Bridge,
    one: StaffMember,
    settings: Settings,
) -> None:
    case = make_case(bridge, language="tr", question=SECRET)
    life.claim(bridge.parts, case.code, one)
    life.reply(bridge.parts, case.code, one, SECRET)
    with bridge.parts.database.transaction() as session:
        numbers = list(session.scalars(select(Delivery.id).where(Delivery.channel == "translate")))
    assert len(numbers) == 2

    class ForgottenMeanwhile:
        """The resident goes while the engine thinks."""

        def translate(self, text: str, *, source: str, target: str) -> str:
            """As the port says."""
            with bridge.parts.database.transaction() as session:
                resident = find_resident(session, case.code)
                assert resident is not None
                erase(session, resident, by="resident")
            return f"[{target}] {text}"

    object.__setattr__(bridge.parts, "translator", ForgottenMeanwhile())
    courier = Courier(bridge.parts, all_channels())
    for number in numbers:
        courier.bring(number)
    assert traces(settings) == []


def test_sounds_of_what_was_said_go_and_ours_stay(bridge: Bridge, told: Case) -> None:
    audio = bridge.parts.audio
    assert audio is not None
    said = next(m for m in bridge.told(told) if m["from"] == "person")
    key = said["audio"].removeprefix("/audio/").removesuffix(".mp3")
    ours = audio.prepare(bridge.parts.content.phrase("greeting", "nl"), "nl")
    assert audio.open(key) is not None
    forgets(bridge, told)
    assert audio.open(key) is None
    assert audio.open(ours) is not None


def test_another_residents_case_is_left_alone(bridge: Bridge, told: Case) -> None:
    other = make_case(bridge, question="Een andere vraag", name="Els")
    forgets(bridge, told)
    assert bridge.case(other.code).name == "Els"
    assert [message.original for message in bridge.words(other)] == ["Een andere vraag"]


def test_all_cases_of_the_talk_go_together(
    bridge: Bridge, told: Case, one: StaffMember, settings: Settings, rasa: FakeRasa
) -> None:
    life.close(bridge.parts, told.code, one, life.CaseState.RESOLVED, "Klaar")
    new = NewCase(channel="web", language="nl", city="genk", conversation=told.conversation_id, question=SECRET)
    second, _ = open_case(bridge.parts.database, new, key="second", by="test", content=bridge.parts.content)
    rasa.result = question(bridge, "nl")
    both = f"{told.code}, {second.code}"
    assert both in bridge.says(told, "vergeet mij")["messages"][0]["text"]
    assert both in bridge.says(told, FORGET_CONFIRMED)["messages"][0]["text"]
    assert traces(settings) == []
    assert bridge.case(second.code).state == "unreachable"


def test_the_wipe_button_leaves_the_case_with_the_person(bridge: Bridge, told: Case) -> None:
    assert bridge.client.delete(f"/api/chat/{told.conversation_id}").status_code == 204
    case = bridge.case(told.code)
    assert (case.state, case.conversation_id) == ("claimed", None)
    assert bridge.parts.numbers.unseal(case.sealed_phone or "") == PHONE


def test_a_locked_database_says_try_again_and_then_it_works(
    bridge: Bridge,
    told: Case,
    settings: Settings,
) -> None:
    bridge.says(told, "vergeet mij")
    holder = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    body = {"conversation": told.conversation_id, "text": FORGET_CONFIRMED}
    assert bridge.client.post("/api/chat", json=body).status_code == 503
    holder.execute("ROLLBACK")
    holder.close()
    assert traces(settings) != []
    bridge.says(told, "ja")
    assert traces(settings) == []


@pytest.mark.parametrize("by", ["code", "conversation"])
def test_export_gives_everything_and_no_logins(
    bridge: Bridge,
    told: Case,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    by: str,
) -> None:
    with bridge.parts.database.transaction() as session:
        session.add(AuditEntry(login="bridge-1", action="case_seen", subject=told.code))
    key = told.code.lower() if by == "code" else str(told.conversation_id)
    assert command(monkeypatch, settings)("export", key) == 0
    kept = json.loads(capsys.readouterr().out)
    (case,), (talk,) = kept["cases"], kept["conversations"]
    assert (case["code"], case["name"], case["phone"], case["team"]) == (told.code, NAME, PHONE, "Team Noord")
    assert [m["sender"] for m in case["messages"]] == ["resident", "staff", "resident", "note"]
    assert SECRET in str(talk["messages"])
    assert [(row["channel"], row["body"]) for row in case["deliveries"]] == [("whatsapp", {"text": SECRET})]
    assert [contact["number"] for contact in kept["whatsapp"]] == [PHONE]
    (proposal,) = case["proposals"]
    assert all(SECRET in proposal[field] for field in ("question", "remark", "reason"))
    assert kept["proposals"] == []
    assert {"who": "Medewerker Een, Team Noord", "what": "case_seen"}.items() <= case["looked_at"][0].items()
    assert "bridge-1" not in json.dumps(kept)


def test_what_was_proposed_is_found_and_goes_also_when_the_case_is_gone(
    bridge: Bridge,
    told: Case,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with bridge.parts.database.transaction() as session:
        session.delete(session.get_one(Case, told.id))
    run = command(monkeypatch, settings)
    assert run("export", told.code) == 0
    (proposal,) = json.loads(capsys.readouterr().out)["proposals"]
    assert all(SECRET in proposal[field] for field in ("question", "remark", "reason"))
    assert run("erase", told.code) == 0
    with bridge.parts.database.transaction() as session:
        assert list(session.scalars(select(Proposal))) == []
    assert run("export", told.code) == 1


def test_export_to_a_file_is_for_its_maker_only(
    bridge: Bridge,
    told: Case,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    run = command(monkeypatch, settings)
    file = tmp_path / "kept.json"
    assert run("export", told.code, "--to", str(file)) == 0
    assert file.stat().st_mode & 0o077 == 0
    assert json.loads(file.read_text("utf-8"))["cases"][0]["code"] == told.code
    assert run("export", told.code, "--to", str(file)) == 1  # never over something else


@pytest.mark.parametrize("by", ["code", "conversation"])
def test_erase_by_hand_does_the_same_and_is_in_the_log(
    bridge: Bridge,
    told: Case,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    by: str,
) -> None:
    run = command(monkeypatch, settings)
    key = told.code if by == "code" else str(told.conversation_id)
    assert run("erase", key, "--dry-run") == 0
    assert traces(settings) != []
    assert run("erase", key) == 0
    assert traces(settings) == []
    told_lines = capsys.readouterr().out.splitlines()
    assert told_lines == [
        f"would erase 1 conversations and the words in 1 cases ({told.code})",
        f"erased 1 conversations and the words in 1 cases ({told.code})",
    ]
    with bridge.parts.database.transaction() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "resident_erased")).one()
    assert (entry.login, entry.subject) == ("opdrachtregel", told.code)


@pytest.mark.parametrize("key", ["K7M3QF", "-a-conversation-that-never-was", "x"])
def test_a_code_of_nothing_is_said(
    bridge: Bridge,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    key: str,
) -> None:
    for action in ("export", "erase"):
        assert command(monkeypatch, settings)(action, key) == 1
        assert capsys.readouterr().err == "Nothing is kept under this code.\n"


def test_a_conversation_whose_id_begins_with_a_hyphen_is_found(
    bridge: Bridge,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with bridge.parts.database.transaction() as session:
        session.add(Conversation(id="--to-x", language="nl"))
    assert command(monkeypatch, settings)("erase", "--to-x") == 0
    assert capsys.readouterr().out == "erased 1 conversations and the words in 0 cases\n"


def test_the_shell_goes_with_time_and_is_counted_without_its_topic(bridge: Bridge, told: Case) -> None:
    forgets(bridge, told)
    assert forget_old(bridge.parts.database, days=0).cases == 1
    with bridge.parts.database.transaction() as session:
        ((kind, number),) = numbers(session).items()
    assert (kind.topic, kind.city, kind.state, number) == ("", "genk", "unreachable", 1)


def test_what_is_said_while_it_is_erased_goes_too(
    settings: Settings,
    parts: Services,
    postgres: Database,
) -> None:
    made = make_bridge(settings, dataclasses.replace(parts, database=postgres))
    case = make_case(made, question=SECRET)
    member = made.members["bridge-1"]
    life.claim(made.parts, case.code, member)

    def says(number: int) -> None:
        body = {"conversation": case.conversation_id, "text": f"{SECRET} {number}"}
        assert made.client.application.test_client().post("/api/chat", json=body).status_code in (200, 503)

    def answers(number: int) -> None:
        try:
            life.reply(made.parts, case.code, member, f"{SECRET} {number}")
        except (life.NotYours, StoreUnavailable):
            return

    def erases(_: int) -> None:
        for _attempt in range(10):  # as a resident who is told to try again
            with suppress(StoreUnavailable), postgres.transaction() as session:
                resident = find_resident(session, case.code)
                assert resident is not None
                erase(session, resident, by="resident")
                return

    with ThreadPoolExecutor(9) as pool:
        jobs = [pool.submit(do, number) for number in range(12) for do in (says, answers)]
        jobs.insert(9, pool.submit(erases, 0))
        for job in jobs:
            job.result()
    assert made.words(case) == []
    assert made.case(case.code).conversation_id is None
    with postgres.transaction() as session:
        assert not session.scalars(select(Delivery).where(Delivery.channel == "chat")).all()
        assert "erased" in set(session.scalars(select(CaseEvent.what)))
