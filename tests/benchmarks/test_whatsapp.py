"""What the WhatsApp benchmark calls lost, twice and out of order, and how it knows an answer again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from benchmarks.processes import BenchFailed
from benchmarks.whatsapp.burst import Burst, repeat
from benchmarks.whatsapp.judging import Outcome, judge
from benchmarks.whatsapp.measuring import Measured, settings_for, table
from benchmarks.whatsapp.questions import Asked, first_line
from benchmarks.whatsapp.residents import Resident, Way, write_all
from gateway.delivery import enqueue
from gateway.services import Services
from tests.standins.graph import Graph, Sent, running_graph
from tests.standins.webhook_receiver import WebhookReceiver, running_webhook_receiver

ASKS = [Asked("wie haalt het grofvuil op?", "Grofvuil"), Asked("wie maakt de lamp?", "Straatlamp kapot")]
NUMBER = "32470000001"


@pytest.fixture
def graph() -> Iterator[Graph]:
    """Meta's side, which calls nobody."""
    with running_graph() as server:
        yield server


@pytest.fixture
def resident() -> Resident:
    """Who asked both, at once."""
    return Resident(NUMBER, ASKS, written_at=[100.0, 100.0], acknowledged_ms=[5.0, 7.0])


def sent(graph: Graph, *lines: str, at: float = 101.0) -> None:
    """What Meta's side took, a second apart."""
    for place, line in enumerate(lines):
        message = {
            "type": "text",
            "text": {"body": f"*{line}*\n\nUitleg"},
            "biz_opaque_callback_data": f"{line}{place}",
        }
        graph.keep_sent(Sent(id=f"{line}{place}", to=NUMBER, message=message, at=at + place))


def test_every_answer_once_and_in_order_is_right(graph: Graph, resident: Resident) -> None:
    sent(graph, "Welkom", "Grofvuil", "Straatlamp kapot")
    outcome = judge(graph, [resident], way="at once")
    assert outcome.is_right
    assert (outcome.messages, outcome.sent) == (2, 3)
    assert (outcome.p50_seconds, outcome.all_answered_seconds) == (2.5, 3.0)


@pytest.mark.parametrize(
    ("lines", "lost", "twice", "disordered"),
    [
        (("Grofvuil",), 1, 0, 0),
        (("Grofvuil", "Straatlamp kapot", "Grofvuil"), 0, 1, 0),
        (("Straatlamp kapot", "Grofvuil"), 0, 0, 1),
        ((), 2, 0, 0),
    ],
)
def test_what_is_missing_repeated_or_overtaken_is_counted(
    graph: Graph, resident: Resident, lines: tuple[str, ...], lost: int, twice: int, disordered: int
) -> None:
    sent(graph, *lines)
    outcome = judge(graph, [resident], way="at once")
    assert (outcome.lost, outcome.twice, outcome.residents_out_of_order) == (lost, twice, disordered)
    assert not outcome.is_right


def test_one_delivery_sent_twice_is_twice_whatever_it_says(graph: Graph, resident: Resident) -> None:
    sent(graph, "Grofvuil", "Straatlamp kapot")
    again = graph.sent[-1]
    graph.keep_sent(replace(again, id="another", message={**again.message, "text": {"body": "iets anders"}}))
    assert judge(graph, [resident], way="at once").twice == 1


def test_an_answer_is_known_by_its_first_line_without_marks() -> None:
    assert first_line("*\u2068Fluvius\u2069 مسؤولة*\n_ترجمة_") == "Fluvius مسؤولة"


def address(receiver: WebhookReceiver) -> str:
    """Where payloads go."""
    return f"http://127.0.0.1:{receiver.port}/webhooks/whatsapp"


@pytest.mark.parametrize("way", list(Way))
def test_residents_write_in_order_and_some_payloads_come_twice(graph: Graph, way: Way) -> None:
    resident = Resident(NUMBER, ASKS)
    sent(graph, "Grofvuil", "Straatlamp kapot")
    with running_webhook_receiver() as receiver:
        write_all(graph, address(receiver), [resident], way=way, seconds=1)
        posted = [each["entry"][0]["changes"][0]["value"]["messages"][0] for each in receiver.posted]
    assert [each["text"]["body"] for each in posted] == [ASKS[0].text, ASKS[0].text, ASKS[1].text]
    assert posted[0]["id"] == posted[1]["id"]
    assert (len(resident.acknowledged_ms), len(resident.payloads)) == (3, 2)


@pytest.mark.parametrize(("status", "tries"), [(503, 3), (401, 1)])
def test_a_payload_that_is_never_taken_ends_the_measuring(
    graph: Graph, monkeypatch: pytest.MonkeyPatch, status: int, tries: int
) -> None:
    monkeypatch.setattr("benchmarks.whatsapp.calling.PAUSES_SECONDS", (0.0, 0.0))
    with running_webhook_receiver() as receiver:
        receiver.status = status
        with pytest.raises(BenchFailed, match=f"answered {status}"):
            write_all(graph, address(receiver), [Resident(NUMBER, ASKS)], way=Way.AT_ONCE, seconds=1)
        assert receiver.tries == tries


@pytest.mark.parametrize("changes", [0, 2])
def test_a_burst_counts_what_it_changed(
    graph: Graph, parts: Services, monkeypatch: pytest.MonkeyPatch, changes: int
) -> None:
    def settle(seconds: float) -> None:
        with parts.database.transaction() as session:
            for number in range(changes):
                enqueue(session, key=f"new {number}", channel="whatsapp", recipient="x", body={})

    monkeypatch.setattr("benchmarks.whatsapp.burst.time.sleep", settle)
    with running_webhook_receiver() as receiver:
        told = repeat(graph, address(receiver), [b"{}"], database=parts.database, size=20)
        assert receiver.tries == 20
    assert (told.payloads, told.changed) == (20, changes)


def outcome(**values: float) -> Outcome:
    """All is well, but for what the test says."""
    right = Outcome(
        way="at once", residents=50, messages=500, lost=0, twice=0, residents_out_of_order=0, p50_seconds=1.2,
        p95_seconds=3.4, all_answered_seconds=30, acknowledged_p50_ms=9, acknowledged_p95_ms=40, refused=0, sent=950,
    )  # fmt: skip
    return replace(right, **values)  # type: ignore[arg-type]


def test_the_table_says_what_is_reached_and_what_is_missed() -> None:
    good, bad = outcome(), outcome(lost=1, acknowledged_p95_ms=120.0)
    lines = table(Measured((good, bad), Burst(5000, 0, 20.0, 30.0))).splitlines()
    assert "50 residents x 10: lost 0, twice 0, out of order 0 (reached)" in lines[0]
    assert "p95 3.4 s" in lines[0]
    assert "lost 1" in lines[1]
    assert "(MISSED)" in lines[1]
    assert "acknowledged p95 120 ms (missed: under 100 ms)" in lines[1]
    assert "5000 payloads: 0 changes (reached)" in lines[2]


def test_only_what_is_right_in_all_counts_as_right() -> None:
    burst = Burst(5000, 0, 20.0, 30.0)
    assert Measured((outcome(),), burst).is_right
    assert not Measured((outcome(), outcome(twice=1)), burst).is_right
    assert not Measured((outcome(),), replace(burst, changed=1)).is_right
    assert json.loads(json.dumps(Measured((outcome(lost=2),), burst).as_json()))["outcomes"][0]["is_right"] is False


def test_the_measured_stack_may_send_as_fast_as_meta_allows(graph: Graph) -> None:
    assert settings_for(graph)["WHATSAPP_MESSAGES_PER_SECOND"] == str(graph.limits.throughput)
