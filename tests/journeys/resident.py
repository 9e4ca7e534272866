"""Someone who writes to the assistant through the chat API, and what they get back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests


def direct_session() -> requests.Session:
    """A session that never goes through a proxy: everything is on this machine."""
    session = requests.Session()
    session.trust_env = False
    return session


@dataclass(frozen=True)
class Heard:
    """The answer to one message; `body` is the JSON of the chat contract."""

    body: dict[str, Any]

    @property
    def language(self) -> str:
        """The language of the conversation after this turn."""
        return str(self.body["language"])

    @property
    def city(self) -> str | None:
        """The city of the conversation after this turn."""
        return self.body["city"]

    @property
    def owner(self) -> str:
        """Who has the conversation."""
        return str(self.body["owner"])

    @property
    def messages(self) -> list[dict[str, Any]]:
        """All messages of this turn."""
        return list(self.body["messages"])

    @property
    def kinds(self) -> list[str]:
        """The kind of each message."""
        return [message["kind"] for message in self.messages]

    @property
    def text(self) -> str:
        """The words of all messages."""
        return "\n".join(message["text"] for message in self.messages)

    @property
    def answer(self) -> dict[str, Any]:
        """The one message with a card."""
        (answer,) = [message for message in self.messages if message["kind"] == "answer"]
        return answer

    @property
    def card(self) -> dict[str, Any]:
        """The card of the answer."""
        return dict(self.answer["card"])

    @property
    def payloads(self) -> list[str]:
        """The payloads of all buttons, in order."""
        return [button["payload"] for message in self.messages for button in message["buttons"]]

    @property
    def contacts(self) -> set[str]:
        """The contact details on the card."""
        return {contact["value"] for contact in self.card["contacts"]}


class Resident:
    """Keeps to one conversation; `language` and `city` are what was chosen on the page before the first message."""

    def __init__(self, url: str, *, language: str | None = None, city: str | None = None) -> None:
        self.url = url
        self.conversation: str | None = None
        self._chosen = {"language": language, "city": city}
        self._session = direct_session()

    def says(self, text: str) -> Heard:
        """Type `text`."""
        asked = {"conversation": self.conversation, "text": text, **self._chosen}
        response = self._session.post(f"{self.url}/api/chat", json=asked, timeout=30)
        assert response.status_code == 200, response.text
        self._chosen = {"language": None, "city": None}
        self.conversation = response.json()["conversation"]
        return Heard(response.json())

    def presses(self, payload: str, *, offered: Heard) -> Heard:
        """Tap the button with `payload` among those `offered`."""
        assert payload in offered.payloads
        return self.says(payload)

    def gets(self, path: str, **headers: str) -> requests.Response:
        """Fetch something from the same server."""
        return self._session.get(self.url + path, headers=headers, timeout=30)

    def history(self) -> requests.Response:
        """The conversation as it is kept."""
        return self.gets(f"/api/chat/{self.conversation}")
