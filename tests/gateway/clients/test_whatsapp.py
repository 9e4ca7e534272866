"""The one place that calls the Graph API: what it asks, and what every failure becomes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import httpx
import pytest

from gateway.clients import whatsapp
from gateway.clients.whatsapp import GraphError, SoundTooLong, WhatsAppClient
from gateway.settings import Settings
from tests.gateway.whatsapp.setting_up import with_whatsapp
from tests.standins.graph.serving import running_graph
from tests.standins.graph.state import Graph

NUMBER = "32470000001"
TEXT = {"type": "text", "text": {"body": "Dag", "preview_url": False}}


@pytest.fixture
def graph() -> Iterator[Graph]:
    """Meta's side, to which this resident has just written."""
    with running_graph() as graph:
        graph.behaviour.reports = False
        graph.phone(NUMBER).says("dag")
        yield graph


@pytest.fixture
def client(settings: Settings, graph: Graph) -> WhatsAppClient:
    """The client, pointed at it."""
    found = {name.lower(): value for name, value in graph.environment().items()}
    return WhatsAppClient(settings.model_copy(update=found))


def answering(settings: Settings, answer: Callable[[httpx.Request], httpx.Response]) -> WhatsAppClient:
    """A client whose every request is answered by `answer`."""
    return WhatsAppClient(with_whatsapp(settings), transport=httpx.MockTransport(answer))


def test_a_message_goes_out_with_its_tracker_and_comes_back_with_an_id(client: WhatsAppClient, graph: Graph) -> None:
    name = client.send(TEXT, to=NUMBER, tracker="wa:1:0")
    (sent,) = graph.sent
    assert (sent.id, sent.to, sent.text) == (name, NUMBER, "Dag")
    assert sent.message["biz_opaque_callback_data"] == "wa:1:0"


def test_a_part_may_carry_more_than_meta_is_told(client: WhatsAppClient, graph: Graph) -> None:
    client.send({**TEXT, "language": "nl", "sealed": "secret"}, to=NUMBER, tracker="k")
    assert "secret" not in str(graph.sent[0].message)


def test_who_hides_their_number_is_reached_by_their_id(settings: Settings) -> None:
    asked: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.read())
        return httpx.Response(200, json={"messages": [{"id": "wamid.A"}]})

    answering(settings, answer).send(TEXT, to="BE.1234567890", tracker="k")
    assert b'"recipient":"BE.1234567890"' in asked[0]
    assert b'"to"' not in asked[0]


def test_a_sound_is_uploaded_and_fetched_again(client: WhatsAppClient, graph: Graph) -> None:
    media = client.upload(b"OggS" + b"\0" * 100, mime="audio/ogg", name="answer.ogg")
    assert client.download(media) == (b"OggS" + b"\0" * 100, "audio/ogg")


def test_a_sound_that_is_too_long_is_not_read_to_its_end(
    client: WhatsAppClient, graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = graph.keep_media(b"OggS" + b"\0" * 4000, "audio/ogg")
    monkeypatch.setattr(whatsapp, "LONGEST_SOUND_BYTES", 1000)
    with pytest.raises(SoundTooLong):
        client.download(media.id)


def test_a_sound_that_is_gone_is_an_error_with_metas_code(client: WhatsAppClient) -> None:
    with pytest.raises(GraphError) as raised:
        client.download("123456")
    assert raised.value.code == 100


@pytest.mark.parametrize("code", [190, 131026, 131056, 80007, 130429, 131016])
def test_a_refusal_is_known_by_metas_code(client: WhatsAppClient, graph: Graph, code: int) -> None:
    graph.behaviour.refusals.append(code)
    with pytest.raises(GraphError) as raised:
        client.send(TEXT, to=NUMBER, tracker="k")
    assert (raised.value.code, str(raised.value)) == (code, str(code))
    assert raised.value.status is not None


def test_a_page_of_a_proxy_in_place_of_an_answer_is_known_by_its_status(client: WhatsAppClient, graph: Graph) -> None:
    graph.behaviour.is_down = True
    with pytest.raises(GraphError) as raised:
        client.send(TEXT, to=NUMBER, tracker="k")
    assert (raised.value.code, raised.value.status, str(raised.value)) == (None, 503, "HTTP 503")


def test_the_wait_that_meta_asks_for_is_passed_on(settings: Settings) -> None:
    client = answering(settings, lambda request: httpx.Response(429, headers={"Retry-After": "77"}, text="slow down"))
    with pytest.raises(GraphError) as raised:
        client.send(TEXT, to=NUMBER, tracker="k")
    assert (raised.value.status, raised.value.retry_after) == (429, "77")


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, json={}),
        httpx.Response(200, json={"messages": []}),
        httpx.Response(200, text="ok"),
        httpx.Response(400, json={"error": {"message": "without a code"}}),
    ],
)
def test_an_answer_that_is_none_is_an_error(settings: Settings, answer: httpx.Response) -> None:
    with pytest.raises(GraphError):
        answering(settings, lambda request: answer).send(TEXT, to=NUMBER, tracker="k")


def test_no_network_is_an_error_without_code_or_status(settings: Settings) -> None:
    with pytest.raises(GraphError) as raised:
        WhatsAppClient(with_whatsapp(settings)).send(TEXT, to=NUMBER, tracker="k")
    assert (raised.value.code, raised.value.status, str(raised.value)) == (None, None, "ConnectError")


def test_what_the_check_asks_is_read(client: WhatsAppClient, graph: Graph) -> None:
    told = client.read(f"/{graph.account.phone_id}", fields="quality_rating")
    assert told["quality_rating"] == "GREEN"
    with pytest.raises(GraphError):
        client.read("/1")


def test_the_log_holds_no_number_no_word_and_no_id(
    client: WhatsAppClient, graph: Graph, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        name = client.send(TEXT, to=NUMBER, tracker="k")
        graph.behaviour.refusals.append(131026)
        with pytest.raises(GraphError):
            client.send(TEXT, to=NUMBER, tracker="k")
    assert "outcome=ok" in caplog.text
    assert "outcome=131026" in caplog.text
    assert not any(secret in caplog.text for secret in (NUMBER, "Dag", name, graph.account.token))
