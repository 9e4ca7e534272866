"""Editors accept or reject: with a reason, once, and never a sentence that may not be learned."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient

from civic.search.documents import EXAMPLES_ROOT, read_examples
from gateway.proposals.sentences import TESTS_ROOT, _read, _texts
from gateway.services import Services
from gateway.store.schema import Proposal
from tests.gateway.proposals.conftest import Talk

Browser = Callable[[str], FlaskClient]
Kept = Callable[[], list[Proposal]]
EXAMPLE = "Wie komt de oude zetel van tante halen met een kar?"
GOOD = {"topic": "bulky-waste", "language": "nl", "example": EXAMPLE, "change": "Zeg dat men aan huis komt."}


def accept(client: FlaskClient, **changed: str) -> object:
    """Send the form of the first proposal."""
    return client.post("/inbox/proposals/1/accept", data={**GOOD, **changed})


def test_the_list_shows_what_is_new(proposed: Proposal, browser: Browser) -> None:
    page = browser("editor-1").get("/inbox/proposals").get_data(as_text=True)
    assert "/inbox/proposals/1" in page
    assert '<p class="proposal__question" lang="nl" dir="ltr">Wie komt de oude zetel' in page
    assert "•••" in page
    assert "0478" not in page
    assert "Sara" not in page


def test_words_of_the_resident_keep_their_language(parts: Services, browser: Browser, people: object) -> None:
    talk = Talk(parts, language="ar", question="من يأخذ الأريكة القديمة")
    fields = {"case": talk.code, "message": talk.answer, "problem": "unclear"}
    browser("bridge-1").post("/inbox/propose", data=fields)
    for path in ("/inbox/proposals", "/inbox/proposals/1"):
        page = browser("editor-1").get(path).get_data(as_text=True)
        assert 'class="proposal__question" lang="ar" dir="rtl">من يأخذ' in page
        assert '<html lang="nl" dir="ltr">' in page


def test_the_page_begins_with_a_sentence_without_holes(proposed: Proposal, browser: Browser) -> None:
    page = browser("editor-1").get("/inbox/proposals/1").get_data(as_text=True)
    assert ">Wie komt de oude zetel van tante halen? Bel mij op, groetjes</textarea>" in page
    assert '<option value="bulky-waste" selected>' in page
    assert page.count('value="bulky-waste"') == 1
    assert " style=" not in page


def test_accepting_keeps_the_sentence_and_tells_the_team(
    proposed: Proposal,
    browser: Browser,
    kept: Kept,
    notes: Callable[[], list[str]],
    logged: Callable[[], list[tuple[str, str, str]]],
) -> None:
    answer = accept(browser("editor-1"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/inbox/proposals?decided=1")
    (proposal,) = kept()
    assert (proposal.state, proposal.decided_by, proposal.topic) == ("accepted", "editor-1", "bulky-waste")
    assert proposal.question == EXAMPLE
    assert proposal.decided_at is not None
    assert notes() == ["Je voorstel om een antwoord te verbeteren is aanvaard. Zeg dat men aan huis komt."]
    assert logged()[-1] == ("editor-1", "proposal_accepted", "voorstel 1")
    page = browser("editor-1").get("/inbox/proposals/1").get_data(as_text=True)
    assert "Zeg dat men aan huis komt." in page
    assert "<form class" not in page.partition("<main")[2]


def test_accepting_without_an_example_keeps_the_question(proposed: Proposal, browser: Browser, kept: Kept) -> None:
    assert accept(browser("editor-1"), topic="", example="").status_code == 303
    (proposal,) = kept()
    assert (proposal.topic, proposal.question) == (None, proposed.question)


def test_rejecting_needs_a_reason(
    proposed: Proposal, browser: Browser, kept: Kept, notes: Callable[[], list[str]]
) -> None:
    client = browser("editor-1")
    for nothing in ("", "  ", "a" * 1001):
        assert client.post("/inbox/proposals/1/reject", data={"reason": nothing}).status_code == 422
    assert kept()[0].state == "new"
    assert client.post("/inbox/proposals/1/reject", data={"reason": "Het antwoord klopt."}).status_code == 303
    (proposal,) = kept()
    assert (proposal.state, proposal.reason) == ("rejected", "Het antwoord klopt.")
    assert notes() == ["Je voorstel om een antwoord te verbeteren is geweigerd. Het antwoord klopt."]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"example": " "}, "Schrijf een voorbeeldzin"),
        ({"example": "woord " * 40}, "te lang"),
        ({"example": "Bel 0478 12 34 56 voor de zetel"}, "nog een nummer"),
        ({"example": "Bel ••• voor de zetel"}, "nog een nummer"),
        ({"example": "[zetel](object) weg"}, "haakjes"),
        ({"topic": "no-such-topic"}, "Kies een onderwerp"),
        ({"language": "fr"}, "Kies een onderwerp"),
        ({"change": "a" * 1001}, "1000 tekens"),
    ],
)
def test_a_wrong_form_comes_back_with_what_was_written(
    proposed: Proposal, browser: Browser, kept: Kept, changed: dict[str, str], told: str
) -> None:
    answer = accept(browser("editor-1"), **changed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert told in page
    assert (changed.get("change") or GOOD["change"]) in page
    assert kept()[0].state == "new"


def test_a_sentence_that_is_known_is_not_taken_twice(proposed: Proposal, browser: Browser, kept: Kept) -> None:
    known = read_examples(EXAMPLES_ROOT / "nl" / "topics" / "waste" / "bulky-waste.yml")["bulky-waste"][0]
    for shouted in (known, known.upper() + "!!"):
        assert "staat al bij dit onderwerp" in accept(browser("editor-1"), example=shouted).get_data(as_text=True)
        other = accept(browser("editor-1"), example=shouted, topic="passport").get_data(as_text=True)
        assert "Het staat bij: bulky-waste." in other
    assert kept()[0].state == "new"


@pytest.mark.parametrize("path", sorted(TESTS_ROOT.rglob("*.yml")), ids=lambda path: path.stem)
def test_a_test_sentence_is_never_learned(proposed: Proposal, browser: Browser, kept: Kept, path: object) -> None:
    sentence = max(_texts(_read(path)), key=lambda text: len(text) if len(text) < 200 else 0)
    answer = accept(browser("editor-1"), example=f"  {sentence.lower()} ")
    assert (answer.status_code, kept()[0].state) == (422, "new")
    assert "wordt getest" in answer.get_data(as_text=True)


def test_of_two_editors_at_once_one_decides(
    proposed: Proposal, browser: Browser, kept: Kept, notes: Callable[[], list[str]]
) -> None:
    clients = [browser("editor-1"), browser("editor-2")]

    def decide(number: int) -> object:
        if number:
            return clients[1].post("/inbox/proposals/1/reject", data={"reason": "Klopt al."})
        return accept(clients[0])

    with ThreadPoolExecutor(2) as pool:
        places = {answer.headers["Location"] for answer in pool.map(decide, range(2))}
    assert places == {"/inbox/proposals?decided=1", "/inbox/proposals/1?late=1"}
    assert kept()[0].state in ("accepted", "rejected")
    assert len(notes()) == 1
    late = clients[1].get("/inbox/proposals/1?late=1").get_data(as_text=True)
    assert "Een collega was je voor" in late


def test_a_decided_proposal_stays_decided(proposed: Proposal, browser: Browser, kept: Kept) -> None:
    accept(browser("editor-1"))
    late = browser("editor-2").post("/inbox/proposals/1/reject", data={"reason": ""})
    assert late.status_code == 303
    assert kept()[0].state == "accepted"


@pytest.mark.parametrize(("method", "path"), [("get", "2"), ("post", "2/accept"), ("post", "2/reject")])
def test_an_unknown_number_is_not_found(proposed: Proposal, browser: Browser, method: str, path: str) -> None:
    data = {**GOOD, "reason": "Zomaar."} if method == "post" else None
    answer = getattr(browser("editor-1"), method)(f"/inbox/proposals/{path}", data=data)
    assert answer.status_code == 404


def test_bridge_figures_do_not_decide(proposed: Proposal, browser: Browser, kept: Kept) -> None:
    assert browser("bridge-1").get("/inbox/proposals").status_code == 403
    assert accept(browser("bridge-1")).status_code == 403
    assert kept()[0].state == "new"


def test_many_proposals_come_in_pages(parts: Services, browser: Browser, people: object) -> None:
    with parts.database.transaction() as session:
        session.add_all(
            Proposal(problem="unclear", language="tr", question=f"soru {number}", made_by="bridge-1")
            for number in range(65)
        )
    client, path, seen = browser("editor-1"), "/inbox/proposals", []
    for _ in range(3):
        page = client.get(path).get_data(as_text=True)
        seen += [part.partition("<")[0] for part in page.split(">soru ")[1:]]
        _, _, older = page.partition("before=")
        path = f"/inbox/proposals?state=new&before={older.partition(chr(34))[0]}"
    assert [int(number) for number in seen] == list(reversed(range(65)))
    assert "Hier staat niets" in client.get("/inbox/proposals?state=rejected").get_data(as_text=True)
