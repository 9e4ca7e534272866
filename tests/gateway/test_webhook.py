"""The escalation webhook: signatures, idempotency, limits, shapes."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.case_codes import DIGITS, LETTERS, find_code, new_code
from civic.signatures import sign
from gateway.services import Services
from gateway.store.cases import newest_cases
from gateway.store.schema import Case

GOOD = {"language": "tr", "city": "genk", "topic": "bulky-waste", "question": "Eski koltuk", "channel": "desk"}


def post(client: FlaskClient, body: object, *, key: str = "key-1", at: float | None = None, **headers: str) -> object:
    """Send a signed call; `headers` replace those that it would have."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    timestamp = int(at if at is not None else time.time())
    secret = headers.pop("secret", "a-secret-for-tests-only")
    signed = {
        "X-Timestamp": str(timestamp),
        "X-Signature": sign(raw, timestamp=timestamp, secret=secret),
        "Idempotency-Key": key,
        **headers,
    }
    return client.post("/webhooks/escalations", data=raw, headers=signed, content_type="application/json")


def test_a_signed_call_opens_a_case(client: FlaskClient, parts: Services) -> None:
    response = post(client, GOOD)
    assert response.status_code == 201
    assert response.json.keys() == {"case", "state"}
    assert response.json["state"] == "new"
    assert find_code(response.json["case"]) == response.json["case"]


def test_the_same_key_gives_the_same_case(client: FlaskClient) -> None:
    first, second, other = post(client, GOOD), post(client, GOOD), post(client, GOOD, key="key-2")
    assert (first.status_code, second.status_code, other.status_code) == (201, 200, 201)
    assert first.json == second.json
    assert other.json["case"] != first.json["case"]


def test_the_same_key_at_the_same_moment_makes_one_case(app: Flask, parts: Services) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: post(app.test_client(), GOOD, key="at-once"), range(16)))
    assert {answer.status_code for answer in answers} <= {200, 201}
    assert len({answer.json["case"] for answer in answers}) == 1
    with parts.database.transaction() as session:
        assert len(newest_cases(session)) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Signature": "sha256=" + "0" * 64},
        {"X-Signature": ""},
        {"X-Timestamp": ""},
        {"X-Timestamp": "soon"},
        {"X-Timestamp": "²"},
        {"secret": "another-secret-altogether"},
    ],
)
def test_a_wrong_signature_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    response = post(client, GOOD, **headers)
    assert response.status_code == 401
    assert response.json["error"]["code"] == "invalid_signature"


@pytest.mark.parametrize(("age", "status"), [(0, 201), (290, 201), (310, 401), (-310, 401)])
def test_a_call_is_valid_for_five_minutes(client: FlaskClient, age: int, status: int) -> None:
    assert post(client, GOOD, at=time.time() - age).status_code == status


def test_a_changed_body_is_refused(client: FlaskClient) -> None:
    raw = json.dumps(GOOD).encode()
    timestamp = int(time.time())
    headers = {
        "X-Timestamp": str(timestamp),
        "X-Signature": sign(raw, timestamp=timestamp, secret="a-secret-for-tests-only"),
        "Idempotency-Key": "k",
    }
    response = client.post("/webhooks/escalations", data=raw + b" ", headers=headers, content_type="application/json")
    assert response.status_code == 401


def test_over_64_kib_is_refused(client: FlaskClient) -> None:
    assert post(client, {**GOOD, "question": "a" * 70_000}).status_code == 413


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({}, {"language"}),
        ([], {"body"}),
        ({**GOOD, "language": "fr", "reach": "pigeon"}, {"language", "reach"}),
        ({**GOOD, "city": "gent"}, {"city"}),
        ({**GOOD, "topic": "no-such-topic"}, {"topic"}),
        ({"language": "nl"}, {"body"}),
        ({**GOOD, "question": 5}, {"question"}),
    ],
)
def test_a_wrong_shape_lists_each_path(client: FlaskClient, body: object, paths: set[str]) -> None:
    response = post(client, body)
    assert response.status_code == 422
    assert {item["path"] for item in response.json["error"]["detail"]} == paths


def test_a_missing_key_is_a_wrong_shape(client: FlaskClient) -> None:
    response = post(client, GOOD, key="")
    assert response.status_code == 422
    assert response.json["error"]["detail"][0]["path"] == "Idempotency-Key"


def test_broken_json_is_said(client: FlaskClient) -> None:
    assert post(client, b"{").status_code == 400


def test_the_old_secret_is_valid_while_it_is_being_replaced(app: Flask, parts: Services) -> None:
    update = {"escalation_secret_old": "the-secret-of-last-year"}
    object.__setattr__(parts, "settings", parts.settings.model_copy(update=update))
    assert post(app.test_client(), GOOD, secret="the-secret-of-last-year").status_code == 201


def test_the_opening_is_recorded(client: FlaskClient, parts: Services) -> None:
    from sqlalchemy import select

    from gateway.store.schema import CaseEvent

    post(client, GOOD)
    with parts.database.transaction() as session:
        (event,) = session.scalars(select(CaseEvent)).all()
        case = session.scalars(select(Case)).one()
    assert (event.who, event.what) == ("webhook:desk", "opened")
    assert case.question == "Eski koltuk"


def test_codes_have_no_look_alikes() -> None:
    assert not set(LETTERS + DIGITS) & set("01258BILOSUVZ")
    assert all(find_code(new_code()) for _ in range(200))


@pytest.mark.parametrize("said", ["k7m3qf", "K7M3QF", "k7 m3 qf", "mijn code is K7-M3-QF, dank u"])
def test_a_code_is_found_however_it_is_typed(said: str) -> None:
    assert find_code(said) == "K7M3QF"


@pytest.mark.parametrize("said", ["waar is de bib", "3600 Genk", "089 65 36 00", ""])
def test_ordinary_words_are_no_code(said: str) -> None:
    assert find_code(said) is None
