"""/developers: every call, how to sign, and the sample clients as they are."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from gateway.openapi.operations import OPERATIONS

EXAMPLES = Path(__file__).resolve().parents[3] / "docs" / "examples"


@pytest.fixture
def page(client: FlaskClient) -> str:
    """What a browser gets."""
    response = client.get("/developers", headers={"Accept-Language": "ar"})
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_it_is_an_english_page_that_reads_from_left_to_right(page: str) -> None:
    assert '<html lang="en" dir="ltr">' in page
    assert page.count("<h1") == 1


def test_every_call_is_described_with_what_it_answers(page: str) -> None:
    for operation in OPERATIONS:
        section = page.partition(f'id="{operation.name}"')[2].partition("</section>")[0]
        assert f"{operation.method.upper()} {operation.path}</code>" in section
        for status in (*operation.answers, *operation.errors):
            assert f"<code>{status}</code>" in section


@pytest.mark.parametrize("name", ["escalate.sh", "escalate.py"])
def test_the_sample_clients_are_shown_as_they_are_tested(page: str, name: str) -> None:
    shown = [html.unescape(block) for block in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)]
    assert (EXAMPLES / name).read_text("utf-8") in [f"{block.rstrip()}\n" for block in shown]


def test_links_within_the_page_lead_somewhere(page: str, client: FlaskClient) -> None:
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'(?:href="#|aria-labelledby=")([^"]+)"', page):
        assert target in ids
    for path in re.findall(r'(?:href|src)="(/[^"]*)"', page):
        response = client.get(path)
        assert response.status_code == 200, path
        response.close()


def test_it_keeps_the_strict_policy(page: str) -> None:
    assert " style=" not in page
    assert "<script" not in page
    assert "<style" not in page


def test_the_rotation_of_the_secret_is_told_here_and_in_the_docs(page: str) -> None:
    docs = (EXAMPLES.parent / "webhook.md").read_text("utf-8")
    for text in (html.unescape(page), docs):
        assert "ESCALATION_SECRET_OLD" in text
        assert "leaked" in text


def test_every_field_of_a_body_is_named(page: str, client: FlaskClient) -> None:
    schemas = client.get("/openapi.json").json["components"]["schemas"]
    for operation in OPERATIONS:
        if operation.body is not None:
            section = page.partition(f'id="{operation.name}"')[2].partition("</section>")[0]
            for name in schemas[operation.body.__name__]["properties"]:
                assert f"<dt><code>{name}</code></dt>" in section
    assert "`" not in page.partition('<h2 id="open-a-case"')[0]
