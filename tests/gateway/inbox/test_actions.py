"""What the forms do, what they say, and that nothing typed is lost when it goes wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import OperationalError

from gateway.bridge import life
from gateway.store.database import Database, StoreUnavailable
from gateway.store.schema import Case, Delivery, Team
from tests.gateway.bridge.conftest import Bridge, make_case
from tests.gateway.inbox.conftest import Desk, fail, words_of


@pytest.fixture
def mine(bridge: Bridge, arabic: Case, one: Desk) -> Case:
    """The Arabic case in the hands of bridge-1."""
    life.claim(bridge.parts, arabic.code, one.member)
    return arabic


def test_claim(bridge: Bridge, case: Case, one: Desk) -> None:
    page = one.told(one.does(case, "claim"))
    assert "Je hebt deze vraag opgenomen." in page
    assert "Jij behandelt deze vraag" in page
    assert bridge.case(case.code).claimed_by == one.member.id
    assert ("case_claimed", case.code) in one.did()


def test_of_two_who_claim_at_once_one_wins_and_the_other_is_told(
    bridge: Bridge, case: Case, one: Desk, two: Desk
) -> None:
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda desk: desk.does(case, "claim"), (one, two)))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    winner, loser = (one, answers[1]) if answers[0].status_code == 303 else (two, answers[0])
    assert bridge.case(case.code).claimed_by == winner.member.id
    assert f"{winner.member.name} was net voor jou" in words_of(loser.get_data(as_text=True))


def test_release_leads_back_to_the_list(bridge: Bridge, mine: Case, one: Desk) -> None:
    page = one.told(one.does(mine, "release"))
    assert "ligt weer bij de groep" in page
    assert bridge.case(mine.code).state == "new"


def test_a_reply_in_dutch_is_translated_and_both_are_shown(bridge: Bridge, mine: Case, one: Desk) -> None:
    page = one.told(one.does(mine, "reply", text="Ik help je.\r\nTot straks."))
    assert "wordt vertaald en verstuurd" in page
    bridge.translate_all()
    page = one.reads(f"/inbox/{mine.code}")
    assert '<p class="sides__dutch" lang="nl" dir="ltr">Ik help je.\nTot straks.</p>' in page
    assert '<p class="sides__own" lang="ar" dir="rtl">[ar] Ik help je.\nTot straks.</p>' in page
    assert bridge.told(mine)[-1]["original"]["text"] == "Ik help je.\nTot straks."


def test_a_reply_in_the_residents_own_language_goes_as_it_is(bridge: Bridge, mine: Case, one: Desk) -> None:
    one.told(one.does(mine, "reply", text="سأساعدك", language="ar"))
    assert bridge.told(mine)[-1]["text"] == "سأساعدك"
    assert bridge.translator.asked.count("سأساعدك") == 0


def test_a_reply_in_a_language_that_we_do_not_write_is_taken_as_dutch(bridge: Bridge, mine: Case, one: Desk) -> None:
    one.told(one.does(mine, "reply", text="Dag", language="fr"))
    assert bridge.words(mine)[-1].language == "nl"


def test_a_ready_made_phrase_needs_no_engine(bridge: Bridge, mine: Case, one: Desk) -> None:
    bridge.translator.down = True
    page = one.told(one.does(mine, "phrase", phrase="bridge_more"))
    for language in ("nl", "ar"):
        assert bridge.parts.content.phrase("bridge_more", language) in page
    assert bridge.told(mine)[-1]["text"] == bridge.parts.content.phrase("bridge_more", "ar")


@pytest.mark.parametrize("key", ["", "bridge_nothing", "apology", "claimed", "emergency_fire"])
def test_only_ready_made_phrases_can_be_sent(bridge: Bridge, mine: Case, one: Desk, key: str) -> None:
    before = bridge.told(mine)
    answer = one.does(mine, "phrase", phrase=key)
    assert answer.status_code == 422
    assert "Kies eerst wat je wil versturen." in answer.get_data(as_text=True)
    assert bridge.told(mine) == before


def test_a_card_is_found_and_sent(bridge: Bridge, mine: Case, one: Desk) -> None:
    page = one.reads(f"/inbox/{mine.code}?q=bibliotheek")
    assert 'name="topic" value="library"' in page
    one.told(one.does(mine, "card", topic="library"))
    assert (bridge.told(mine)[-1]["topic"], bridge.told(mine)[-1]["language"]) == ("library", "ar")
    assert ("case_card", mine.code) in one.did()


def test_a_search_that_finds_nothing_says_so(mine: Case, one: Desk) -> None:
    assert "Niets gevonden" in one.reads(f"/inbox/{mine.code}?q=qqqqxx")


def test_a_card_that_is_not_there(mine: Case, one: Desk) -> None:
    assert one.does(mine, "card", topic="nothing").status_code == 422


def test_a_note_is_for_colleagues_whoever_has_the_case(bridge: Bridge, mine: Case, one: Desk, two: Desk) -> None:
    before = bridge.told(mine)
    two.told(two.does(mine, "note", note="Ik ken deze straat"))
    page = words_of(one.reads(f"/inbox/{mine.code}"))
    assert "Notitie Medewerker Twee, alleen voor collega's" in page
    assert "Ik ken deze straat" in page
    assert bridge.told(mine) == before


def test_forwarding_asks_the_resident_first(bridge: Bridge, mine: Case, one: Desk) -> None:
    page = words_of(one.told(one.does(mine, "forward", team="south")))
    assert "Wacht op het ja van de inwoner om naar Team Zuid te gaan" in page
    assert (bridge.case(mine.code).team_id, bridge.case(mine.code).forward_to) == ("north", "south")


def test_forwarding_with_the_residents_agreement_goes_at_once(
    bridge: Bridge, mine: Case, one: Desk, stranger: Desk
) -> None:
    page = one.told(one.does(mine, "forward", team="south", agreed="yes"))
    assert "ligt nu bij het andere team" in page
    assert one.browser.get(f"/inbox/{mine.code}").status_code == 404
    assert "Doorgegeven door Team Noord" in stranger.reads(f"/inbox/{mine.code}")


@pytest.mark.parametrize("team", ["", "nowhere", "north", "asleep"])
def test_forwarding_goes_only_to_another_team_that_takes_cases(
    bridge: Bridge, mine: Case, one: Desk, team: str
) -> None:
    with bridge.parts.database.transaction() as session:
        session.add(Team(id="asleep", name="Slaapt", active=False))
    answer = one.does(mine, "forward", team=team)
    assert answer.status_code == 422
    assert "Slaapt" not in answer.get_data(as_text=True)
    assert bridge.case(mine.code).forward_to is None


@pytest.mark.parametrize("state", ["resolved", "unreachable"])
def test_closing_with_an_outcome(bridge: Bridge, mine: Case, one: Desk, state: str) -> None:
    page = one.told(one.does(mine, "close", state=state, outcome="De zetel is opgehaald"))
    assert "De vraag is afgesloten." in page
    assert (bridge.case(mine.code).state, bridge.case(mine.code).outcome) == (state, "De zetel is opgehaald")


@pytest.mark.parametrize(("form", "field"), [("reply", "text"), ("note", "note"), ("close", "outcome")])
@pytest.mark.parametrize("words", ["", "   ", "x" * 4001])
def test_no_words_or_too_many(mine: Case, one: Desk, form: str, field: str, words: str) -> None:
    answer = one.does(mine, form, **{field: words})
    assert answer.status_code == 422
    assert "Schrijf eerst iets" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ("reply", {"text": "Mijn lange antwoord"}),
        ("phrase", {"phrase": "bridge_more"}),
        ("card", {"topic": "library"}),
        ("forward", {"team": "south"}),
        ("release", {}),
        ("close", {"outcome": "Klaar"}),
    ],
)
def test_a_case_in_other_hands_stays_as_it_is(
    bridge: Bridge, mine: Case, two: Desk, form: str, fields: dict[str, str]
) -> None:
    before = (bridge.case(mine.code).state, bridge.case(mine.code).claimed_by, bridge.told(mine))
    answer = two.does(mine, form, **fields)
    assert answer.status_code == 409
    assert "niet (meer) in handen" in answer.get_data(as_text=True)
    assert (bridge.case(mine.code).state, bridge.case(mine.code).claimed_by, bridge.told(mine)) == before


def test_what_was_typed_outlives_the_loss_of_the_case(bridge: Bridge, mine: Case, one: Desk) -> None:
    life.release(bridge.parts, mine.code, one.member)
    answer = one.does(mine, "reply", text="Mijn lange antwoord")
    assert answer.status_code == 409
    assert "Mijn lange antwoord" in answer.get_data(as_text=True)


@pytest.fixture
def lock(bridge: Bridge) -> Iterator[Callable[[], None]]:
    """Call it, and another process is writing in the database until the test ends."""
    path = bridge.parts.settings.database_url.removeprefix("sqlite:///")
    holder = sqlite3.connect(path, isolation_level=None)
    yield lambda: holder.execute("BEGIN IMMEDIATE") and None
    holder.close()


def test_a_locked_database_keeps_what_was_typed(
    bridge: Bridge, mine: Case, one: Desk, lock: Callable[[], None]
) -> None:
    one.reads(f"/inbox/{mine.code}")
    lock()
    answer = one.does(mine, "reply", text="Mijn lange antwoord", language="ar")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 503
    assert "Het is niet bewaard" in page
    assert "Mijn lange antwoord</textarea>" in page
    assert 'value="ar" checked' in page


def test_a_database_that_is_away_keeps_what_was_typed(
    bridge: Bridge, mine: Case, one: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object, **_more: object) -> None:
        raise StoreUnavailable("away")

    monkeypatch.setattr(life, "reply", away)
    monkeypatch.setattr("gateway.inbox.views.sheet_of", away)
    answer = one.does(mine, "reply", text="Mijn <b>lange</b> antwoord", language="ar")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 503
    assert "Mijn &lt;b&gt;lange&lt;/b&gt; antwoord</textarea>" in page
    assert f'action="/inbox/{mine.code}/reply"' in page
    assert '<input type="hidden" name="language" value="ar">' in page


def test_a_log_that_cannot_be_written_does_not_undo_what_was_done(
    bridge: Bridge, case: Case, one: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object) -> None:
        raise OperationalError("insert", {}, Exception())

    monkeypatch.setattr("gateway.inbox.actions.record", away)
    assert one.does(case, "claim").status_code == 303
    assert bridge.case(case.code).claimed_by == one.member.id


def test_what_failed_is_on_the_case_and_on_one_page_and_can_be_sent_again(
    bridge: Bridge, arabic: Case, failed: Delivery, one: Desk
) -> None:
    for path in ("/inbox", f"/inbox/{arabic.code}", "/inbox/deliveries"):
        assert "niet aan" in one.reads(path).lower() or "niet gelukt" in one.reads(path)
    assert "De vertaaldienst antwoordt niet." in one.reads("/inbox/deliveries")
    again = one.browser.post(f"/inbox/deliveries/{failed.id}/again", data={"back": "case"})
    assert "Het wordt opnieuw verstuurd." in one.told(again)
    assert ("delivery_again", arabic.code) in one.did()
    with bridge.parts.database.transaction() as session:
        assert session.get_one(Delivery, failed.id).state == "waiting"
    twice = one.browser.post(f"/inbox/deliveries/{failed.id}/again")
    page = one.told(twice)
    assert "al opnieuw verstuurd" in page
    assert "Alles is aangekomen." in page


def test_another_teams_failures_are_not_there(bridge: Bridge, failed: Delivery, stranger: Desk) -> None:
    assert "Alles is aangekomen." in stranger.reads("/inbox/deliveries")
    assert stranger.browser.post(f"/inbox/deliveries/{failed.id}/again").status_code == 404
    with bridge.parts.database.transaction() as session:
        assert session.get_one(Delivery, failed.id).state == "failed"


def test_failures_of_several_cases_each_lead_to_their_own(bridge: Bridge, one: Desk) -> None:
    cases = [make_case(bridge) for _ in range(2)]
    for case in cases:
        fail(bridge, case, key=case.code)
    page = one.reads("/inbox/deliveries")
    assert all(f'href="/inbox/{case.code}"' in page for case in cases)
    assert "2 berichten kwamen niet aan" in one.reads("/inbox")


def test_another_gateway_over_the_same_database_knows_at_once(bridge: Bridge, case: Case, one: Desk, two: Desk) -> None:
    one.told(one.does(case, "claim"))
    with Database(bridge.parts.settings.database_url).transaction() as session:
        assert session.get_one(Case, case.id).claimed_by == one.member.id
