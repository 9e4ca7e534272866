"""Outside hours: when someone is there, without a promise."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import update

from civic.bridge.hours import ZONE
from gateway.bridge import life
from gateway.conversation import office_hours
from gateway.store.schema import Case, StaffMember, Team
from tests.gateway.bridge.conftest import Bridge
from tests.gateway.bridge.talking import talk, texts
from tests.gateway.fake_rasa import FakeRasa

SATURDAY = dt.datetime(2026, 11, 28, 11, 0, tzinfo=ZONE)


@pytest.fixture
def weekend(bridge: Bridge, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Saturday; Team Noord is there on Mondays from nine."""
    monkeypatch.setattr(office_hours, "now", lambda: SATURDAY)
    with bridge.parts.database.transaction() as session:
        session.execute(update(Team).where(Team.id == "north").values(hours={"mon": [["09:00", "12:00"]]}))


@pytest.mark.usefixtures("offering", "weekend")
@pytest.mark.parametrize(
    ("language", "day"), [("nl", "maandag 30/11"), ("tr", "pazartesi 30/11"), ("ar", "الاثنين 30/11")]
)
def test_outside_hours_it_says_when_someone_is_there_and_promises_nothing(
    bridge: Bridge, rasa: FakeRasa, language: str, day: str
) -> None:
    told = talk(bridge, "mens", "/handover_agree", "/reach_chat", language=language, city="genk")
    rasa.down = True
    done = talk(bridge, "/handover_skip", conversation=told["conversation"])
    assert day in texts(done)
    assert "09:00" in texts(done)


@pytest.mark.usefixtures("weekend")
def test_who_writes_to_a_person_in_the_weekend_hears_once_that_nobody_is_there(
    bridge: Bridge, case: Case, one: StaffMember
) -> None:
    life.claim(bridge.parts, case.code, one)
    assert "maandag 30/11" in texts(bridge.says(case, "bent u daar?"))
    assert bridge.says(case, "hallo?")["messages"] == []


@pytest.mark.usefixtures("weekend")
def test_the_status_says_it_too(bridge: Bridge, case: Case) -> None:
    assert "maandag 30/11" in texts(bridge.says(case, case.code))


def test_the_page_promises_no_person_while_nobody_has_the_case(bridge: Bridge, case: Case) -> None:
    assert bridge.owner(case) == "waiting"
    for language, person in (("nl", "mens"), ("tr", "görevli"), ("ar", "شخص")):
        page = bridge.client.get(f"/?language={language}").text
        waiting = bridge.parts.content.phrase("ui_owner_waiting", language)
        assert f'data-waiting="{waiting}"' in page
        assert person not in waiting
    assert bridge.parts.content.phrase("ui_owner_waiting", "nl").startswith("Je vraag is doorgegeven.")
