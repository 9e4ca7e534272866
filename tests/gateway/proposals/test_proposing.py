"""One tap on a case makes a proposal: of one's own cases, once, and without what identifies someone."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.services import Services
from gateway.store.conversations import wipe_conversation
from gateway.store.schema import Case, Proposal
from tests.gateway.proposals.conftest import Talk

Browser = Callable[[str], FlaskClient]
Kept = Callable[[], list[Proposal]]


def tap(client: FlaskClient, talk: Talk, problem: str = "wrong", **more: str) -> object:
    """Press the button beside the answer."""
    fields = {"case": talk.code, "message": talk.answer, "problem": problem, **more}
    return client.post("/inbox/propose", data=fields)


@pytest.mark.parametrize(("problem", "topic"), [("wrong", "bulky-waste"), ("outdated", "recycling-park")])
def test_one_tap_makes_a_proposal(talk: Talk, browser: Browser, kept: Kept, problem: str, topic: str) -> None:
    answer = tap(browser("bridge-1"), talk, problem)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/inbox/{talk.code}?proposed=made")
    (proposal,) = kept()
    assert (proposal.state, proposal.problem, proposal.language, proposal.city) == ("new", problem, "nl", "genk")
    assert (proposal.answered_topic, proposal.topic) == ("recycling-park", topic)
    assert (proposal.case_code, proposal.made_by) == (talk.code, "bridge-1")


def test_numbers_and_the_residents_name_are_hidden(talk: Talk, browser: Browser, kept: Kept) -> None:
    tap(browser("bridge-1"), talk, remark="sara belde, haar mail is s@voorbeeld.be")
    (proposal,) = kept()
    assert proposal.question == "Wie komt de oude zetel van tante halen? Bel mij op •••, groetjes •••"
    assert proposal.remark == "••• belde, haar mail is •••"


def test_the_question_is_what_was_asked_last_before_the_answer(talk: Talk, browser: Browser, kept: Kept) -> None:
    talk.asks("En het papier?")
    talk.asks("Ja", aside=True)
    second = talk.answers("household-waste-collection")
    talk.asks("Dank je")
    fields = {"case": talk.code, "message": second, "problem": "unclear"}
    browser("bridge-1").post("/inbox/propose", data=fields)
    (proposal,) = kept()
    assert (proposal.question, proposal.answered_topic) == ("En het papier?", "household-waste-collection")


def test_a_second_tap_changes_nothing(talk: Talk, browser: Browser, kept: Kept, logged: Callable[[], object]) -> None:
    tap(browser("bridge-1"), talk)
    again = tap(browser("bridge-1"), talk)
    assert again.headers["Location"].endswith("?proposed=known")
    assert len(kept()) == 1
    assert logged() == [("bridge-1", "proposal_made", talk.code)]


def test_two_taps_at_once_make_one_proposal(talk: Talk, browser: Browser, kept: Kept) -> None:
    clients = [browser("bridge-1") for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda client: tap(client, talk), clients))
    assert {answer.status_code for answer in answers} == {303}
    assert len(kept()) == 1


def test_another_teams_case_does_not_exist(talk: Talk, browser: Browser, kept: Kept) -> None:
    assert tap(browser("bridge-2"), talk).status_code == 404
    assert kept() == []


@pytest.mark.parametrize("what", ["resident", "nothing", "elsewhere", "forgotten"])
def test_only_an_answer_of_the_bot_in_this_case_counts(
    talk: Talk, parts: Services, browser: Browser, kept: Kept, what: str
) -> None:
    if what == "resident":
        talk.answer = talk.asks("Hallo?")
    elif what == "nothing":
        talk.answer = ""
    elif what == "elsewhere":
        talk.answer = Talk(parts).answer
    else:
        with parts.database.transaction() as session:
            wipe_conversation(session, talk.conversation)
    assert tap(browser("bridge-1"), talk).status_code == 404
    assert kept() == []


def test_an_unknown_problem_is_refused(talk: Talk, browser: Browser, kept: Kept) -> None:
    assert tap(browser("bridge-1"), talk, "ugly").status_code == 422
    assert kept() == []


def test_it_needs_the_forms_token(app: Flask, talk: Talk, browser: Browser, kept: Kept) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert tap(browser("bridge-1"), talk).status_code == 400
    assert kept() == []


def test_editors_do_not_reach_cases_through_it(talk: Talk, browser: Browser, kept: Kept) -> None:
    assert tap(browser("editor-1"), talk).status_code == 403
    assert kept() == []


def test_a_locked_database_is_said_and_nothing_is_half_done(
    talk: Talk, parts: Services, browser: Browser, kept: Kept
) -> None:
    client = browser("bridge-1")
    holder = sqlite3.connect(parts.settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert tap(client, talk).status_code == 503
    holder.execute("ROLLBACK")
    holder.close()
    assert kept() == []
    assert tap(client, talk).status_code == 303


def test_the_case_is_as_it_was(talk: Talk, browser: Browser, cases: Callable[[], list[Case]]) -> None:
    (before,) = cases()
    tap(browser("bridge-1"), talk)
    (after,) = cases()
    assert (after.state, after.touched_at, after.claimed_by) == (before.state, before.touched_at, before.claimed_by)


def test_the_log_holds_no_words(talk: Talk, browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    tap(browser("bridge-1"), talk, remark="een opmerking")
    assert "proposal=1 state=new made" in caplog.text
    assert not any(word in caplog.text for word in ("zetel", "Sara", "0478", "opmerking"))
