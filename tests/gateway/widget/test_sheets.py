"""One style sheet per kind of page, kept by browsers as long as it is the same."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from gateway.widget.sheets import SHEETS, STATIC, sheet

PAGES = {"/": "chat", "/widget": "chat", "/t/bulky-waste": "page", "/topics": "page"}


def linked(html: str) -> list[str]:
    """The style sheets of a page."""
    return re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_for_one_sheet_that_holds_all_its_files(client: FlaskClient, path: str) -> None:
    (address,) = linked(client.get(path).get_data(as_text=True))
    response = client.get(address)
    assert (response.status_code, response.mimetype) == (200, "text/css")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for name in SHEETS[PAGES[path]]:
        assert (STATIC / name).read_text("utf-8") in response.get_data(as_text=True)


def test_a_sheet_of_another_version_is_not_kept(client: FlaskClient) -> None:
    response = client.get("/sheets/chat.css?v=before")
    assert response.get_data() == sheet("chat")
    assert response.headers["Cache-Control"] == "no-cache"
    again = client.get("/sheets/chat.css", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_there_is_no_other_sheet(client: FlaskClient) -> None:
    assert client.get("/sheets/../style.css").status_code == 404
    assert client.get("/sheets/nothing.css").status_code == 404


def test_every_style_file_is_on_a_page() -> None:
    used = {name for names in SHEETS.values() for name in names}
    assert used == {"style.css", *(f"css/{path.name}" for path in (STATIC / "css").glob("*.css"))}


def test_style_files_stay_small_enough_to_read() -> None:
    for path in [STATIC / "style.css", *(STATIC / "css").glob("*.css")]:
        assert len(path.read_text("utf-8").splitlines()) <= 250, path.name
