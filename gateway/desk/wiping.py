"""One tap wipes a visit: in the store, in the cookie and, as far as a server can ask for it, in the browser."""

from __future__ import annotations

from flask import Blueprint, make_response
from flask.typing import ResponseReturnValue

from gateway.desk.pages import back_to_desk
from gateway.desk.visit import end_visit
from gateway.text_size import COOKIE as TEXT_SIZE

blueprint = Blueprint("desk_wiping", __name__, url_prefix="/desk")
# Cards read on the resident's own pages, their sounds, the service worker; not the cookies: the helper stays signed in.
EVERYTHING_KEPT = '"cache", "storage"'


@blueprint.post("/wipe")
def wipe() -> ResponseReturnValue:
    """End the visit; the next page is that for the next resident. Works without a visit too: the browser is emptied."""
    end_visit()
    response = make_response(back_to_desk())
    response.headers["Clear-Site-Data"] = EVERYTHING_KEPT
    response.delete_cookie(TEXT_SIZE)  # how the resident liked to read
    return response
