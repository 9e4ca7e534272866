"""What is compressed on the wire and what must not be."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateway.services import Services
from gateway.store.staff import add_staff

ZIP = {"Accept-Encoding": "gzip"}


def get(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    """The whole answer; a file behind it is closed."""
    with client.get(path, headers=headers) as response:
        response.get_data()
        return response


@pytest.mark.parametrize(
    "path",
    ["/", "/topics", "/static/pictograms.svg", "/sheets/chat.css", "/api/topics", "/developers/static/developers.css"],
)
def test_what_residents_load_and_all_style_is_compressed(client: FlaskClient, path: str) -> None:
    small, plain = get(client, path, **ZIP), get(client, path)
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert len(small.get_data()) < len(plain.get_data()) / 2
    assert "Content-Encoding" not in plain.headers


def test_a_browser_that_has_the_compressed_file_is_not_sent_it_again(client: FlaskClient) -> None:
    first = get(client, "/static/pictograms.svg", **ZIP)
    again = get(client, "/static/pictograms.svg", **ZIP, **{"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.get_data() == b""


def test_a_part_of_a_file_is_sent_as_it_is(client: FlaskClient) -> None:
    part = get(client, "/static/pictograms.svg", **ZIP, Range="bytes=0-3")
    assert (part.status_code, part.get_data()) == (206, b"<svg")
    assert "Content-Encoding" not in part.headers


def test_pages_behind_the_sign_in_are_not(app: Flask, parts: Services) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    with parts.database.transaction() as session:
        add_staff(session, login="anna", password="a-long-password", role="bridge")
    browser = app.test_client()
    browser.post("/staff/sign-in", data={"login": "anna", "password": "a-long-password"})
    page = browser.get("/inbox", headers=ZIP)
    assert page.status_code == 200
    assert "Content-Encoding" not in page.headers


def test_the_stream_of_messages_is_not_held_up_by_compression(client: FlaskClient) -> None:
    conversation = client.post("/api/chat", json={"text": "dag"}).json["conversation"]
    stream = client.get(f"/api/chat/{conversation}/events", headers=ZIP, buffered=False)
    assert "Content-Encoding" not in stream.headers
    assert next(iter(stream.response)).startswith(b"retry:")
    stream.close()


def test_sound_is_sent_as_it_is(client: FlaskClient, parts: Services) -> None:
    assert parts.audio
    key = parts.audio.prepare("Dag", "nl")
    assert "Content-Encoding" not in get(client, f"/audio/{key}.mp3", **ZIP).headers


def test_what_comes_compressed_is_what_was_meant(client: FlaskClient) -> None:
    for path in ("/sheets/chat.css", "/static/pictograms.svg"):
        assert gzip.decompress(get(client, path, **ZIP).get_data()) == get(client, path).get_data()
