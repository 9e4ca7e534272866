"""The city's own sign-in (OpenID Connect), when there is one: it proves who someone is, never what they may do.

An account must exist. The first time it is found by its login, in the claim `OIDC_LOGIN_CLAIM`, and linked; from then
on by the city's lasting number for the person, and its password no longer works.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, Flask, abort, current_app, request, session, url_for
from flask.typing import ResponseReturnValue
from joserfc.errors import JoseError
from requests import RequestException
from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.limits import limiter
from gateway.services import services
from gateway.settings import Settings
from gateway.staff.audit import record
from gateway.staff.sign_in import ATTEMPTS_PER_ADDRESS, let_in, show_form
from gateway.store.schema import StaffMember
from gateway.store.staff import end_sessions, find_by_login

logger = logging.getLogger(__name__)

NAME = "city"
SECONDS = 8
DISCOVERY = "/.well-known/openid-configuration"

blueprint = Blueprint("city", __name__, url_prefix="/staff/city")


class NotTheCity(Exception):
    """What came back is not from the issuer in the settings, or names nobody."""


def register_city(app: Flask, settings: Settings) -> None:
    """Set up the client; without `OIDC_ISSUER` the pages below do not exist."""
    if not settings.oidc_issuer:
        return
    oauth = OAuth(app)
    oauth.register(
        NAME,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        server_metadata_url=settings.oidc_issuer + DISCOVERY,
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "default_timeout": SECONDS,
        },
    )
    app.extensions["city_sign_in"] = oauth


@blueprint.get("")
@limiter.limit(ATTEMPTS_PER_ADDRESS)
def start() -> ResponseReturnValue:
    """Off to the city's sign-in page."""
    client = _client()
    for key in [key for key in session if key.startswith(f"_state_{NAME}_")]:  # tries that were given up
        session.pop(key)
    session["city_next"] = request.args.get("next", "")[:500]
    back = services().settings.public_url + url_for("city.back")
    try:
        answer: ResponseReturnValue = client.authorize_redirect(back)
    except (RequestException, ValueError, RuntimeError) as error:
        return _away(error)
    return answer


@blueprint.get("/back")
@limiter.limit(ATTEMPTS_PER_ADDRESS)
def back() -> ResponseReturnValue:
    """Back from there: check what it says, find the account, sign in."""
    client = _client()
    wanted = session.pop("city_next", "")
    if request.args.get("error"):
        return show_form(problem="cancelled", status=401)
    try:
        claims = client.authorize_access_token().get("userinfo")
        subject = subject_of(claims, issuer=services().settings.oidc_issuer)
    except (AuthlibBaseError, JoseError, NotTheCity) as error:
        logger.warning("city sign-in refused: %s", type(error).__name__)
        return show_form(problem="cancelled", status=401)
    except (RequestException, ValueError, RuntimeError) as error:
        return _away(error)
    with services().database.transaction() as store:
        member = _member(store, subject, login_in(claims, services().settings.oidc_login_claim))
    if member is None:
        logger.warning("city sign-in without account")
        return show_form(problem="unknown", status=403)
    return let_in(member, way="city", wanted=wanted)


def subject_of(claims: Mapping[str, object] | None, *, issuer: str) -> str:
    """The person's lasting mark: a hash over issuer and subject. Raises NotTheCity when someone else says it."""
    claims = claims or {}
    if str(claims.get("iss", "")).rstrip("/") != issuer or not claims.get("sub"):
        raise NotTheCity
    return hashlib.sha256(f"{issuer}\n{claims['sub']}".encode()).hexdigest()


def login_in(claims: Mapping[str, object], claim: str) -> str | None:
    """The login that the city gives this person; an address counts only when the city has verified it."""
    value = claims.get(claim)
    if claim == "email" and claims.get("email_verified") is not True:
        return None
    return value if isinstance(value, str) and value else None


def _member(store: Session, subject: str, login: str | None) -> StaffMember | None:
    known = store.scalars(select(StaffMember).where(StaffMember.oidc_subject == subject)).one_or_none()
    if known is None and login is not None:
        known = _link(store, subject, login)
    return known if known is not None and known.active else None


def _link(store: Session, subject: str, login: str) -> StaffMember | None:
    found = find_by_login(store, login)
    if found is None or not found.active or found.oidc_subject is not None:
        return None
    found.oidc_subject = subject
    end_sessions(store, found)
    record(store, found, "city_linked")
    return found


def _client():  # type: ignore[no-untyped-def]  # authlib carries no types
    if "city_sign_in" not in current_app.extensions:
        abort(404)
    return current_app.extensions["city_sign_in"].create_client(NAME)


def _away(error: Exception) -> ResponseReturnValue:
    logger.error("city sign-in away: %s", type(error).__name__)
    return show_form(problem="away", status=503)
