"""Live: pages learn of every change in their own cases, of nothing else, whichever process made it."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from gateway.application import create_app
from gateway.bridge import life
from gateway.inbox import live
from gateway.store.database import Database, StoreUnavailable
from gateway.store.schema import Case, CaseState, Delivery, StaffMember
from gateway.store.staff import end_sessions
from tests.gateway.bridge.conftest import Bridge, make_case
from tests.gateway.inbox.conftest import ARABIC, Desk, fail


def state(bridge: Bridge, desk: Desk, case: Case | None = None) -> dict[str, Any]:
    """What the desk's pages would be told now."""
    with bridge.parts.database.transaction() as session:
        return live.state_of(session, desk.member, case.code if case else None)


Change = Callable[[Bridge, Desk, Case], object]
CHANGES: dict[str, Change] = {
    "claimed": lambda b, d, c: life.claim(b.parts, c.code, d.member),
    "noted": lambda b, d, c: life.add_note(b.parts, c.code, d.member, "Let op"),
    "resident wrote": lambda b, _d, c: b.says(c, "Nog iets"),
    "overdue": lambda b, _d, c: mark(b, c),
    "translation done": lambda b, _d, _c: b.translate_all(),
    "failed": lambda b, _d, c: fail(b, c),
}


def mark(bridge: Bridge, case: Case) -> None:
    """As the clock does."""
    from gateway.bridge.hold import record

    with bridge.parts.database.transaction() as session:
        record(session, session.get_one(Case, case.id), "system", "overdue")


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_is_told_to_the_own_team_only(
    bridge: Bridge, one: Desk, two: Desk, stranger: Desk, change: str
) -> None:
    case = make_case(bridge, language="ar", question=ARABIC)
    before, elsewhere = state(bridge, two, case), state(bridge, stranger, case)
    assert state(bridge, two, case) == before
    CHANGES[change](bridge, one, case)
    after = state(bridge, two, case)
    assert after["case"] != before["case"]
    assert (after["lists"], after["failed"]) != (before["lists"], before["failed"])
    assert state(bridge, stranger, case) == elsewhere
    assert elsewhere["case"] is None


def test_steps_of_who_has_the_case_are_told(bridge: Bridge, case: Case, one: Desk, two: Desk) -> None:
    life.claim(bridge.parts, case.code, one.member)
    steps: list[Callable[[], object]] = [
        lambda: life.reply(bridge.parts, case.code, one.member, "Dag"),
        lambda: life.attach_card(bridge.parts, case.code, one.member, "library"),
        lambda: life.forward(bridge.parts, case.code, one.member, "south"),
        lambda: life.release(bridge.parts, case.code, one.member),
        lambda: life.claim(bridge.parts, case.code, one.member),
        lambda: life.close(bridge.parts, case.code, one.member, CaseState.RESOLVED, "Klaar"),
    ]
    seen = [state(bridge, two, case)]
    for step in steps:
        step()
        seen.append(state(bridge, two, case))
        assert seen[-1]["case"] != seen[-2]["case"]
        assert seen[-1]["lists"] != seen[-2]["lists"]


def test_a_case_that_went_to_another_team_is_gone(bridge: Bridge, case: Case, one: Desk) -> None:
    life.claim(bridge.parts, case.code, one.member)
    life.forward(bridge.parts, case.code, one.member, "south", agreed=True)
    assert state(bridge, one, case)["case"] is None


def test_a_page_carries_the_print_it_was_made_with(bridge: Bridge, case: Case, one: Desk) -> None:
    told = state(bridge, one, case)
    assert f'data-watch="lists" data-stamp="{told["lists"]}"' in one.reads("/inbox")
    assert f'data-watch="case" data-stamp="{told["case"]}"' in one.reads(f"/inbox/{case.code}")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Give it what is to happen between two looks; the stream ends after four looks."""
    looks = iter(range(100))

    def set_up(between: Callable[[], object]) -> None:
        clock = SimpleNamespace(monotonic=lambda: float(next(looks)), sleep=lambda _seconds: between())
        monkeypatch.setattr(live, "time", clock)  # its own: others look at the clock too
        monkeypatch.setattr(live, "STREAM_SECONDS", 5)

    return set_up


def told_by(stream: str, event: str = "state") -> list[dict[str, Any]]:
    """The data of each such event."""
    blocks = [block.splitlines() for block in stream.split("\n\n") if block]
    return [json.loads(block[1].removeprefix("data: ")) for block in blocks if block[0] == f"event: {event}"]


def test_a_change_made_by_another_gateway_arrives(
    bridge: Bridge, case: Case, one: Desk, two: Desk, quick: Callable[..., None]
) -> None:
    parts = bridge.parts.__class__(
        **{**bridge.parts.__dict__, "database": Database(bridge.parts.settings.database_url)}
    )
    other = create_app(parts.settings, parts).test_client()
    with other.session_transaction() as session, one.browser.session_transaction() as mine:
        session.update(mine)
    other.application.config["WTF_CSRF_ENABLED"] = False
    quick(lambda: other.post(f"/inbox/{case.code}/claim"))
    answer = two.browser.get(f"/inbox/events?case={case.code}")
    events = told_by(answer.get_data(as_text=True))
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/event-stream", "no-store")
    assert [event["counts"]["new"] for event in events] == [1, 0]
    assert events[0]["case"] != events[1]["case"]


def test_the_stream_names_no_one_and_says_no_words(arabic: Case, one: Desk, quick: Callable[..., None]) -> None:
    quick(lambda: None)
    stream = one.browser.get(f"/inbox/events?case={arabic.code}").get_data(as_text=True)
    (event,) = told_by(stream)
    assert set(event) == {"lists", "case", "counts", "failed"}
    assert ARABIC not in stream


def test_a_session_that_ends_ends_the_stream(bridge: Bridge, one: Desk, quick: Callable[..., None]) -> None:
    def sign_out_everywhere() -> None:
        with bridge.parts.database.transaction() as session:
            end_sessions(session, session.get_one(StaffMember, one.member.id))

    quick(sign_out_everywhere)
    stream = one.browser.get("/inbox/events").get_data(as_text=True)
    assert stream.rstrip().endswith("event: over\ndata: {}")


def test_a_store_that_is_away_for_a_while_does_not_end_it(
    bridge: Bridge, case: Case, one: Desk, two: Desk, quick: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    original = live.state_of
    outcomes = iter([original, None, original, original, original])

    def state_of(*arguments: Any) -> dict[str, object]:
        look = next(outcomes)
        if look is None:
            raise StoreUnavailable("away")
        return look(*arguments)

    monkeypatch.setattr(live, "state_of", state_of)
    quick(lambda: life.claim(bridge.parts, case.code, two.member))
    events = told_by(one.browser.get("/inbox/events").get_data(as_text=True))
    assert [event["counts"]["new"] for event in events] == [1, 0]


def test_strangers_get_no_stream(bridge: Bridge) -> None:
    anyone = bridge.client.application.test_client()
    assert anyone.get("/inbox/events", headers={"Accept": "text/event-stream"}).status_code == 401


def test_what_a_page_does_by_itself_keeps_no_session_alive(bridge: Bridge, case: Case, one: Desk) -> None:
    def idle_since(seconds: int) -> None:
        with one.browser.session_transaction() as session:
            session["active_at"] -= seconds

    idle_since(3600)
    with one.browser.session_transaction() as session:
        before = session["active_at"]
    one.browser.get("/inbox", headers={"X-By-Itself": "1"})
    with one.browser.session_transaction() as session:
        assert session["active_at"] == before
    one.reads("/inbox")
    with one.browser.session_transaction() as session:
        assert session["active_at"] > before


def test_a_failed_delivery_of_another_team_is_not_counted(bridge: Bridge, failed: Delivery, stranger: Desk) -> None:
    assert state(bridge, stranger)["failed"] == 0
