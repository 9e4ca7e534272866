"""A resident talks with the bot: several sentences after each other, and what the last answer says and offers."""

from __future__ import annotations

from typing import Any

from tests.gateway.bridge.conftest import Bridge


def talk(bridge: Bridge, *texts: str, conversation: str | None = None, **first: str) -> dict[str, Any]:
    """Say these after each other; the last answer."""
    told: dict[str, Any] = {"conversation": conversation}
    for number, text in enumerate(texts):
        known = first if number == 0 else {}
        told = bridge.client.post("/api/chat", json={"conversation": told["conversation"], "text": text, **known}).json
    return told


def texts(told: dict[str, Any]) -> str:
    """Everything an answer says."""
    return " ".join(message["text"] for message in told["messages"])


def payloads(told: dict[str, Any]) -> list[str]:
    """The buttons of an answer."""
    return [button["payload"] for message in told["messages"] for button in message["buttons"]]
