"""What the stand-in for the Graph API takes and refuses: bounds, token, limits, and a sound that can be heard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from gateway.clients.whatsapp import GraphError, WhatsAppClient
from gateway.settings import Settings
from tests.standins.graph import Graph, running_graph
from tests.standins.graph.limits import Limits
from tests.standins.graph.media import cannot_be_heard, new_media

RESIDENT = "32470000001"


@pytest.fixture
def graph() -> Iterator[Graph]:
    """A stand-in that reports nothing by itself, and a phone that wrote a moment ago."""
    with running_graph(post=lambda body, headers: 200) as server:
        server.behaviour.reports = False
        server.phone(RESIDENT).says("dag")
        yield server


@pytest.fixture
def client(graph: Graph, settings: Settings) -> WhatsAppClient:
    """The gateway's own client, through pywa."""
    given = {name.lower(): value for name, value in graph.environment().items()}
    return WhatsAppClient(settings.model_copy(update=given))


def buttons(*titles: str, body: str = "Kies", ids: tuple[str, ...] = ()) -> dict[str, Any]:
    """A message with reply buttons."""
    made = [
        {"type": "reply", "reply": {"id": ids[place] if ids else f"/{place}", "title": title}}
        for place, title in enumerate(titles)
    ]
    content = {"type": "button", "body": {"text": body}, "action": {"buttons": made}}
    return {"type": "interactive", "interactive": content}


def listed(*rows: dict[str, str], label: str = "Kies") -> dict[str, Any]:
    """A message with a list."""
    action = {"button": label, "sections": [{"rows": list(rows)}]}
    return {"type": "interactive", "interactive": {"type": "list", "body": {"text": "Kies"}, "action": action}}


def template(name: str, language: str, *values: str) -> dict[str, Any]:
    """An invitation."""
    made: dict[str, Any] = {"name": name, "language": {"code": language}}
    if values:
        made["components"] = [{"type": "body", "parameters": [{"type": "text", "text": value} for value in values]}]
    return {"type": "template", "template": made}


ROW = {"id": "/a", "title": "Genk"}
FITS = {
    "the longest text": {"type": "text", "text": {"body": "a" * 4096, "preview_url": False}},
    "three buttons": buttons("a" * 20, "b", "c"),
    "ten rows": listed(*({"id": f"/{n}", "title": f"{n}" * 24} for n in range(10))),
    "a described row": listed({**ROW, "description": "d" * 72}),
    "an approved template": template("someone_answered", "tr"),
}
REFUSED = {
    "a text too long": ({"type": "text", "text": {"body": "a" * 4097}}, 100),
    "an empty text": ({"type": "text", "text": {"body": " "}}, 100),
    "four buttons": (buttons("a", "b", "c", "d"), 131009),
    "a button title too long": (buttons("a" * 21), 131009),
    "two buttons alike": (buttons("a", "a"), 131009),
    "two ids alike": (buttons("a", "b", ids=("/x", "/x")), 131009),
    "an id too long": (buttons("a", ids=("/" * 257,)), 131009),
    "a body too long": (buttons("a", body="b" * 1025), 131009),
    "eleven rows": (listed(*({"id": f"/{n}", "title": f"{n}"} for n in range(11))), 131009),
    "a row title too long": (listed({"id": "/a", "title": "a" * 25}), 131009),
    "a description too long": (listed({**ROW, "description": "d" * 73}), 131009),
    "a row id too long": (listed({"id": "/" * 201, "title": "a"}), 131009),
    "a list label too long": (listed(ROW, label="l" * 21), 131009),
    "a template that nobody made": (template("unknown", "nl"), 132001),
    "a template in another language": (template("someone_answered", "fr"), 132001),
    "a template with a value too many": (template("someone_answered", "nl", "K7M3QF"), 132000),
    "a sound that was never uploaded": ({"type": "audio", "audio": {"id": "1"}}, 100),
    "a kind that does not exist": ({"type": "poll", "poll": {}}, 100),
}


@pytest.mark.parametrize("name", FITS)
def test_what_fits_is_taken_and_kept(graph: Graph, client: WhatsAppClient, name: str) -> None:
    message_id = client.send(FITS[name], to=RESIDENT, tracker="12")
    (sent,) = graph.sent
    assert (sent.id, sent.to, sent.type) == (message_id, RESIDENT, FITS[name]["type"])
    assert sent.message["biz_opaque_callback_data"] == "12"


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_is_refused_with_metas_code(graph: Graph, client: WhatsAppClient, name: str) -> None:
    message, code = REFUSED[name]
    with pytest.raises(GraphError) as refused:
        client.send(message, to=RESIDENT, tracker="12")
    assert refused.value.code == code
    assert graph.sent == []


def test_a_refusal_has_the_shape_of_metas(graph: Graph) -> None:
    message = {"messaging_product": "whatsapp", "to": RESIDENT, **buttons("a" * 21)}
    answer = httpx.post(
        f"{graph.url}/v23.0/{graph.account.phone_id}/messages",
        json=message,
        headers={"Authorization": f"Bearer {graph.account.token}"},
        trust_env=False,
    )
    error = answer.json()["error"]
    assert answer.status_code == 400
    assert error["message"] == "(#131009) Parameter value is not valid"
    assert error["type"] == "OAuthException"
    assert error["error_data"]["details"] == "Button title length invalid. Min length: 1, Max length: 20"
    assert error["fbtrace_id"]


def test_an_expired_and_a_wrong_token_are_both_190(graph: Graph, client: WhatsAppClient) -> None:
    graph.account.token_expired = True
    with pytest.raises(GraphError) as expired:
        client.send(FITS["three buttons"], to=RESIDENT, tracker="1")
    graph.account.token_expired, graph.account.token = False, "another"
    with pytest.raises(GraphError) as wrong:
        client.send(FITS["three buttons"], to=RESIDENT, tracker="1")
    assert [(error.value.code, error.value.status) for error in (expired, wrong)] == [(190, 401), (190, 401)]


def test_told_refusals_come_once_each_and_in_order(graph: Graph, client: WhatsAppClient) -> None:
    graph.behaviour.refusals.extend([130429, 131056])
    for code in (130429, 131056):
        with pytest.raises(GraphError) as refused:
            client.send(FITS["three buttons"], to=RESIDENT, tracker="1")
        assert refused.value.code == code
    assert client.send(FITS["three buttons"], to=RESIDENT, tracker="1").startswith("wamid.")


def test_a_server_that_is_down_answers_without_meta(graph: Graph, client: WhatsAppClient) -> None:
    graph.behaviour.is_down = True
    with pytest.raises(GraphError) as refused:
        client.send(FITS["three buttons"], to=RESIDENT, tracker="1")
    assert (refused.value.code, refused.value.status) == (None, 503)


def test_the_number_and_each_pair_have_their_own_pace() -> None:
    moment = [100.0]
    limits = Limits(throughput=3, pair_burst=2, clock=lambda: moment[0])
    assert [limits.exceeded(RESIDENT) for _ in range(3)] == [None, None, 131056]
    assert limits.exceeded("32470000002") == 130429
    moment[0] += 1
    assert [limits.exceeded("32470000002") for _ in range(2)] == [None, None]
    moment[0] += 6
    assert limits.exceeded(RESIDENT) is None


def test_a_file_comes_back_as_it_was_uploaded_until_it_is_forgotten(graph: Graph, client: WhatsAppClient) -> None:
    media_id = client.upload(b"OggS....OpusHead\x01\x01", mime="audio/ogg", name="card.ogg")
    assert client.download(media_id) == (b"OggS....OpusHead\x01\x01", "audio/ogg")
    graph.forget_media(media_id)
    with pytest.raises(GraphError) as gone:
        client.send({"type": "audio", "audio": {"id": media_id, "voice": True}}, to=RESIDENT, tracker="1")
    assert gone.value.code == 100


@pytest.mark.parametrize(("content", "mime"), [(b"<html>", "text/html"), (b"", "audio/ogg")])
def test_a_file_that_meta_does_not_hold_is_refused(client: WhatsAppClient, content: bytes, mime: str) -> None:
    with pytest.raises(GraphError) as refused:
        client.upload(content, mime=mime, name="file")
    assert refused.value.code == 100


@pytest.mark.parametrize(
    ("content", "mime", "heard"),
    [
        (b"OggS" + b"." * 24 + b"OpusHead\x01\x01", "audio/ogg; codecs=opus", True),
        (b"OggS" + b"." * 24 + b"OpusHead\x01\x02", "audio/ogg; codecs=opus", False),
        (b"OggS" + b"." * 24 + b"\x01vorbis", "audio/ogg", False),
        (b"ID3", "audio/mpeg", True),
    ],
)
def test_a_voice_note_must_be_opus_and_mono(content: bytes, mime: str, heard: bool) -> None:
    assert (cannot_be_heard(new_media(content, mime)) == "") is heard
