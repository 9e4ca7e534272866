"""What could not be delivered for good: on the page of its case, and all of the team's on one page, to send again."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from civic.content.model import SOURCE_LANGUAGE
from gateway.bridge.lists import may_see
from gateway.delivery.outbox import failed_deliveries, send_again
from gateway.errors import NotFound
from gateway.inbox.clock import here
from gateway.inbox.words import DELIVERIES, DONE, problem_words
from gateway.services import services
from gateway.staff.audit import record
from gateway.staff.session import signed_in
from gateway.store.schema import Case, Delivery, DeliveryState, StaffMember

blueprint = Blueprint("inbox_failures", __name__, url_prefix="/inbox", template_folder="templates")


@blueprint.get("/deliveries")
def show() -> str:
    """What failed in the cases of the own team, newest first."""
    member = signed_in()
    with services().database.transaction() as session:
        failed = failed_of(session, member)
        numbers = {delivery.case_id for delivery in failed}
        codes = {case.id: case.code for case in session.scalars(select(Case).where(Case.id.in_(numbers)))}
    return render_template(
        "inbox/deliveries.html",
        failed=failed,
        codes=codes,
        words=DELIVERIES,
        problem_words=problem_words,
        here=here,
        done=DONE.get(request.args.get("done", ""), ""),
    )


@blueprint.post("/deliveries/<int:number>/again")
def again(number: int) -> ResponseReturnValue:
    """Send it again, now; back to the page of the case, or to the list. 404 for what is not the own team's."""
    member = signed_in()
    with services().database.transaction() as session:
        delivery = session.scalars(_of_own_cases(member).where(Delivery.id == number)).one_or_none()
        if delivery is None:
            raise NotFound(language=SOURCE_LANGUAGE)
        code = session.get_one(Case, delivery.case_id).code
        sent = send_again(session, number)
        if sent:
            record(session, member, "delivery_again", code)
    done = "again" if sent else "not_again"
    if request.form.get("back") == "case":
        return redirect(url_for("inbox.show_case", code=code, done=done), 303)
    return redirect(url_for("inbox_failures.show", done=done), 303)


def failed_of(session: Session, member: StaffMember, *, case_id: int | None = None) -> Sequence[Delivery]:
    """What failed for good in the member's cases, or in one of them; newest first."""
    if case_id is not None:
        return failed_deliveries(session, case_id=case_id)
    failed = _of_own_cases(member).where(Delivery.state == DeliveryState.FAILED.value)
    return session.scalars(failed.order_by(Delivery.id.desc()).limit(200)).all()


def _of_own_cases(member: StaffMember) -> Select[Delivery]:
    return select(Delivery).join(Case, Case.id == Delivery.case_id).where(may_see(member))
