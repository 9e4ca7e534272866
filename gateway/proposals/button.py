"""`POST /inbox/propose`: the button beside an answer on the case sheet."""

from __future__ import annotations

import logging

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from civic.case_codes import find_code
from civic.content.model import SOURCE_LANGUAGE
from gateway.errors import NotFound, WrongShape
from gateway.proposals import making
from gateway.proposals.making import Problem
from gateway.services import services
from gateway.staff.session import signed_in

logger = logging.getLogger(__name__)
# Bridge figures propose, editors decide: two blueprints, because access is declared for each.
blueprint = Blueprint("proposals", __name__, url_prefix="/inbox")


@blueprint.post("/propose")
def propose() -> ResponseReturnValue:
    """Form fields: `case` (code), `message` (id of the bot's message), `problem`, and if they like a `remark`.

    Back to the case, with `?proposed=made`, or `known` when it was proposed before. Errors: 400, 404, 422, 503.
    """
    try:
        problem = Problem(request.form.get("problem", ""))
    except ValueError:
        raise WrongShape(language=SOURCE_LANGUAGE) from None
    code = find_code(request.form.get("case", "")) or ""
    try:
        proposal, made = making.propose(
            services(),
            code,
            request.form.get("message", "")[:64],
            signed_in(),
            problem,
            remark=request.form.get("remark", ""),
        )
    except NotFound as error:
        raise NotFound(language=SOURCE_LANGUAGE) from error
    logger.info("proposal=%s state=%s %s", proposal.id, proposal.state, "made" if made else "known")
    return redirect(f"/inbox/{code}?proposed={'made' if made else 'known'}", 303)
