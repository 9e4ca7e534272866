"""Bigger letters: one link, remembered, on every page of residents, without script."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.content.load import Content

PAGES = ("/", "/widget?city=genk", "/topics?q=afval", "/t/bulky-waste?city=genk", "/privacy", "/t/no-such-topic")
LARGE = re.compile(r'<html[^>]* data-text="large"')


def link(html: str) -> tuple[str, str]:
    """Where the link leads, and its words."""
    found = re.search(r'<a class="text-size" href="([^"]+)"[^>]*>.*?<span>(.*?)</span>', html, re.S)
    assert found
    return found[1].replace("&amp;", "&"), found[2]


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
@pytest.mark.parametrize("path", PAGES)
def test_a_tap_makes_the_letters_of_this_page_bigger_and_another_gives_them_back(
    client: FlaskClient, content: Content, path: str, language: str
) -> None:
    client.get(f"/?language={language}")
    before = client.get(path).get_data(as_text=True)
    assert not LARGE.search(before)
    address, words = link(before)
    assert words == content.phrase("ui_text_large", language)
    bigger = client.get(address).get_data(as_text=True)
    assert LARGE.search(bigger)
    assert re.search(r"<h1.*?</h1>", bigger, re.S) or "no-such-topic" in path
    address, words = link(bigger)
    assert words == content.phrase("ui_text_normal", language)
    assert not LARGE.search(client.get(address).get_data(as_text=True))


def test_the_page_stays_the_same_page(client: FlaskClient) -> None:
    address, _ = link(client.get("/topics?q=afval&city=genk&language=tr").get_data(as_text=True))
    assert address == "/topics?q=afval&city=genk&language=tr&text=large"


def test_it_is_remembered_for_a_year_and_says_nothing_else(client: FlaskClient) -> None:
    response = client.get("/?text=large")
    (cookie,) = [line for line in response.headers.getlist("Set-Cookie") if line.startswith("text_size=")]
    assert cookie.startswith("text_size=large;")
    assert "Max-Age=31536000" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert LARGE.search(client.get("/t/bulky-waste").get_data(as_text=True))


def test_wiping_a_talk_leaves_the_letters_as_they_are(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client.get("/?text=large")
    client.post("/chat", data={"text": "dag"})
    client.post("/chat/wipe")
    assert LARGE.search(client.get("/").get_data(as_text=True))


@pytest.mark.parametrize("asked", ["", "huge", '"><script>'])
def test_another_size_is_not_taken(client: FlaskClient, asked: str) -> None:
    response = client.get("/", query_string={"text": asked})
    assert not LARGE.search(response.get_data(as_text=True))
    assert not any(line.startswith("text_size=") for line in response.headers.getlist("Set-Cookie"))


def test_after_a_mistake_in_the_form_the_link_leads_to_the_chat(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    html = client.post("/chat", data={"text": "  "}).get_data(as_text=True)
    assert link(html)[0] == "/?text=large"
