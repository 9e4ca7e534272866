"""A page per topic, to read, link and print; and the list of all."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request, session, url_for

from civic.cards import answer_with
from civic.content.model import LANGUAGES
from gateway.conversation.messages import message_body
from gateway.errors import NotFound
from gateway.locale import request_language
from gateway.services import services
from gateway.topics.api import in_order, summary
from gateway.topics.areas import areas_of, topics_in
from gateway.topics.structured_data import government_service
from gateway.widget.scripts import script_urls
from gateway.widget.sheets import sheet_url

blueprint = Blueprint("topics", __name__, template_folder="templates")


@blueprint.get("/t/<topic_id>")
def page(topic_id: str) -> str:
    """One topic as a page; `?language=` and `?city=` as in the chat."""
    parts = services()
    if topic_id not in parts.content.topics:
        raise NotFound
    language, city = request_language(), _city()
    message = message_body(answer_with(parts.content, topic_id, language=language, city=city), parts.audio)
    card = message["card"]
    return render_template(
        "topics/topic.html",
        topic=topic_id,
        area=parts.content.topics[topic_id].area,
        m=message,
        card=card,
        sheet=sheet_url("page"),
        city=city,
        scripts=script_urls("page.js"),
        structured=government_service(
            card,
            url=_address("topics.page", topic_id=topic_id, language=language, city=city),
            city=parts.content.cities[city].names.nl if city else None,
        ),
    )


@blueprint.get("/topics")
def index() -> str:
    """All topics by area, or those found for `?q=`."""
    language, city = request_language(), _city()
    query = request.args.get("q", "")[:300]
    if query.strip():
        found = services().search.rank(query, limit=12)
        areas = [("", [summary(hit.topic, language, city) for hit in found])]
    else:
        areas = [(area, topics_in(area, language, city)) for area in areas_of(services().content)]
    return render_template("topics/index.html", areas=areas, query=query, city=city, sheet=sheet_url("page"))


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Every page in every language, each with its alternatives."""
    pages = [
        {tag: _address(endpoint, language=tag, **values) for tag in LANGUAGES}
        for endpoint, values in [
            ("topics.index", {}),
            *(("topics.page", {"topic_id": topic}) for topic in in_order()),
        ]
    ]
    return Response(render_template("topics/sitemap.xml", pages=pages), mimetype="application/xml")


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Topic pages may be found; talks and staff pages not."""
    lines = ["User-agent: *", "Disallow: /inbox", "Disallow: /staff", "Disallow: /api/chat"]
    return Response("\n".join([*lines, f"Sitemap: {_address('topics.sitemap')}", ""]), mimetype="text/plain")


def _address(endpoint: str, **values: Any) -> str:
    """The public address of a page, whatever host a proxy asked us by."""
    return services().settings.public_url + url_for(endpoint, **values)


def _city() -> str | None:
    city = request.args.get("city") or session.get("city")
    return city if city in services().content.cities else None
