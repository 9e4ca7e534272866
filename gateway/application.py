"""Builds the Flask application from settings: services, guards, blueprints, headers."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect

from civic.agreement import load_agreement
from civic.content.load import CONTENT_ROOT, load_content
from civic.emergencies import load_emergencies
from civic.language.detect import LanguageDetector
from civic.languages import load_languages
from civic.search.documents import documents_of
from civic.search.lexical import LexicalIndex
from civic.translation.deep import make_translator
from civic.voice.factory import build_library
from gateway import access
from gateway.admin import overview as admin_overview
from gateway.admin import people as admin_people
from gateway.admin import rules as admin_rules
from gateway.admin import teams as admin_teams
from gateway.clients.rasa import RasaClient
from gateway.compression import register_compression
from gateway.desk import PARTS as DESK_PARTS
from gateway.errors import register_errors
from gateway.escalations import webhook
from gateway.health import views as health
from gateway.inbox import actions as inbox_actions
from gateway.inbox import failures as inbox_failures
from gateway.inbox import live as inbox_live
from gateway.inbox import views as inbox
from gateway.inbox import voice_notes as inbox_voice_notes
from gateway.limits import register_limits
from gateway.locale import register_locale
from gateway.openapi import pages as openapi_pages
from gateway.proposals import button as proposal_button
from gateway.proposals import pages as proposal_pages
from gateway.services import Services
from gateway.settings import Settings
from gateway.staff import account, audit_page, city, sign_in, two_step
from gateway.staff.places import register_places
from gateway.staff.session import register_session
from gateway.store.database import Database
from gateway.store.numbers import Numbers
from gateway.text_size import register_text_size
from gateway.topics import api as topics_api
from gateway.topics import pages as topics_pages
from gateway.whatsapp import webhook as whatsapp
from gateway.widget import api as chat_api
from gateway.widget import audio, offline, scripts, sheets
from gateway.widget import pages as chat_pages

BODY_LIMIT = 64 * 1024
CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data:; media-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors {ancestors}"
)


def create_app(settings: Settings, parts: Services | None = None) -> Flask:
    """The application; `parts` replaces the real services in tests. Raises ContentError on broken content."""
    logging.getLogger().setLevel(settings.log_level)
    app = Flask("gateway", root_path=str(Path(__file__).parent), static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=dt.timedelta(hours=12),
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["services"] = parts or build_services(settings)
    register_limits(app, redis_url=settings.redis_url)
    access.guard(app)
    _protect_forms(app)
    register_locale(app)
    register_text_size(app)
    register_errors(app)
    register_session(app)
    register_places(app)
    city.register_city(app, settings)
    _register_blueprints(app)
    register_compression(app)
    _set_headers(app, settings)
    return app


def build_services(settings: Settings) -> Services:
    """The real parts, as the settings say; brings the database up to date."""
    content = load_content()
    database = Database(settings.database_url)
    database.migrate(Numbers(settings.secret_key))
    return Services(
        settings=settings,
        content=content,
        languages=load_languages(),
        emergencies=load_emergencies(),
        agreement=load_agreement(),
        database=database,
        rasa=RasaClient(settings.rasa_url, timeout=settings.rasa_timeout),
        detector=LanguageDetector(CONTENT_ROOT / "understanding"),
        search=LexicalIndex(documents_of(content)),
        audio=build_library(
            settings.voice,
            settings.var_folder / "audio",
            max_bytes=settings.audio_megabytes * 1024 * 1024,
            google_url=settings.gtts_url,
        ),
        translator=make_translator(
            settings.translator, base_url=settings.translator_url or None, api_key=settings.translator_key or None
        ),
    )


def _protect_forms(app: Flask) -> None:
    protection = CSRFProtect(app)
    protection.exempt(chat_api.blueprint)  # JSON only, no cookies: the conversation id is the key
    protection.exempt(webhook.blueprint)  # signed
    protection.exempt(whatsapp.blueprint)  # signed


def _register_blueprints(app: Flask) -> None:
    access.register(app, chat_pages.blueprint, access=access.Access.PUBLIC)
    access.register(app, chat_api.blueprint, access=access.Access.PUBLIC)
    access.register(app, audio.blueprint, access=access.Access.PUBLIC)
    access.register(app, sheets.blueprint, access=access.Access.PUBLIC)
    access.register(app, scripts.blueprint, access=access.Access.PUBLIC)
    access.register(app, offline.blueprint, access=access.Access.PUBLIC)
    access.register(app, topics_api.blueprint, access=access.Access.PUBLIC)
    access.register(app, topics_pages.blueprint, access=access.Access.PUBLIC)
    access.register(app, health.blueprint, access=access.Access.PUBLIC)
    access.register(app, openapi_pages.blueprint, access=access.Access.PUBLIC)
    access.register(app, webhook.blueprint, access=access.Access.SIGNED)
    access.register(app, whatsapp.blueprint, access=access.Access.SIGNED)
    access.register(app, sign_in.blueprint, access=access.Access.PUBLIC)
    access.register(app, city.blueprint, access=access.Access.PUBLIC)
    access.register(app, account.blueprint, access=access.Access.STAFF)
    access.register(app, two_step.blueprint, access=access.Access.STAFF)
    access.register(app, audit_page.blueprint, access=access.Access.ADMIN)
    for admin_part in (admin_overview, admin_teams, admin_people, admin_rules):
        access.register(app, admin_part.blueprint, access=access.Access.ADMIN)
    for desk_part in DESK_PARTS:
        access.register(app, desk_part, access=access.Access.DESK)
    access.register(app, inbox.blueprint, access=access.Access.BRIDGE)
    access.register(app, inbox_actions.blueprint, access=access.Access.BRIDGE)
    access.register(app, inbox_failures.blueprint, access=access.Access.BRIDGE)
    access.register(app, inbox_live.blueprint, access=access.Access.BRIDGE)
    access.register(app, inbox_voice_notes.blueprint, access=access.Access.BRIDGE)
    access.register(app, proposal_button.blueprint, access=access.Access.BRIDGE)
    access.register(app, proposal_pages.blueprint, access=access.Access.EDITOR)


def _set_headers(app: Flask, settings: Settings) -> None:
    own = CONTENT_POLICY.format(ancestors="'self'")
    embedded = CONTENT_POLICY.format(ancestors=settings.frame_ancestors)

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = embedded if request.endpoint == "widget.widget" else own
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self)"
        return response
