"""`/inbox/proposals`: what bridge figures propose, for editors to accept or reject."""

from __future__ import annotations

import logging

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from civic.content.model import SOURCE_LANGUAGE
from gateway.proposals import deciding
from gateway.proposals.deciding import Acceptance, AlreadyDecided, NoReason, NoSuchProposal, NotAnExample
from gateway.proposals.form import Shown, from_request, given_in, shown_of
from gateway.services import services
from gateway.staff.session import signed_in
from gateway.store.schema import Proposal, ProposalState

logger = logging.getLogger(__name__)
blueprint = Blueprint(
    "decisions", __name__, url_prefix="/inbox/proposals", template_folder="templates", static_folder="static"
)
PER_PAGE = 30


@blueprint.get("")
def listed() -> str:
    """One state's proposals, newest first: `state` (default new), `before` (a number) goes on from there."""
    state = request.args.get("state", "")
    state = state if state in set(ProposalState) else ProposalState.NEW.value
    before = request.args.get("before", type=int)
    wanted = select(Proposal).where(Proposal.state == state)
    if before is not None:
        wanted = wanted.where(Proposal.id < before)
    with services().database.transaction() as session:
        found = session.scalars(wanted.order_by(Proposal.id.desc()).limit(PER_PAGE + 1)).all()
        counts = deciding.counts(session)
    return render_template(
        "proposals/list.html",
        proposals=[shown_of(services(), proposal) for proposal in found[:PER_PAGE]],
        state=state,
        counts=counts,
        older=found[PER_PAGE - 1].id if len(found) > PER_PAGE else None,
        paged=before is not None,
        decided=request.args.get("decided", type=int),
    )


@blueprint.get("/<int:number>")
def one(number: int) -> str:
    """One proposal: what was asked and answered, and the two forms."""
    shown = _shown(number)
    return render_template(
        "proposals/proposal.html", **shown.values(), given=given_in(services(), shown.proposal), problem=None
    )


@blueprint.post("/<int:number>/accept")
def accept(number: int) -> ResponseReturnValue:
    """Fields `topic` (empty: no example), `language`, `example`, `change`; 422 with the form when one is wrong."""
    given = from_request(request.form)
    try:
        deciding.accept(services(), number, signed_in(), given)
    except AlreadyDecided:
        return _too_late(number)
    except NotAnExample as error:
        return _again(number, error.why.value, given=given, intent=error.intent)
    except NoReason:
        return _again(number, "change", given=given)
    except ValueError:
        return _again(number, "form", given=given)
    return _decided(number, ProposalState.ACCEPTED)


@blueprint.post("/<int:number>/reject")
def reject(number: int) -> ResponseReturnValue:
    """Field `reason`; 422 with the form when there is none."""
    reason = request.form.get("reason", "")
    try:
        deciding.reject(services(), number, signed_in(), reason)
    except AlreadyDecided:
        return _too_late(number)
    except NoReason:
        return _again(number, "reason", reason=reason)
    return _decided(number, ProposalState.REJECTED)


def _shown(number: int) -> Shown:
    with services().database.transaction() as session:
        proposal = session.get(Proposal, number)
    if proposal is None:
        raise NoSuchProposal(language=SOURCE_LANGUAGE)
    return shown_of(services(), proposal)


def _again(
    number: int, problem: str, *, given: Acceptance | None = None, intent: str | None = None, reason: str = ""
) -> ResponseReturnValue:
    """The page once more, with what was filled in and what is wrong with it."""
    shown = _shown(number)
    if shown.proposal.state != ProposalState.NEW.value:
        return _too_late(number)
    page = render_template(
        "proposals/proposal.html",
        **shown.values(),
        given=given or given_in(services(), shown.proposal),
        problem=problem,
        intent=intent,
        reason=reason,
    )
    return make_response(page, 422)


def _too_late(number: int) -> ResponseReturnValue:
    return redirect(url_for("decisions.one", number=number, late=1), 303)


def _decided(number: int, state: ProposalState) -> ResponseReturnValue:
    logger.info("proposal=%s state=%s", number, state.value)
    return redirect(url_for("decisions.listed", decided=number), 303)
