"""What could not be delivered for good: on the page of its case, and all of the team's on one page, to send again.

What belongs to no case, as the assistant's own answers on WhatsApp, is shown to admins.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, Select, and_, or_, select
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
from gateway.store.schema import Case, Delivery, DeliveryState, Role, StaffMember

OF_NO_CASE = ("whatsapp", "wa-invite", "whatsapp-in")

blueprint = Blueprint("inbox_failures", __name__, url_prefix="/inbox", template_folder="templates")


@blueprint.get("/deliveries")
def show() -> str:
    """What failed in the cases of the own team, newest first; for admins also what belongs to no case."""
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
        delivery = session.scalars(_of_member(member).where(Delivery.id == number)).one_or_none()
        if delivery is None:
            raise NotFound(language=SOURCE_LANGUAGE)
        code = session.get_one(Case, delivery.case_id).code if delivery.case_id else ""
        sent = send_again(session, number)
        if sent:
            record(session, member, "delivery_again", code)
    done = "again" if sent else "not_again"
    if code and request.form.get("back") == "case":
        return redirect(url_for("inbox.show_case", code=code, done=done), 303)
    return redirect(url_for("inbox_failures.show", done=done), 303)


def failed_of(session: Session, member: StaffMember, *, case_id: int | None = None) -> Sequence[Delivery]:
    """What failed for good in the member's cases, or in one of them; newest first."""
    if case_id is not None:
        return failed_deliveries(session, case_id=case_id)
    failed = _of_member(member).where(Delivery.state == DeliveryState.FAILED.value)
    return session.scalars(failed.order_by(Delivery.id.desc()).limit(200)).all()


def _of_member(member: StaffMember) -> Select[Delivery]:
    shown: ColumnElement[bool] = and_(Delivery.case_id.is_not(None), may_see(member))
    if member.role == Role.ADMIN.value:
        shown = or_(shown, and_(Delivery.case_id.is_(None), Delivery.channel.in_(OF_NO_CASE)))
    return select(Delivery).outerjoin(Case, Case.id == Delivery.case_id).where(shown)
