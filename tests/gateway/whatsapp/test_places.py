"""A shared location is a guess that is asked back; a person who takes over reads where it is."""

from __future__ import annotations

import pytest

from civic.consent import offer
from civic.content.load import Content
from civic.replies import Effects, Kind, TurnResult
from gateway.conversation.whereabouts import ELSEWHERE
from gateway.services import Services
from gateway.store.cases import newest_cases
from gateway.store.conversations import history
from gateway.store.schema import CaseMessage, Conversation, Message, RoutingRule, Team
from tests.gateway.fake_rasa import FakeRasa, saying
from tests.gateway.whatsapp.phone import Resident, owned_by, words
from tests.standins.graph.state import Sent

WINTERSLAG, PAAL, HASSELT = (50.981, 5.479), (51.040, 5.172), (50.9307, 5.3325)


def shows(resident: Resident, place: tuple[float, float], **more: str) -> list[Sent]:
    """Share a location."""
    return resident.does(lambda: resident.phone.shows_place(*place, **more))


@pytest.fixture
def known(resident: Resident) -> Resident:
    """Someone who was welcomed."""
    resident.says("wie haalt het grofvuil op?")
    return resident


@pytest.mark.parametrize(
    ("place", "named"), [(WINTERSLAG, "Winterslag (Genk)"), (PAAL, "Paal (Beringen)"), ((50.965, 5.5), "Genk")]
)
def test_the_nearest_place_is_asked_back(
    known: Resident, content: Content, place: tuple[float, float], named: str
) -> None:
    (told,) = shows(known, place)
    assert told.text == content.phrase("whatsapp_place_question", "nl", place=named)
    assert ELSEWHERE in told.choices.values()


def test_yes_is_remembered_with_its_neighbourhood(known: Resident, rasa: FakeRasa, content: Content) -> None:
    rasa.result = saying("Goed, je woont in Genk.", effects=Effects(city="genk"))
    shows(known, WINTERSLAG)
    told = known.taps(content.phrase("whatsapp_place_yes_button", "nl"))
    assert told[0].text == "Goed, je woont in Genk."
    assert rasa.asked[-1][0] == '/choose_city{"city":"genk"}'
    assert (known.talk.city, known.talk.context["neighbourhood"]) == ("genk", "Winterslag")


def test_yes_is_remembered_also_without_rasa(known: Resident, rasa: FakeRasa, content: Content) -> None:
    shows(known, WINTERSLAG)
    rasa.down = True
    known.taps(content.phrase("whatsapp_place_yes_button", "nl"))
    assert (known.talk.city, known.talk.context["neighbourhood"]) == ("genk", "Winterslag")


def test_the_other_city_can_be_tapped(known: Resident, rasa: FakeRasa) -> None:
    shows(known, WINTERSLAG)
    known.taps("Beringen")
    assert rasa.asked[-1][0] == '/choose_city{"city":"beringen"}'


def test_no_asks_for_the_city(known: Resident, content: Content) -> None:
    shows(known, WINTERSLAG)
    (told,) = known.taps(content.phrase("whatsapp_place_no_button", "nl"))
    assert told.text == content.phrase("city_question", "nl")
    assert list(told.choices)[:2] == ["Beringen", "Genk"]


@pytest.mark.parametrize("place", [HASSELT, (0.0, 0.0), (-90.0, 180.0)])
def test_another_place_is_said_to_be_unknown(known: Resident, content: Content, place: tuple[float, float]) -> None:
    (told,) = shows(known, place)
    assert content.phrase("city_unknown", "nl") in told.text
    assert list(told.choices)[:2] == ["Beringen", "Genk"]


def test_the_location_itself_is_not_kept(known: Resident, content: Content) -> None:
    shows(known, WINTERSLAG, name="Bij mij thuis")
    with known.parts.database.transaction() as session:
        kept = [str(message.body) for message in session.query(Message)]
        said = [message.body["text"] for message in history(session, known.talk.id)]
    assert content.phrase("whatsapp_place_shown", "nl") in said
    assert not any("50.98" in body or "thuis" in body for body in kept)


def test_a_location_first_of_all_is_answered_and_welcomed(resident: Resident, content: Content) -> None:
    told = shows(resident, WINTERSLAG)
    assert "Winterslag" in told[0].text
    assert content.phrase("whatsapp_welcome", "nl") in told[-1].text


def test_a_person_reads_where_it_is(known: Resident) -> None:
    owned_by(known.parts, known.talk, "person", question="lamp")
    assert shows(known, WINTERSLAG, name="C-mine") == []
    with known.parts.database.transaction() as session:
        last = session.query(CaseMessage).order_by(CaseMessage.id.desc()).first()
        assert last is not None
        assert last.original == "Mijn locatie: C-mine (50.98100, 5.47900)"


@pytest.fixture
def handing_over(known: Resident, rasa: FakeRasa, content: Content) -> Resident:
    """Someone who agreed to a person, in a city with teams by neighbourhood; how to reach them is still to be said."""
    with known.parts.database.transaction() as session:
        for name in ("noord", "zuid"):
            session.add(Team(id=name, name=f"Team {name}", active=True, is_default_for=["genk"] * (name == "zuid")))
        session.flush()
        session.add(RoutingRule(position=1, city="genk", neighbourhood="Winterslag", team_id="noord"))
    rasa.result = TurnResult(replies=(offer(content, "nl"),))
    known.says("ik wil een mens spreken")
    rasa.result = saying("Er ging iets fout.", kind=Kind.NOTICE)
    known.taps(content.phrase("agree_button", "nl"))
    return known


def test_where_the_team_depends_on_it_a_location_answers_city_and_neighbourhood(
    handing_over: Resident, content: Content
) -> None:
    told = handing_over.taps(content.phrase("reach_chat_button", "nl"))
    assert content.phrase("handover_city_question", "nl") in words(told)
    shows(handing_over, WINTERSLAG)
    told = handing_over.taps(content.phrase("whatsapp_place_yes_button", "nl"))
    assert content.phrase("neighbourhood_question", "nl") in words(told)
    shows(handing_over, WINTERSLAG)
    told = handing_over.taps(content.phrase("whatsapp_place_yes_button", "nl"))
    assert content.phrase("name_question", "nl") in words(told)
    handing_over.taps(content.phrase("skip_button", "nl"))
    assert routed(handing_over.parts) == ("genk", "Winterslag", "noord")


def test_a_place_that_was_confirmed_before_is_not_asked_again(
    handing_over: Resident, rasa: FakeRasa, content: Content
) -> None:
    with handing_over.parts.database.transaction() as session:
        talk = session.get_one(Conversation, handing_over.talk.id)
        talk.city, talk.context = "genk", {**talk.context, "neighbourhood": "Winterslag"}
    told = handing_over.taps(content.phrase("reach_chat_button", "nl"))
    assert content.phrase("name_question", "nl") in words(told)
    handing_over.taps(content.phrase("skip_button", "nl"))
    assert routed(handing_over.parts) == ("genk", "Winterslag", "noord")


def routed(parts: Services) -> tuple[str | None, str | None, str | None]:
    """City, neighbourhood and team of the one case."""
    with parts.database.transaction() as session:
        (case,) = newest_cases(session)
        return case.city, case.neighbourhood, case.team_id
