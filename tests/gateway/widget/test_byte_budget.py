"""What the chat makes a phone load: style and script stay under 60 kB together, compressed as they are served."""

from __future__ import annotations

import gzip
import re
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient

BUDGET = 60_000
PAGE_BUDGET = 30_000
TOO_SMALL_TO_SHRINK = 500
IMPORT = re.compile(r'(?:\bfrom\s+|\bimport\s*\(?\s*)"(\.[^"]+)"')
FIRST = re.compile(r'<(?:script[^>]*\ssrc|link rel="(?:stylesheet|modulepreload)" href)="([^"]+)"')


def served(client: FlaskClient, address: str) -> tuple[int, str]:
    """The bytes on the wire, and the text."""
    with client.get(address, headers={"Accept-Encoding": "gzip"}) as response:
        assert response.status_code == 200, address
        body = response.get_data()
        if "Content-Encoding" not in response.headers:
            assert len(body) < TOO_SMALL_TO_SHRINK, address
            return len(body), body.decode()
        assert response.headers["Content-Encoding"] == "gzip", address
        return len(body), gzip.decompress(body).decode()


def everything(client: FlaskClient, page: str) -> dict[str, int]:
    """Each style sheet and script of a page, with what they import, and the service worker: address to bytes."""
    _, html = served(client, page)
    waiting, weighed = [*FIRST.findall(html), "/service-worker.js"], dict[str, int]()
    while waiting:
        address = waiting.pop()
        if address in weighed:
            continue
        weighed[address], text = served(client, address)
        if ".js" in address:
            waiting += [urljoin(address, found) for found in IMPORT.findall(text)]
    return weighed


@pytest.mark.parametrize("page", ["/?language=ar", "/widget?language=nl", "/?area=all"])
def test_style_and_script_of_the_chat_stay_within_the_budget(client: FlaskClient, page: str) -> None:
    weighed = everything(client, page)
    assert any(".css" in address for address in weighed)
    assert sum(".js" in address for address in weighed) >= 2
    assert sum(weighed.values()) < BUDGET, weighed


@pytest.mark.parametrize("page", ["/?language=ar", "/t/bulky-waste?language=tr&city=genk"])
def test_the_page_itself_is_light(client: FlaskClient, page: str) -> None:
    size, _ = served(client, page)
    assert size < PAGE_BUDGET


def test_all_pictures_together_are_light(client: FlaskClient) -> None:
    assert sum(served(client, f"/static/{name}.svg")[0] for name in ("pictograms", "icons")) < 10_000
