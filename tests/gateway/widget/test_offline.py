"""What a browser may keep of the page, and that a talk is never part of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from civic.content.load import Content
from gateway.widget.scripts import modules

STATIC = Path(__file__).parents[3] / "gateway" / "widget" / "static"
NAME = re.compile(r'const (SHELL|CARDS) = "([\w-]+)";')
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
IMPORT = re.compile(r'^import .* from "(\./[\w/-]+\.js)";$', re.MULTILINE)


def post(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    """Send a form of the chat page."""
    token = TOKEN.search(client.get("/").text)
    assert token is not None
    return client.post(path, data={"csrf_token": token[1], **fields})


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_the_page_without_network_holds_nothing_of_a_talk(client: FlaskClient, content: Content, language: str) -> None:
    post(client, "/chat", text="geheime vraag")
    assert "geheime vraag" in client.get("/").text
    page = client.get(f"/offline?language={language}&city=genk")
    assert content.phrase("ui_offline_title", language) in page.text
    assert "geheime vraag" not in page.text
    assert 'data-conversation=""' in page.text
    assert 'data-city="genk"' in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_the_worker_lies_at_the_root_and_is_checked_again(client: FlaskClient) -> None:
    response = client.get("/service-worker.js")
    assert response.mimetype == "text/javascript"
    assert response.headers["Cache-Control"] == "no-cache"


def test_the_worker_and_the_page_use_the_same_names() -> None:
    page = dict(NAME.findall((STATIC / "chat" / "caches.js").read_text()))
    worker = dict(NAME.findall((STATIC / "service-worker.js").read_text()))
    assert page == worker
    assert set(page) == {"SHELL", "CARDS"}


def test_wiping_empties_the_storage_of_the_browser_too(client: FlaskClient) -> None:
    assert post(client, "/chat/wipe").headers["Clear-Site-Data"] == '"storage"'


def scripts_of(client: FlaskClient, path: str) -> list[str]:
    """The addresses of modules that a page names."""
    return re.findall(r'(?:href|src)="(/scripts/[^"]+)"', client.get(path).text)


def imports_of(name: str) -> list[str]:
    """The names of the modules that this one imports."""
    return [(Path(name).parent / each).as_posix() for each in IMPORT.findall(modules()[name].decode())]


@pytest.mark.parametrize(("path", "start"), [("/", "chat.js"), ("/t/bulky-waste", "page.js")])
def test_a_page_names_each_module_that_it_will_need_and_no_other(client: FlaskClient, path: str, start: str) -> None:
    needed, new = set(), {start}
    while new:
        needed |= new
        found = {
            (Path(name).parent / each).as_posix() for name in new for each in IMPORT.findall(modules()[name].decode())
        }
        new = found - needed
    named = [address.split("/", 3)[3] for address in scripts_of(client, path)]
    assert sorted(named) == sorted(needed)


def test_modules_are_kept_for_good_under_their_version_only(client: FlaskClient) -> None:
    addresses = scripts_of(client, "/")
    for address in addresses:
        response = client.get(address)
        assert (response.status_code, response.mimetype) == (200, "text/javascript")
        assert "immutable" in response.headers["Cache-Control"]
        assert client.get(address, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
    other = client.get(re.sub(r"/scripts/\w+/", "/scripts/0000/", addresses[0]))
    assert other.headers["Cache-Control"] == "no-cache"
    assert client.get(re.sub(r"[\w-]+\.js$", "nothing.js", addresses[0])).status_code == 404


def test_every_import_of_a_module_is_there() -> None:
    for name in modules():
        assert set(imports_of(name)) <= set(modules()), name


def test_the_words_of_an_answer_can_be_followed(client: FlaskClient, content: Content) -> None:
    post(client, "/chat", text="hallo")
    key = re.findall(r'src="/audio/(\w+)\.mp3"', client.get("/").text)[0]
    response = client.get(f"/audio/{key}.json")
    assert response.json["words"] == len(["Dag!"])
    assert [span[1:] for span in response.json["spans"]] == [[0, 1]]
    assert "immutable" in response.headers["Cache-Control"]
    assert client.get(f"/audio/{'0' * 32}.json").status_code == 404
