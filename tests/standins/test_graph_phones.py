"""What phones of the stand-in do reaches the webhook signed, and what is sent to them is reported as Meta does."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import numpy
import pytest
import soundfile

from gateway.whatsapp.received import messages_in, reports_in
from tests.standins.graph import Graph, running_graph
from tests.standins.graph.notifications import joined
from tests.standins.graph.recording import voice_note
from tests.standins.graph.wording import direction, formatted

RESIDENT = "32470000001"


@dataclass
class Webhook:
    """Remembers what was called, and answers with `statuses` first, then 200."""

    calls: list[tuple[dict[str, Any], Mapping[str, str], bytes]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def post(self, body: bytes, headers: Mapping[str, str]) -> int:
        """As the gateway answers Meta."""
        self.calls.append((json.loads(body), headers, body))
        return self.statuses.pop(0) if self.statuses else 200

    def states(self) -> list[str]:
        """The states that were reported, in order."""
        values = [call[0]["entry"][0]["changes"][0]["value"] for call in self.calls]
        return [status["status"] for value in values for status in value.get("statuses", [])]


@pytest.fixture
def webhook() -> Webhook:
    """A webhook that takes everything."""
    return Webhook()


@pytest.fixture
def graph(webhook: Webhook) -> Iterator[Graph]:
    """A stand-in that calls it, with little waiting."""
    with running_graph(post=webhook.post) as server:
        server.behaviour.delivered_after = server.behaviour.read_after = 0.05
        yield server


def send(graph: Graph, message: dict[str, Any], *, to: str = RESIDENT) -> httpx.Response:
    """Send as a business does."""
    return httpx.post(
        f"{graph.url}/v23.0/{graph.account.phone_id}/messages",
        json={"messaging_product": "whatsapp", "to": to, **message},
        headers={"Authorization": f"Bearer {graph.account.token}"},
        trust_env=False,
    )


TEXT = {"type": "text", "text": {"body": "Limburg.net haalt het op."}}


def test_a_message_is_signed_over_its_raw_body(graph: Graph, webhook: Webhook) -> None:
    graph.phone(RESIDENT).says("سؤال")
    payload, headers, body = webhook.calls[0]
    digest = hmac.new(graph.account.app_secret.encode(), body, hashlib.sha256).hexdigest()
    assert headers["X-Hub-Signature-256"] == f"sha256={digest}"
    (received,) = messages_in(payload, phone_id=graph.account.phone_id)
    assert (received.text, received.number) == ("سؤال", RESIDENT)


def test_what_the_webhook_does_not_take_is_repeated_with_the_same_id(graph: Graph, webhook: Webhook) -> None:
    webhook.statuses = [503]
    written = graph.phone(RESIDENT).says("dag")
    assert written.status == 503
    graph.wait_for(lambda: len(webhook.calls) == 2)
    assert webhook.calls[0][0] == webhook.calls[1][0]


def test_a_delivered_message_is_reported_up_to_read(graph: Graph, webhook: Webhook) -> None:
    graph.phone(RESIDENT).says("dag")
    answer = send(graph, TEXT).json()
    graph.wait_for(lambda: graph.sent[0].state == "read" and len(webhook.states()) == 3)
    assert sorted(webhook.states()) == ["delivered", "read", "sent"]
    (report, *_) = reports_in(webhook.calls[-1][0], phone_id=graph.account.phone_id)
    assert report.message_id == answer["messages"][0]["id"]


def test_a_phone_that_is_off_gets_it_when_it_is_switched_on(graph: Graph, webhook: Webhook) -> None:
    phone = graph.phone(RESIDENT)
    phone.says("dag")
    phone.is_on = False
    send(graph, TEXT)
    graph.wait_for(lambda: webhook.states() == ["sent"])
    httpx.post(f"{graph.url}/phone/{RESIDENT}/settings", data={"is_on": "on", "on_whatsapp": "on"}, trust_env=False)
    graph.wait_for(lambda: webhook.states() == ["sent", "delivered"])


@pytest.mark.parametrize(("hours", "known", "code"), [(25.0, True, 131047), (0.0, False, 131026)])
@pytest.mark.parametrize("at_once", [True, False])
def test_who_cannot_be_reached_is_refused_or_reported_with_the_code(
    graph: Graph, webhook: Webhook, hours: float, known: bool, code: int, at_once: bool
) -> None:
    phone = graph.phone(RESIDENT)
    phone.says("dag")
    phone.hours_pass(hours)
    phone.on_whatsapp = known
    graph.behaviour.refuses_at_once = at_once
    answer = send(graph, TEXT)
    if at_once:
        assert answer.json()["error"]["code"] == code
        return
    assert answer.status_code == 200
    graph.wait_for(lambda: webhook.states() == ["failed"])
    (report,) = reports_in(webhook.calls[-1][0], phone_id=graph.account.phone_id)
    assert report.code == code


def test_a_template_reaches_a_closed_window(graph: Graph) -> None:
    invitation = {"name": "someone_answered", "language": {"code": "ar"}}
    assert send(graph, {"type": "template", "template": invitation}).status_code == 200
    assert graph.phone(RESIDENT).received[0].type == "template"


def test_tapping_tells_id_title_and_which_message(graph: Graph, webhook: Webhook) -> None:
    phone = graph.phone(RESIDENT)
    phone.says("dag")
    row = {"id": "/city_genk", "title": "Genk", "description": "3600"}
    action = {"button": "Kies", "sections": [{"rows": [row]}]}
    sent = send(
        graph, {"type": "interactive", "interactive": {"type": "list", "body": {"text": "?"}, "action": action}}
    )
    phone.taps("Genk")
    message = graph.phone(RESIDENT).written[-1].message
    assert message["interactive"] == {"type": "list_reply", "list_reply": row}
    assert message["context"]["id"] == sent.json()["messages"][0]["id"]


def test_who_hides_their_number_is_answered_by_metas_own_id(graph: Graph, webhook: Webhook) -> None:
    phone = graph.phone(RESIDENT)
    phone.hides_number = True
    phone.says("dag")
    (received,) = messages_in(webhook.calls[0][0], phone_id=graph.account.phone_id)
    assert (received.number, received.text) == (None, "dag")
    assert RESIDENT.encode() not in webhook.calls[0][2]
    assert send(graph, {**TEXT, "recipient": received.user}, to="").status_code == 200
    assert send(graph, {**TEXT, "recipient": "BE.1"}, to="").status_code == 400
    assert [sent.text for sent in phone.received] == [TEXT["text"]["body"]]


def test_several_notifications_can_be_one_payload(graph: Graph) -> None:
    phone = graph.phone(RESIDENT)
    both = joined(
        phone.payload(phone.message("text", {"body": "een"})), phone.payload(phone.message("text", {"body": "twee"}))
    )
    assert [one.text for one in messages_in(both, phone_id=graph.account.phone_id)] == ["een", "twee"]


def test_the_page_shows_the_talk_without_javascript(graph: Graph) -> None:
    browser = httpx.Client(base_url=graph.url, follow_redirects=True, trust_env=False)
    page = browser.post(f"/phone/{RESIDENT}/text", data={"text": "<b>dag</b>"}).text
    assert "&lt;b&gt;dag&lt;/b&gt;" in page
    action = {"buttons": [{"type": "reply", "reply": {"id": "/help", "title": "Ik wil een mens"}}]}
    body = {"type": "button", "body": {"text": "*Fluvius* doet dit"}, "action": action}
    sent = send(graph, {"type": "interactive", "interactive": body}).json()["messages"][0]["id"]
    page = browser.get(f"/phone/{RESIDENT}").text
    assert "<b>Fluvius</b> doet dit" in page
    assert "Ik wil een mens" in page
    assert browser.post(f"/phone/{RESIDENT}/tap", data={"message": sent, "choice": "/help"}).status_code == 200
    assert browser.post(f"/phone/{RESIDENT}/tap", data={"message": sent, "choice": "/other"}).status_code == 404
    assert graph.phone(RESIDENT).written[-1].message["interactive"]["button_reply"]["id"] == "/help"


def test_other_programs_change_how_it_behaves(graph: Graph) -> None:
    client = httpx.Client(base_url=graph.url, trust_env=False)
    assert client.post("/control/state", json={"delay_seconds": 0.01, "throughput": 5}).json()["throughput"] == 5
    assert client.post("/control/state", json={"delay": 1}).status_code == 422
    client.post(f"/control/phones/{RESIDENT}", json={"text": "dag"})
    send(graph, TEXT)
    (kept,) = client.get("/control/sent").json()
    assert (kept["to"], kept["message"]["text"]) == (RESIDENT, TEXT["text"])


@pytest.mark.parametrize(("kind", "rate"), [("WAV", 44_100), ("FLAC", 16_000)])
def test_any_sound_becomes_a_mono_voice_note_of_the_same_length(kind: str, rate: int) -> None:
    made = io.BytesIO()
    soundfile.write(made, numpy.zeros((rate, 2), dtype="float32"), rate, format=kind)
    note = voice_note(made.getvalue())
    about = soundfile.info(io.BytesIO(note))
    assert (about.format, about.subtype, about.channels) == ("OGG", "OPUS", 1)
    assert about.duration == pytest.approx(1.0, abs=0.05)
    assert voice_note(note) is note


def test_what_is_no_sound_is_refused(graph: Graph) -> None:
    answer = httpx.post(f"{graph.url}/phone/{RESIDENT}/voice", files={"sound": b"no sound"}, trust_env=False)
    assert answer.status_code == 415


def test_each_line_runs_as_a_phone_lets_it_run() -> None:
    assert direction("\u2068Fluvius\u2069 مسؤولة") == "rtl"
    assert direction("Fluvius مسؤولة") == "ltr"
    assert direction("078 35 35 00") is None
    assert 'dir="rtl">078 35 35 00<' in formatted("سؤال\n078 35 35 00")


def test_marks_do_not_reach_into_links_or_words() -> None:
    html = formatted("zie https://example.org/a_b_c en snake_case_x, _schuin_ *vet*")
    assert 'href="https://example.org/a_b_c"' in html
    assert "snake_case_x" in html
    assert "<i>schuin</i> <b>vet</b>" in html
