"""Topics as JSON."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from civic.content.load import Content
from civic.content.model import Level


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
@pytest.mark.parametrize("city", [None, "genk", "beringen"])
def test_every_topic_is_listed(client: FlaskClient, content: Content, language: str, city: str | None) -> None:
    told = client.get(
        "/api/topics", query_string={"language": language, "city": city} if city else {"language": language}
    )
    topics = told.json["topics"]
    assert {topic["id"] for topic in topics} == set(content.topics)
    assert all(topic.keys() == {"id", "area", "title", "level"} for topic in topics)
    assert all(topic["level"] in set(Level) for topic in topics)
    titles = {topic["id"]: topic["title"] for topic in topics}
    assert titles["bulky-waste"] == content.said("bulky-waste", language, city).wording.title


def test_one_topic_is_its_card_with_id_and_area(client: FlaskClient) -> None:
    card = client.get("/api/topics/bulky-waste?language=ar&city=genk").json
    assert (card["id"], card["area"]) == ("bulky-waste", "waste")
    assert {
        "title",
        "responsible",
        "decides",
        "steps",
        "confusion",
        "contacts",
        "sources",
        "status",
        "dutch",
    } <= card.keys()


def test_the_city_changes_who_it_is(client: FlaskClient) -> None:
    bodies = {
        city: client.get(f"/api/topics/police-local?city={city}").json["responsible"]["id"]
        for city in ("genk", "beringen")
    }
    assert bodies == {"genk": "politie-carma", "beringen": "politie-bht"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/topics/no-such-topic", 404),
        ("/api/topics?language=fr", 422),
        ("/api/topics?city=gent", 422),
        ("/api/search?q=" + "a" * 301, 422),
        ("/api/nothing", 404),
    ],
)
def test_wrong_questions_get_clear_errors(client: FlaskClient, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.json["error"]["message"]


def test_search_ranks_with_scores(client: FlaskClient) -> None:
    found = client.get("/api/search?q=grofvuil&language=tr&city=beringen").json["topics"]
    assert found[0]["id"] == "bulky-waste"
    assert found[0].keys() == {"id", "area", "title", "level", "score"}
    assert client.get("/api/search?q=").json["topics"] == []
