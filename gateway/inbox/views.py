"""The pages of the inbox: the lists, and one case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import cast

from flask import Blueprint, Flask, current_app, make_response, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.case_codes import find_code
from civic.content.model import SOURCE_LANGUAGE
from gateway.bridge.lists import LISTS, ListName, cases_in, counts, may_see
from gateway.errors import NotFound
from gateway.inbox import words
from gateway.inbox.clock import here
from gateway.inbox.failures import failed_of
from gateway.inbox.in_dutch import DutchOfPhrases
from gateway.inbox.listing import FILTERS, choices, rows_of, topic_title
from gateway.inbox.live import print_of_case, print_of_lists
from gateway.inbox.ready_made import ready_made
from gateway.inbox.sheet import Topic, found_topics, sheet_of
from gateway.services import services
from gateway.staff.audit import record
from gateway.staff.session import signed_in
from gateway.store.schema import AuditEntry, Case, StaffMember, now

PAGE = 40
QUERY_LENGTH = 200
# Looking at a case again within this time is the same look.
LOOK = dt.timedelta(hours=1)

blueprint = Blueprint("inbox", __name__, url_prefix="/inbox", template_folder="templates", static_folder="static")


@blueprint.record_once
def _prepare(state: BlueprintSetupState) -> None:
    app = cast(Flask, state.app)
    app.extensions["phrases_in_dutch"] = DutchOfPhrases(app.extensions["services"].content)


@blueprint.get("")
def list_cases() -> str:
    """One list of the own team's cases: `?list=`, the filters of `FILTERS`, and `?page=` from 1."""
    member = signed_in()
    name = _asked_list()
    asked = {key: value for key in FILTERS if (value := request.args.get(key, "").strip()[:80])}
    page = max(request.args.get("page", 1, type=int), 1)
    with services().database.transaction() as session:
        found = cases_in(session, member, name, **asked)
        shown = found[(page - 1) * PAGE : page * PAGE]
        rows = rows_of(session, services().content, member, shown, at=now())
        told = {
            "rows": rows,
            "counts": counts(session, member),
            "failed": len(failed_of(session, member)),
            "choices": _named_choices(choices(session, member)),
            "stamp": print_of_lists(session, member),
        }
    return render_template(
        "inbox/cases.html",
        name=name,
        asked=asked,
        page=page,
        more=len(found) > page * PAGE,
        done=words.DONE.get(request.args.get("done", ""), ""),
        has_team=member.team_id is not None,
        **told,
        **_shared(),
    )


@blueprint.get("/<code>")
def show_case(code: str) -> ResponseReturnValue:
    """One case of the own team; `?q=` searches a card to send. 404 for a case of another team."""
    done = words.DONE.get(request.args.get("done", "")) or words.PROPOSED.get(request.args.get("proposed", ""), "")
    return case_page(code, done=done)


def case_page(
    code: str, *, done: str = "", problem: str = "", status: int = 200, typed: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    """The page of a case. `done`, `problem`: what became of what was asked; `typed`: fields to fill in again."""
    member = signed_in()
    query = request.args.get("q", "").strip()[:QUERY_LENGTH]
    with services().database.transaction() as session:
        case = _own_case(session, code, member)
        _note_look(session, member, case)
        sheet = sheet_of(session, services(), _phrases(), member, case, at=now())
        stamp = print_of_case(session, member, case.code)
    page = render_template(
        "inbox/case.html",
        sheet=sheet,
        stamp=stamp,
        done=done,
        problem=problem,
        typed=typed or {},
        query=query,
        found=_found(query, case.city),
        ready=ready_made(services().content, sheet.language),
        me=member,
        **_shared(),
    )
    return make_response(page, status)


def _own_case(session: Session, code: str, member: StaffMember) -> Case:
    known = find_code(code)
    case = session.scalars(select(Case).where(Case.code == (known or ""), may_see(member))).one_or_none()
    if case is None:
        raise NotFound(language=SOURCE_LANGUAGE)
    return case


def _note_look(session: Session, member: StaffMember, case: Case) -> None:
    """Write in the audit log that the member saw this case; the page reading itself anew is no new look."""
    lately = select(AuditEntry.id).where(
        AuditEntry.login == member.login,
        AuditEntry.action == "case_seen",
        AuditEntry.subject == case.code,
        AuditEntry.at > now() - LOOK,
    )
    if session.scalars(lately.limit(1)).first() is None:
        record(session, member, "case_seen", case.code)


def _found(query: str, city: str | None) -> list[Topic]:
    return found_topics(services(), query, city) if query else []


def _asked_list() -> ListName:
    asked = request.args.get("list", "")
    return next((name for name in LISTS if name == asked), "new")


def _named_choices(values: Mapping[str, list[str]]) -> dict[str, list[tuple[str, str]]]:
    """Each filter's values with the words for them."""
    content = services().content
    named: dict[str, Callable[[str], str]] = {
        "language": lambda value: words.LANGUAGES.get(value, value),
        "topic": lambda value: topic_title(content, value, None) or value,
        "neighbourhood": str,
        "channel": words.channel_name,
    }
    return {key: sorted(((value, named[key](value)) for value in found), key=_by_name) for key, found in values.items()}


def _by_name(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


def _phrases() -> DutchOfPhrases:
    return cast(DutchOfPhrases, current_app.extensions["phrases_in_dutch"])


def _shared() -> dict[str, object]:
    return {"words": words, "here": here}
