"""Topics for words from a letter, while they are typed; the words stand in no address and in no cookie."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from civic.content.model import SOURCE_LANGUAGE
from gateway.desk.once import new_once
from gateway.desk.pages import desk_page, needs_visit
from gateway.desk.visit import current_visit
from gateway.services import services
from gateway.topics.api import QUERY_LENGTH, summary

blueprint = Blueprint("desk_finding", __name__, url_prefix="/desk", template_folder="templates")
FOUND = 8
# Below this share of the best score the rest only shares a few letters.
WORTH_SHOWING = 0.12


@blueprint.post("/find")
@needs_visit
def find() -> ResponseReturnValue:
    """Field: `q`. The whole page, or only the list for the page's script (`X-Part`)."""
    visit, query = current_visit(), request.form.get("q", "").strip()[:QUERY_LENGTH]
    hits = services().search.rank(query, limit=FOUND) if query else []
    found = [summary(hit.topic, SOURCE_LANGUAGE, visit.city) for hit in hits if hit.score >= WORTH_SHOWING]
    if "X-Part" in request.headers:
        return render_template("desk/_found.html", query=query, found=found, once=new_once(), language=SOURCE_LANGUAGE)
    return desk_page(visit, query=query, found=found)
