"""Pages without JavaScript: chat, topics, staff; each with its language, title and one heading."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.cards import answer_with
from civic.content.load import Content
from civic.replies import TurnResult
from gateway.services import Services
from gateway.store.cases import NewCase, open_case
from gateway.store.staff import add_staff
from tests.gateway.fake_rasa import FakeRasa

PAGES = (
    "/",
    "/widget",
    "/topics",
    "/topics?q=afval",
    "/t/bulky-waste",
    "/t/neighbourhood-manager?city=genk",
    "/privacy",
    "/accessibility",
)


def page(client: FlaskClient, path: str, language: str) -> str:
    """A page in a language, checked for what every page must have."""
    response = client.get(path + ("&" if "?" in path else "?") + f"language={language}")
    html = response.get_data(as_text=True)
    assert response.status_code == 200
    assert re.search(rf'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"', html)
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert re.search(r"<title>[^<]{5,}</title>", html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert not re.search(
        r"\b(ui|page|area|privacy|access)_[a-z_]+\b", re.sub(r"<[^>]*>", "", html)
    )  # no untranslated key
    return html


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_complete(client: FlaskClient, path: str, language: str) -> None:
    page(client, path, language)


def test_every_topic_has_a_page_in_every_language_and_city(client: FlaskClient, content: Content) -> None:
    for topic in content.topics:
        for city in content.cities:
            html = page(client, f"/t/{topic}?city={city}", "ar")
            assert content.said(topic, "ar", city).wording.title in html.replace("&#39;", "'").replace("&#34;", '"')


def test_the_chat_works_without_javascript(app: Flask, client: FlaskClient, rasa: FakeRasa, content: Content) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/?language=tr").get_data(as_text=True))
    assert token
    rasa.result = TurnResult(replies=(answer_with(content, "bulky-waste", language="tr", city=None),))
    answer = client.post("/chat", data={"csrf_token": token[1], "text": "koltuğu kim alır"})
    assert answer.status_code == 303
    html = page(client, "/", "tr")
    assert content.said("bulky-waste", "tr", None).wording.title in html
    assert "koltuğu kim alır" in html
    assert "Limburg.net" in html
    client.post("/chat/wipe", data={"csrf_token": token[1]})
    assert "koltuğu kim alır" not in page(client, "/", "tr")


def test_what_people_type_cannot_become_markup(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client.post("/chat", data={"text": "<script>alert(1)</script>"})
    html = client.get("/").get_data(as_text=True)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_an_unknown_page_says_so_in_the_readers_language(client: FlaskClient, content: Content) -> None:
    response = client.get("/t/no-such-topic?language=ar")
    assert response.status_code == 404
    assert content.phrase("not_found", "ar") in response.get_data(as_text=True)


@pytest.fixture
def staff(app: Flask, parts: Services) -> FlaskClient:
    """A signed-in member of staff."""
    app.config["WTF_CSRF_ENABLED"] = False
    with parts.database.transaction() as session:
        add_staff(session, login="anna", password="a-long-password", role="bridge")
    client = app.test_client()
    assert client.post("/staff/sign-in", data={"login": "anna", "password": "a-long-password"}).status_code == 303
    return client


def test_staff_see_the_cases(staff: FlaskClient, parts: Services) -> None:
    new = NewCase(
        channel="desk", language="ar", city="genk", topic="bulky-waste", question="عندي كنبة قديمة", name="Noor"
    )
    case, _ = open_case(parts.database, new, key="k", by="test")
    listed = staff.get("/inbox").get_data(as_text=True)
    assert case.code in listed
    sheet = staff.get(f"/inbox/{case.code}").get_data(as_text=True)
    for word in ("Noor", "عندي كنبة قديمة", "Arabisch"):
        assert word in sheet
    assert staff.get("/inbox/ZZZZZZ").status_code == 404


def test_a_wrong_password_and_an_unknown_login_look_the_same(app: Flask, staff: FlaskClient) -> None:
    other = app.test_client()
    answers = [other.post("/staff/sign-in", data={"login": login, "password": "wrong"}) for login in ("anna", "nobody")]
    assert {answer.status_code for answer in answers} == {401}
    shown = [re.sub(r'name="csrf_token" value="[^"]*"', "", answer.get_data(as_text=True)) for answer in answers]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("target", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"])
def test_signing_in_never_leads_elsewhere(app: Flask, staff: FlaskClient, target: str) -> None:
    client = app.test_client()
    data = {"login": "anna", "password": "a-long-password", "next": target}
    assert client.post("/staff/sign-in", data=data).headers["Location"] == "/inbox"


def test_search_engines_find_every_topic_page_in_every_language(client: FlaskClient, content: Content) -> None:
    from xml.etree import ElementTree

    tree = ElementTree.fromstring(client.get("/sitemap.xml").get_data())  # noqa: S314 (our own page)
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    addresses = [entry.text for entry in tree.findall("s:url/s:loc", names)]
    assert len(addresses) == len(set(addresses)) == 3 * (len(content.topics) + 1)
    assert len(tree.findall("s:url/x:link", names)) == 3 * len(addresses)
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in client.get("/robots.txt").get_data(as_text=True)


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_topic_pages_carry_structured_data(client: FlaskClient, content: Content, language: str) -> None:
    import json

    html = page(client, "/t/bulky-waste?city=genk", language)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found
    data = json.loads(found[1])
    assert (data["@context"], data["@type"]) == ("https://schema.org", "GovernmentService")
    assert data["provider"]["name"] == content.organisations["limburg-net"].names.in_language(language)
    assert data["areaServed"] == {"@type": "City", "name": "Genk"}
    assert data["mainEntityOfPage"]["inLanguage"] == language
    assert len(re.findall(r'rel="alternate" hreflang="', html)) == 4
