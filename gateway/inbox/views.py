"""The list of cases, in Dutch, newest first."""

from __future__ import annotations

from flask import Blueprint, render_template

from civic.content.model import SOURCE_LANGUAGE
from gateway.errors import NotFound
from gateway.services import services
from gateway.store.cases import find_case, newest_cases
from gateway.store.conversations import history

blueprint = Blueprint("inbox", __name__, url_prefix="/inbox", template_folder="templates")


@blueprint.get("")
def list_cases() -> str:
    """All cases, newest first."""
    with services().database.transaction() as session:
        cases = newest_cases(session)
    return render_template("inbox/cases.html", cases=[(case, _topic_title(case.topic, case.city)) for case in cases])


@blueprint.get("/<code>")
def show_case(code: str) -> str:
    """One case with what was said before it."""
    with services().database.transaction() as session:
        case = find_case(session, code.upper())
        if case is None:
            raise NotFound(language=SOURCE_LANGUAGE)
        messages = [m.body for m in history(session, case.conversation_id)] if case.conversation_id else []
    return render_template("inbox/case.html", case=case, topic=_topic_title(case.topic, case.city), messages=messages)


def _topic_title(topic: str | None, city: str | None) -> str:
    content = services().content
    if topic is None or topic not in content.topics:
        return ""
    return content.said(topic, SOURCE_LANGUAGE, city if city in content.cities else None).wording.title
