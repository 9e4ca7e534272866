"""From "I want a person" to a case."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from civic.consent import offer
from civic.content.load import Content
from civic.replies import Effects, Kind, Reply, TurnResult
from gateway.conversation.handover import read_phone
from gateway.services import Services
from gateway.store.cases import newest_cases
from gateway.store.schema import Case
from tests.gateway.fake_rasa import FakeRasa, saying


@pytest.fixture
def conversation(client: FlaskClient, rasa: FakeRasa, content: Content) -> str:
    """A conversation in which a person was just offered; what Rasa says next is no case code."""
    rasa.result = TurnResult(replies=(offer(content, "nl"),))
    told = client.post("/api/chat", json={"text": "ik wil een mens spreken", "city": "genk"}).json
    rasa.result = saying("Er ging iets fout.", kind=Kind.NOTICE)
    return str(told["conversation"])


def go_on(client: FlaskClient, conversation: str, *texts: str) -> dict[str, object]:
    """Say these after each other; the last answer."""
    for text in texts:
        response = client.post("/api/chat", json={"conversation": conversation, "text": text})
        assert response.status_code == 200
    return response.json


def case_of(parts: Services) -> Case:
    """The one case there is."""
    with parts.database.transaction() as session:
        (case,) = newest_cases(session)
    return case


def test_the_name_and_number_reach_the_case_but_never_rasa(
    client: FlaskClient, rasa: FakeRasa, parts: Services, conversation: str
) -> None:
    go_on(client, conversation, "/handover_agree", "/reach_phone", "0470/12 34 56", "Fatma")
    case = case_of(parts)
    assert (case.reach, case.name, case.city) == ("phone", "Fatma", "genk")
    assert parts.numbers.unseal(case.sealed_phone or "") == "0470123456"
    assert case.phone_hash == parts.numbers.hash("+32 470 12 34 56")
    assert not any("Fatma" in text or "0470" in text for text, _ in rasa.asked)
    assert rasa.asked[-1][0] == "/escalate"


def test_the_code_that_the_bot_tells_is_shown(client: FlaskClient, rasa: FakeRasa, conversation: str) -> None:
    go_on(client, conversation, "/handover_agree", "/reach_chat")
    rasa.result = saying("Je code is K7M3QF.", kind=Kind.HANDOVER)
    told = go_on(client, conversation, "/handover_skip")
    assert told["messages"][0]["text"] == "Je code is K7M3QF."


def test_an_apology_instead_of_a_code_opens_the_case_directly(
    client: FlaskClient, rasa: FakeRasa, parts: Services, conversation: str
) -> None:
    go_on(client, conversation, "/handover_agree", "/reach_chat")
    rasa.result = saying("Er ging iets fout.", kind=Kind.NOTICE)
    told = go_on(client, conversation, "/handover_skip")
    assert case_of(parts).code in told["messages"][0]["text"]


@pytest.mark.parametrize("yes", ["ja", "JA!", "evet", "نعم", "oké"])
def test_a_typed_yes_is_agreement(client: FlaskClient, content: Content, conversation: str, yes: str) -> None:
    told = go_on(client, conversation, yes)
    assert [button["payload"] for button in told["messages"][0]["buttons"]] == [
        "/reach_chat",
        "/reach_phone",
        "/reach_desk",
    ]


def test_no_means_no(client: FlaskClient, parts: Services, content: Content, conversation: str) -> None:
    told = go_on(client, conversation, "/handover_decline")
    assert told["messages"][0]["text"] == content.phrase("declined", "nl")
    with parts.database.transaction() as session:
        assert not newest_cases(session)


def test_a_question_instead_of_an_answer_goes_to_the_bot(
    client: FlaskClient, rasa: FakeRasa, conversation: str
) -> None:
    rasa.result = saying("Limburg.net haalt het op.")
    told = go_on(client, conversation, "wie haalt het grofvuil op?")
    assert told["messages"][0]["text"] == "Limburg.net haalt het op."


def test_a_wrong_number_is_asked_again_and_can_be_skipped(
    client: FlaskClient, parts: Services, content: Content, conversation: str
) -> None:
    told = go_on(client, conversation, "/handover_agree", "/reach_phone", "0470 12")
    assert told["messages"][0]["text"] == content.phrase("phone_wrong", "nl")
    go_on(client, conversation, "/handover_skip", "/handover_skip")
    assert case_of(parts).reach == "chat"


def test_an_emergency_during_the_handover_comes_first(client: FlaskClient, conversation: str) -> None:
    told = go_on(client, conversation, "/handover_agree", "/reach_phone", "help mijn huis staat in brand")
    assert told["messages"][0]["kind"] == "emergency"


@pytest.mark.parametrize("code", ["{}", "status {}", "hoe staat het met {} ?"])
def test_the_status_of_a_case_is_told_by_its_code(
    client: FlaskClient, rasa: FakeRasa, parts: Services, content: Content, conversation: str, code: str
) -> None:
    rasa.down = True
    go_on(client, conversation, "/handover_agree", "/reach_chat", "/handover_skip")
    known = case_of(parts).code
    elsewhere = client.post("/api/chat", json={"text": code.format(known.lower()), "language": "nl"}).json
    assert elsewhere["messages"][0]["text"] == content.phrase("case_status_new", "nl", code=known)


def test_the_status_of_ones_own_case_needs_no_code(
    client: FlaskClient, rasa: FakeRasa, parts: Services, conversation: str
) -> None:
    rasa.down = True
    go_on(client, conversation, "/handover_agree", "/reach_chat", "/handover_skip")
    rasa.down = False
    rasa.result = saying("Wat is je code?", effects=Effects(case_status=True))
    told = go_on(client, conversation, "heeft al iemand gekeken?")
    assert case_of(parts).code in told["messages"][0]["text"]


def test_forget_me_deletes_the_talk_after_yes(client: FlaskClient, rasa: FakeRasa, content: Content) -> None:
    from civic.consent import FORGET_CONFIRMED, FORGET_DECLINED
    from civic.replies import Button

    question = Reply(
        kind=Kind.TEXT,
        language="nl",
        text="Alles wissen?",
        buttons=(Button(title="Ja", payload=FORGET_CONFIRMED), Button(title="Nee", payload=FORGET_DECLINED)),
    )
    rasa.result = TurnResult(replies=(question,))
    conversation = client.post("/api/chat", json={"text": "vergeet mij"}).json["conversation"]
    told = go_on(client, conversation, "ja")
    assert told["messages"][0]["text"] == content.phrase("forget_done", "nl")
    assert client.get(f"/api/chat/{conversation}").status_code == 404


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("0470 12 34 56", "0470123456"),
        ("bel +32 470/12.34.56 aub", "+32470123456"),
        ("٠٤٧٠١٢٣٤٥٦", "0470123456"),
        ("089 65 36 00", "089653600"),
        ("12", None),
        ("geen nummer", None),
    ],
)
def test_a_phone_number_is_read_in_any_writing(text: str, phone: str | None) -> None:
    assert read_phone(text) == phone
