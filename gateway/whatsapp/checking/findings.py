"""What a check found: fine, to be looked at, or wrong; in words for who set it up, with what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gateway.clients.whatsapp import GraphError

# What Meta's codes mean for a question, not for a message.
MEANINGS = {
    0: "Meta does not accept the token",
    4: "too many questions in a short time: try again in an hour",
    10: "the token may not do this: give the system user the rights of step 3 in docs/whatsapp.md",
    100: "Meta knows nothing by this id, or the token may not see it",
    190: "Meta does not accept the token: it has expired, was withdrawn, or is incomplete",
    200: "the token may not do this: give the system user the rights of step 3 in docs/whatsapp.md",
    368: "Meta has blocked the account for a breach of its rules: see the Business Support Home",
}


class Level(StrEnum):
    """How bad it is; the value is the sign it is shown with."""

    FINE = "✓"
    WARNING = "!"
    PROBLEM = "✗"


@dataclass(frozen=True)
class Finding:
    """One line: `about` is a setting, or what else it is about; `told` says how it is and what to do."""

    level: Level
    about: str
    told: str

    def __str__(self) -> str:
        return f"{self.level.value} {self.about}: {self.told}"


def fine(about: str, told: str) -> Finding:
    """As it should be."""
    return Finding(Level.FINE, about, told)


def warning(about: str, told: str) -> Finding:
    """It works, but will not for ever or not as well as it could."""
    return Finding(Level.WARNING, about, told)


def problem(about: str, told: str) -> Finding:
    """It does not work like this."""
    return Finding(Level.PROBLEM, about, told)


def unanswered(about: str, error: GraphError) -> Finding:
    """A question that Meta refused, or that did not reach it."""
    if error.code is None:
        return problem(
            about, f"no answer from Meta ({error}). Is WHATSAPP_GRAPH_URL right, and does a firewall allow it?"
        )
    meaning = MEANINGS.get(error.code, "Meta refused the question")
    return problem(about, f"{meaning} (code {error.code})")
