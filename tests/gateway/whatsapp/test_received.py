"""What Meta sends is read as far as it makes sense, and never breaks anything."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from gateway.whatsapp.received import Kind, Received, messages_in, read_message, reports_in

OURS = "1065"
BASE = {"from": "32470000001", "from_user_id": "BE.1", "id": "wamid.A", "timestamp": "1764100000"}


def message(kind: str, content: Any = None, **more: Any) -> dict[str, Any]:
    """A message as it stands in a payload."""
    return {**BASE, "type": kind, **({kind: content} if content is not None else {}), **more}


def payload(*messages: dict[str, Any], phone_id: str = OURS, **more: Any) -> dict[str, Any]:
    """A payload with these messages in one change."""
    value = {"metadata": {"phone_number_id": phone_id}, "messages": list(messages), **more}
    return {"object": "whatsapp_business_account", "entry": [{"changes": [{"field": "messages", "value": value}]}]}


def read(kind: str, content: Any = None, **more: Any) -> Received | None:
    """What such a message says."""
    return read_message(message(kind, content, **more))


def test_words_come_with_who_wrote_them_and_when() -> None:
    found = read("text", {"body": "grofvuil"})
    assert found is not None
    assert (found.kind, found.text, found.number, found.user) == (Kind.WORDS, "grofvuil", "32470000001", "BE.1")
    assert found.at == dt.datetime.fromtimestamp(1764100000, dt.UTC)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("interactive", {"type": "button_reply", "button_reply": {"id": "/agree", "title": "Ja"}}),
        ("interactive", {"type": "list_reply", "list_reply": {"id": "/agree", "title": "Ja", "description": "x"}}),
        ("button", {"payload": "/agree", "text": "Ja"}),
    ],
)
def test_a_tap_carries_its_payload_and_title(kind: str, content: dict[str, Any]) -> None:
    found = read(kind, content)
    assert found is not None
    assert (found.kind, found.payload, found.text) == (Kind.PRESS, "/agree", "Ja")


def test_a_location_is_a_point_and_perhaps_a_name() -> None:
    found = read("location", {"latitude": 50.98, "longitude": 5.48, "name": "C-mine", "address": "C-mine 10"})
    assert found is not None
    assert (found.kind, found.place, found.text) == (Kind.PLACE, (50.98, 5.48), "C-mine, C-mine 10")


@pytest.mark.parametrize("place", [{}, {"latitude": "x", "longitude": 1}, {"latitude": 91, "longitude": 1}])
def test_a_location_that_is_none_cannot_be_opened(place: dict[str, Any]) -> None:
    found = read("location", place)
    assert found is not None
    assert found.kind is Kind.UNREADABLE


def test_a_voice_note_carries_the_id_of_its_sound() -> None:
    found = read("audio", {"id": "77", "mime_type": "audio/ogg; codecs=opus", "voice": True})
    assert found is not None
    assert (found.kind, found.media) == (Kind.VOICE, "77")


@pytest.mark.parametrize("kind", ["image", "video", "document"])
def test_the_words_under_a_picture_are_read_and_the_picture_is_not(kind: str) -> None:
    found = read(kind, {"id": "78", "caption": "wat is dit voor brief?"})
    assert found is not None
    assert (found.kind, found.text, found.unseen) == (Kind.WORDS, "wat is dit voor brief?", True)


@pytest.mark.parametrize(
    "sent",
    [
        message("image", {"id": "78"}),
        message("document", {"id": "78", "caption": "  "}),
        message("contacts", [{"name": {"formatted_name": "x"}}]),
        message("order", {"product_items": []}),
        message("unsupported", errors=[{"code": 131051}]),
        message("unsupported", {"type": "poll_creation"}),
        message("unknown"),
        message("something_of_next_year", {"x": 1}),
        message("audio", {"no": "id"}),
    ],
)
def test_what_we_cannot_take_is_told_to_be_so(sent: dict[str, Any]) -> None:
    found = read_message(sent)
    assert found is not None
    assert found.kind is Kind.UNREADABLE


@pytest.mark.parametrize(
    "sent",
    [
        message("reaction", {"message_id": "wamid.B", "emoji": "👍"}),
        message("sticker", {"id": "79"}),
        message("revoke", {"original_message_id": "wamid.B"}),
        message("system", {"type": "customer_identity_changed", "body": "x"}),
        message("unsupported", {"type": "edit"}),
        message("interactive", {"type": "nfm_reply", "nfm_reply": {"response_json": "{}"}}),
        message("text", {"body": "hallo allemaal"}, group_id="1203"),
        message("edit", {"original_message_id": "wamid.B"}),
        {"id": "wamid.A", "type": "text", "text": {"body": "van niemand"}},
        {"from": "32470000001", "type": "text", "text": {"body": "zonder id"}},
    ],
)
def test_what_asks_for_no_answer_is_left_alone(sent: dict[str, Any]) -> None:
    assert read_message(sent) is None


def test_changed_words_are_said_anew() -> None:
    again = {"type": "text", "text": {"body": "waar is het recyclagepark?"}}
    found = read("edit", {"original_message_id": "wamid.0", "message": again})
    assert found is not None
    assert (found.id, found.kind, found.text) == ("wamid.A", Kind.WORDS, "waar is het recyclagepark?")


@pytest.mark.parametrize("kind", ["user_changed_number", "customer_changed_number"])
def test_a_new_number_is_noted(kind: str) -> None:
    found = read("system", {"type": kind, "wa_id": "32470000002", "body": "x"})
    assert found is not None
    assert (found.kind, found.moved_to) == (Kind.MOVED, "32470000002")


def test_who_hides_the_number_is_known_by_the_id_of_whatsapp() -> None:
    hidden = {"id": "wamid.A", "timestamp": "1", "type": "text", "text": {"body": "x"}}
    sent = payload({**hidden, "from_user_id": "BE.9"})
    (found,) = messages_in(sent, phone_id=OURS)
    assert (found.number, found.user) == (None, "BE.9")


def test_the_id_of_whatsapp_is_found_beside_the_message_too() -> None:
    sent = payload({key: value for key, value in message("text", {"body": "x"}).items() if key != "from_user_id"})
    sent["entry"][0]["changes"][0]["value"]["contacts"] = [{"wa_id": "32470000001", "user_id": "BE.1"}]
    (found,) = messages_in(sent, phone_id=OURS)
    assert found.user == "BE.1"


def test_what_was_written_to_another_number_is_not_ours() -> None:
    assert list(messages_in(payload(message("text", {"body": "x"}), phone_id="2"), phone_id=OURS)) == []


def test_every_entry_change_and_message_is_read_in_order() -> None:
    first, second = (payload(message("text", {"body": f"{n}"}), message("text", {"body": f"{n}b"})) for n in (1, 2))
    first["entry"] += second["entry"]
    assert [found.text for found in messages_in(first, phone_id=OURS)] == ["1", "1b", "2", "2b"]


def test_a_report_tells_how_far_a_message_came_and_why_it_failed() -> None:
    failed = {"id": "wamid.Z", "status": "failed", "timestamp": "1764100000", "errors": [{"code": 131026}]}
    (report,) = reports_in(payload(statuses=[failed]), phone_id=OURS)
    assert (report.message_id, report.state, report.code) == ("wamid.Z", "failed", 131026)


JUNK = (None, 0, -1, "", "\ud800", "x" * 10_000, [], {}, [[]], [None], True, 1e400)


def broken(value: Any) -> Iterator[Any]:
    """The same with one thing in it missing or replaced by junk, each in turn."""
    places: list[tuple[list[Any], Any]] = []

    def walk(node: Any, path: list[Any]) -> None:
        for key in node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ():
            places.append((path, key))
            walk(node[key], [*path, key])

    walk(value, [])
    for path, key in places:
        for junk in JUNK:
            changed = copy.deepcopy(value)
            parent = changed
            for step in path:
                parent = parent[step]
            parent[key] = junk
            yield changed


def test_nothing_that_is_broken_breaks_anything() -> None:
    whole = payload(
        message("text", {"body": "x"}),
        message("interactive", {"type": "list_reply", "list_reply": {"id": "/a", "title": "b"}}),
        message("location", {"latitude": 1.0, "longitude": 2.0, "name": "c"}),
        message("audio", {"id": "1"}),
        message("image", {"id": "1", "caption": "d"}),
        message("edit", {"message": {"type": "text", "text": {"body": "e"}}}),
        message("system", {"type": "user_changed_number", "wa_id": "324"}),
        contacts=[{"wa_id": "32470000001", "user_id": "BE.1"}],
        statuses=[{"id": "wamid.Z", "status": "failed", "timestamp": "1", "errors": [{"code": 1}]}],
    )
    assert len(list(messages_in(whole, phone_id=OURS))) == 7
    tried = 0
    for changed in broken(whole):
        list(messages_in(changed, phone_id=OURS))
        list(reports_in(changed, phone_id=OURS))
        tried += 1
    assert tried > 500
