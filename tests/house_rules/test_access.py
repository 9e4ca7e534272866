"""Deny by default: every blueprint says who may reach it, every form is protected, every page has its headers."""

from __future__ import annotations

import re

import pytest
from flask import Blueprint, Flask

from gateway.access import Access
from gateway.application import create_app
from gateway.services import Services
from gateway.settings import Settings

pytest_plugins = ["tests.gateway.conftest"] if False else []


@pytest.fixture
def app(settings: Settings, parts: Services) -> Flask:
    """The application as it is served."""
    return create_app(settings, parts)


def test_every_blueprint_has_declared_its_access(app: Flask) -> None:
    assert set(app.blueprints) == set(app.extensions["access"])


def test_staff_pages_ask_to_sign_in(app: Flask) -> None:
    staff = {name for name, access in app.extensions["access"].items() if access is Access.STAFF}
    assert staff == {"inbox"}
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] in staff:
            response = client.get(rule.rule.replace("<code>", "K7M3QF"))
            assert response.status_code == 302
            assert "/staff/sign-in" in response.headers["Location"]


def test_an_undeclared_blueprint_is_refused(settings: Settings, parts: Services) -> None:
    app = create_app(settings, parts)
    stray = Blueprint("stray", __name__)
    stray.get("/stray")(lambda: "hello")
    app.register_blueprint(stray)
    assert app.test_client().get("/stray").status_code == 403


def test_every_form_needs_its_token(app: Flask) -> None:
    client = app.test_client()
    for path in ("/chat", "/chat/button", "/chat/settings", "/chat/wipe", "/staff/sign-in", "/staff/sign-out"):
        assert client.post(path, data={"text": "hallo"}).status_code == 400


@pytest.mark.parametrize("path", ["/", "/widget", "/topics", "/t/bulky-waste", "/staff/sign-in", "/nowhere"])
def test_every_page_has_a_strict_policy(app: Flask, path: str) -> None:
    response = app.test_client().get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*(src=|ld\+json))", response.get_data(as_text=True))
    assert " style=" not in response.get_data(as_text=True)


def test_only_the_widget_may_be_framed_elsewhere(app: Flask) -> None:
    client = app.test_client()
    assert "frame-ancestors *" in client.get("/widget").headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in client.get("/").headers["Content-Security-Policy"]
