"""A page per topic, to read, link and print; and the list of all."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, render_template, request, session

from civic.cards import card_for, spoken_card
from gateway.errors import NotFound
from gateway.locale import request_language
from gateway.services import services
from gateway.topics.api import in_order, summary

blueprint = Blueprint("topics", __name__, template_folder="templates")


@blueprint.get("/t/<topic_id>")
def page(topic_id: str) -> str:
    """One topic as a page; `?language=` and `?city=` as in the chat."""
    parts = services()
    if topic_id not in parts.content.topics:
        raise NotFound
    language, city = request_language(), _city()
    card = card_for(parts.content, topic_id, language=language, city=city)
    spoken = spoken_card(parts.content, topic_id, language=card["language"], city=city)
    key = parts.audio.prepare(spoken, card["language"]) if parts.audio else None
    return render_template(
        "topics/topic.html",
        topic=topic_id,
        card=card,
        city=city,
        audio=f"/audio/{key}.mp3" if key else None,
    )


@blueprint.get("/topics")
def index() -> str:
    """All topics by area, or those found for `?q=`."""
    language, city = request_language(), _city()
    query = request.args.get("q", "")[:300]
    chosen = [hit.topic for hit in services().search.rank(query, limit=12)] if query.strip() else in_order()
    entries = [summary(topic, language, city) for topic in chosen]
    areas = [("", entries)] if query.strip() else [(a, list(g)) for a, g in groupby(entries, key=lambda e: e["area"])]
    return render_template("topics/index.html", areas=areas, query=query, city=city)


def _city() -> str | None:
    city = request.args.get("city") or session.get("city")
    return city if city in services().content.cities else None
