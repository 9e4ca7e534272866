"""The slip as a page to show or print, and as a PDF; its address names a message, which is gone when the visit is."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from civic.bridge.hours import ZONE
from civic.content.model import SOURCE_LANGUAGE
from civic.replies import direction_of
from gateway.bridge.owner import open_cases_of
from gateway.desk.pages import needs_visit, staff_side
from gateway.desk.slip import Slip, make_slip
from gateway.desk.slip_pdf import pdf_of
from gateway.desk.visit import current_visit
from gateway.errors import NotFound
from gateway.qr import qr_address
from gateway.services import services
from gateway.store.cases import newest_case_of
from gateway.store.conversations import history
from gateway.store.schema import now

blueprint = Blueprint("desk_slips", __name__, url_prefix="/desk", template_folder="templates")
NEWEST = "newest"
# Letters on the slip above which its type becomes one size smaller.
SIZES = (400, 500, 600, 700, 800, 950, 1150)


@blueprint.get("/slip/<message>")
@needs_visit
def show(message: str) -> ResponseReturnValue:
    """The slip of the card in this message, or of the newest card or case (`newest`). 404 when there is neither."""
    slip = _slip(message)
    return render_template(
        "desk/slip.html",
        slip=slip,
        message=message,
        page_qr=qr_address(slip.page_url),
        whatsapp_qr=qr_address(slip.whatsapp_url) if slip.whatsapp_url else "",
        size=size_of(slip),
        theirs={"language": current_visit().language, "direction": direction_of(current_visit().language)},
        idle_seconds=services().settings.desk_idle_minutes * 60,
        **staff_side(),
    )


@blueprint.get("/slip/<message>.pdf")
@needs_visit
def pdf(message: str) -> ResponseReturnValue:
    """The same as a PDF, shown in the browser: nothing lands in the downloads of a shared computer by itself."""
    response = make_response(pdf_of(_slip(message)))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = 'inline; filename="wiedoetwat.pdf"'
    return response


def _slip(message: str) -> Slip:
    visit = current_visit()
    with services().database.transaction() as store:
        cards = {
            body["id"]: body["topic"] for body in (each.body for each in history(store, visit.id)) if _shows_card(body)
        }
        cases = open_cases_of(store, visit.id)
        case = cases[0] if cases else newest_case_of(store, visit.id)
    topic = next(reversed(cards.values()), None) if message == NEWEST else cards.get(message)
    if topic is None and (message != NEWEST or case is None):
        raise NotFound(language=SOURCE_LANGUAGE)
    return make_slip(
        services().content,
        services().settings,
        topic=topic,
        language=visit.language,
        city=visit.city,
        code=case.code if case else "",
        on=now().astimezone(ZONE).date(),
    )


def _shows_card(body: dict[str, Any]) -> bool:
    return bool(body.get("card")) and body.get("topic") in services().content.topics


def size_of(slip: Slip) -> int:
    """0 to 7: how much smaller the type must be for the browser to print one sheet (slip-print.css)."""
    words = [slip.notice, slip.own.title, slip.own.text, slip.own.body, *slip.own.steps, *slip.own.bring]
    letters = sum(map(len, words)) * (1.2 if slip.own.direction == "rtl" else 1)
    if slip.dutch is not None:
        letters += 0.75 * sum(map(len, (slip.dutch.title, *slip.dutch.steps, *slip.dutch.bring)))
    letters += sum(45 + len(each.organisation) for each in slip.contacts)
    return sum(letters > limit for limit in SIZES)
