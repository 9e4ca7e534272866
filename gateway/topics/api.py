"""Topics as JSON: the list, one card, and search by words from a letter."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from civic.cards import card_for
from civic.content.model import LANGUAGES, SOURCE_LANGUAGE
from gateway.errors import NotFound, WrongShape
from gateway.services import services

blueprint = Blueprint("topics_api", __name__, url_prefix="/api")
QUERY_LENGTH = 300
FOUND = 10


@blueprint.get("/topics")
def list_topics() -> Response:
    """Every topic: `id, area, title, level`, in the order of areas."""
    language, city = asked_language(), asked_city()
    return jsonify({"language": language, "city": city, "topics": [summary(t, language, city) for t in in_order()]})


@blueprint.get("/topics/<topic_id>")
def get_topic(topic_id: str) -> Response:
    """One card, with `id` and `area`; 404 for an unknown topic."""
    content = services().content
    if topic_id not in content.topics:
        raise NotFound
    card = card_for(content, topic_id, language=asked_language(), city=asked_city())
    return jsonify({"id": topic_id, "area": content.topics[topic_id].area, **card})


@blueprint.get("/search")
def search_topics() -> Response:
    """Topics for the words in `q`, best first, each with its `score` between 0 and 1."""
    query = request.args.get("q", "")
    if len(query) > QUERY_LENGTH:
        raise WrongShape(detail=[{"path": "q", "problem": f"at most {QUERY_LENGTH} characters"}])
    language, city = asked_language(), asked_city()
    hits = services().search.rank(query, limit=FOUND)
    found = [{**summary(hit.topic, language, city), "score": hit.score} for hit in hits]
    return jsonify({"query": query, "language": language, "city": city, "topics": found})


def asked_language() -> str:
    """The `language` parameter (default Dutch); WrongShape for a language we do not write."""
    language = request.args.get("language") or SOURCE_LANGUAGE
    if language not in LANGUAGES:
        raise WrongShape(detail=[{"path": "language", "problem": "must be nl, tr or ar"}])
    return language


def asked_city() -> str | None:
    """The `city` parameter, or None; WrongShape for a city we do not know."""
    city = request.args.get("city") or None
    if city is not None and city not in services().content.cities:
        raise WrongShape(detail=[{"path": "city", "problem": "unknown city"}])
    return city


def summary(topic_id: str, language: str, city: str | None) -> dict[str, Any]:
    """What lists show of a topic."""
    content = services().content
    topic = content.topic(topic_id, city)
    said = content.said(topic_id, language, city)
    return {"id": topic_id, "area": topic.area, "title": said.wording.title, "level": topic.level.value}


def in_order() -> list[str]:
    """All topic ids, by area, then id."""
    return [topic.id for topic in sorted(services().content.topics.values(), key=lambda t: (t.area, t.id))]
