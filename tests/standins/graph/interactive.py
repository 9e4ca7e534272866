"""The bounds of messages to tap on: reply buttons, lists, a link, a question for the place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.standins.graph.errors import GraphError, bad_parameter, wrong_value

BODY, HEADER, FOOTER = 1024, 60, 60
BUTTONS, BUTTON_TITLE, BUTTON_ID = 3, 20, 256
SECTIONS, ROWS, SECTION_TITLE, ROW_TITLE, ROW_DESCRIPTION, ROW_ID = 10, 10, 24, 24, 72, 200


def check_interactive(interactive: Mapping[str, Any]) -> None:
    """Raises GraphError for what Meta refuses."""
    kind = interactive.get("type")
    checks = {
        "button": _check_buttons,
        "list": _check_list,
        "cta_url": _check_link,
        "location_request_message": _check_place,
    }
    if kind not in checks:
        raise bad_parameter(
            "Param interactive['type'] must be one of {BUTTON, CTA_URL, LIST, LOCATION_REQUEST_MESSAGE}."
        )
    _check_around(interactive)
    action = interactive.get("action")
    if not isinstance(action, Mapping):
        raise GraphError(131008, "Required parameter is missing: interactive['action'].")
    checks[kind](action)


def _check_around(interactive: Mapping[str, Any]) -> None:
    _check_length("Body text", (interactive.get("body") or {}).get("text"), BODY)
    if interactive.get("footer") is not None:
        _check_length("Footer text", interactive["footer"].get("text"), FOOTER)
    header = interactive.get("header")
    if header is not None and header.get("type") == "text":
        _check_length("Header text", header.get("text"), HEADER)


def _check_buttons(action: Mapping[str, Any]) -> None:
    buttons = action.get("buttons") or []
    if not 1 <= len(buttons) <= BUTTONS:
        raise wrong_value(f"Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: {BUTTONS}")
    replies = []
    for button in buttons:
        if button.get("type") != "reply":
            raise bad_parameter("Param interactive['action']['buttons'][0]['type'] must be one of {REPLY}.")
        replies.append(button.get("reply") or {})
    for reply in replies:
        _check_length("Button title", reply.get("title"), BUTTON_TITLE)
        _check_id("Button reply ID", reply.get("id"), BUTTON_ID)
    _check_different("Button reply", [reply["id"] for reply in replies], "id")
    _check_different("Button reply", [reply["title"] for reply in replies], "title")


def _check_list(action: Mapping[str, Any]) -> None:
    _check_length("Button label", action.get("button"), BUTTON_TITLE)
    sections = action.get("sections") or []
    if not 1 <= len(sections) <= SECTIONS:
        raise wrong_value(f"Invalid section count. Min allowed sections: 1, Max allowed sections: {SECTIONS}")
    rows = [row for section in sections for row in section.get("rows") or []]
    if len(rows) > ROWS:
        raise wrong_value(f"Total row count exceed max allowed count: {ROWS}")
    for section in sections:
        if not section.get("rows"):
            raise wrong_value("Section must have at least 1 row.")
        if len(sections) > 1 or section.get("title"):
            _check_length("Section title", section.get("title"), SECTION_TITLE)
    for row in rows:
        _check_row(row)
    _check_different("Row", [row["id"] for row in rows], "id")


def _check_row(row: Mapping[str, Any]) -> None:
    title = row.get("title")
    if not isinstance(title, str) or not title.strip():
        raise wrong_value("Row title is required.")
    if len(title) > ROW_TITLE:
        raise wrong_value(f"Row title is too long. Max length is {ROW_TITLE}")
    _check_id("Row ID", row.get("id"), ROW_ID)
    description = row.get("description")
    if description is not None and not 1 <= len(description) <= ROW_DESCRIPTION:
        raise wrong_value(f"Row description is too long. Max length is {ROW_DESCRIPTION}")


def _check_link(action: Mapping[str, Any]) -> None:
    parameters = action.get("parameters") or {}
    if action.get("name") != "cta_url":
        raise bad_parameter("Param interactive['action']['name'] must be cta_url.")
    _check_length("Button label", parameters.get("display_text"), BUTTON_TITLE)
    if not str(parameters.get("url", "")).startswith(("http://", "https://")):
        raise bad_parameter("Param interactive['action']['parameters']['url'] is not a valid URI.")


def _check_place(action: Mapping[str, Any]) -> None:
    if action.get("name") != "send_location":
        raise bad_parameter("Param interactive['action']['name'] must be send_location.")


def _check_length(name: str, value: object, most: int) -> None:
    if not isinstance(value, str) or not value.strip() or len(value) > most:
        raise wrong_value(f"{name} length invalid. Min length: 1, Max length: {most}")


def _check_id(name: str, value: object, most: int) -> None:
    _check_length(name, value, most)
    if value != str(value).strip():
        raise wrong_value(f"{name} can not have leading or trailing spaces")


def _check_different(name: str, values: Sequence[str], what: str) -> None:
    if len(set(values)) < len(values):
        raise wrong_value(f"Duplicated {what} are not allowed: {name}")
