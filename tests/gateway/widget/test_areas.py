"""For someone who does not know what to ask: areas, then topics, then the card; without script."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.cards import answer_with
from civic.content.load import Content
from civic.replies import TurnResult
from gateway.services import Services
from gateway.store.conversations import find_conversation
from gateway.topics.areas import ORDER
from tests.gateway.fake_rasa import FakeRasa

LANGUAGES = pytest.mark.parametrize("language", ["nl", "tr", "ar"])


@pytest.fixture
def browser(app: Flask, client: FlaskClient) -> FlaskClient:
    """A browser without JavaScript that need not send the forms' key."""
    app.config["WTF_CSRF_ENABLED"] = False
    return client


def tiles(html: str) -> list[tuple[str, str]]:
    """The (address, words) of the areas to tap, in order."""
    found = re.findall(r'<a class="area" href="([^"]+)">.*?<span>(.*?)</span></a>', html, re.S)
    return [(address.replace("&amp;", "&"), words) for address, words in found]


def offered(html: str) -> list[tuple[str, str]]:
    """The (id, title) of the topics to tap, in order."""
    found = re.findall(r'name="topic" value="([^"]+)">\s*<input type="hidden" name="title" value="([^"]*)"', html)
    return [(topic, title.replace("&#39;", "'").replace("&#34;", '"')) for topic, title in found]


@LANGUAGES
def test_the_welcome_shows_every_area_as_a_picture_with_a_short_name(
    browser: FlaskClient, content: Content, language: str
) -> None:
    shown = tiles(browser.get(f"/?language={language}").get_data(as_text=True))
    assert [words for _, words in shown] == [
        content.phrase(f"ui_area_{area.replace('-', '_')}", language) for area in ORDER
    ]
    assert [address for address, _ in shown] == [f"/?area={area}#choice" for area in ORDER]
    assert max(len(words.split()) for _, words in shown) <= 3


@LANGUAGES
@pytest.mark.parametrize("area", ORDER)
def test_an_area_shows_exactly_its_topics(browser: FlaskClient, content: Content, language: str, area: str) -> None:
    html = browser.get(f"/?area={area}&language={language}&city=genk").get_data(as_text=True)
    wanted = {
        topic.id: content.said(topic.id, language, "genk").wording.title
        for topic in content.topics.values()
        if topic.area == area
    }
    assert dict(offered(html)) == wanted
    assert re.search(r'id="welcome"[^>]* hidden', html)
    assert content.area_name(area, language) in html


def test_topics_stand_in_the_order_of_their_letters(browser: FlaskClient) -> None:
    titles = [title for _, title in offered(browser.get("/?area=housing&language=tr").get_data(as_text=True))]
    first_letters = [title[0] for title in titles]
    assert first_letters.index("İ") < first_letters.index("K")


def test_the_areas_can_be_reached_again_in_the_middle_of_a_talk(browser: FlaskClient) -> None:
    browser.post("/chat", data={"text": "dag"})
    html = browser.get("/").get_data(as_text=True)
    assert 'href="/?area=all#choice"' in html
    again = browser.get("/?area=all").get_data(as_text=True)
    assert len([address for address, _ in tiles(again.partition('id="choice"')[2])]) == 16
    assert "Dag!" in again


@pytest.mark.parametrize("area", ["", "no-such-area", "<script>"])
def test_an_unknown_area_is_the_plain_page(browser: FlaskClient, area: str) -> None:
    html = browser.get("/", query_string={"area": area}).get_data(as_text=True)
    assert 'id="choice"' not in html
    assert not re.search(r'id="welcome"[^>]* hidden', html)


@LANGUAGES
def test_a_picked_topic_is_answered_with_its_card(
    browser: FlaskClient, rasa: FakeRasa, content: Content, language: str
) -> None:
    browser.get(f"/?language={language}&city=genk")
    title = content.said("child-benefit", language, "genk").wording.title
    rasa.result = TurnResult(replies=(answer_with(content, "child-benefit", language=language, city="genk"),))
    answer = browser.post("/chat/topic", data={"topic": "child-benefit", "title": "words of the form"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/#latest")
    (text, known) = rasa.asked[-1]
    assert (text, known["language"], known["city"]) == ("/child-benefit", language, "genk")
    html = browser.get("/").get_data(as_text=True).replace("&#39;", "'")
    assert html.count(title) >= 2  # what the resident picked, and the title of the card
    assert "words of the form" not in html


def test_a_picked_topic_is_answered_while_rasa_is_away(
    browser: FlaskClient, parts: Services, rasa: FakeRasa, content: Content
) -> None:
    rasa.down = True
    told = browser.post("/api/chat", json={"text": "Kinderbijslag", "topic": "child-benefit", "language": "tr"}).json
    (message,) = told["messages"]
    assert (message["kind"], message["topic"], message["language"]) == ("answer", "child-benefit", "tr")
    with parts.database.transaction() as session:
        conversation = find_conversation(session, told["conversation"])
        assert conversation is not None
        assert conversation.context["last_topic"] == "child-benefit"


def test_an_unknown_topic_is_refused(browser: FlaskClient) -> None:
    assert browser.post("/chat/topic", data={"topic": "no-such-topic"}).status_code == 404
    answer = browser.post("/api/chat", json={"text": "?", "topic": "restart"})
    assert answer.status_code == 422
    assert answer.json["error"]["detail"] == [{"path": "topic", "problem": "unknown topic"}]


def test_typing_the_name_of_a_topic_as_a_command_stays_plain_text(browser: FlaskClient, rasa: FakeRasa) -> None:
    browser.post("/api/chat", json={"text": "/child-benefit"})
    assert rasa.asked[-1][0] == "child-benefit"


def test_in_a_frame_language_and_city_travel_along(browser: FlaskClient) -> None:
    shown = tiles(browser.get("/widget?language=ar&city=genk").get_data(as_text=True))
    assert shown[0][0] == f"/widget?area={ORDER[0]}&language=ar&city=genk#choice"
    html = browser.get(shown[0][0]).get_data(as_text=True)
    assert offered(html)
    assert '<html lang="ar"' in html


def test_without_network_nothing_is_offered_that_needs_it(browser: FlaskClient) -> None:
    html = browser.get("/offline?language=nl").get_data(as_text=True)
    assert tiles(html) == []
    assert "area=all" not in html
