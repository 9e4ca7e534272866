"""The shape of content/step-verbs.yml: which Dutch verbs tell what a step has someone do."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from civic.content.model import Line, Strict


class Action(StrEnum):
    """What a step has someone do."""

    CALL = "call"
    GO = "go"
    BRING = "bring"
    WRITE = "write"
    WAIT = "wait"
    ASK = "ask"


class StepVerbs(Strict):
    """The Dutch verbs, as commands, that tell what a step has someone do; `neem … mee` needs both words."""

    call: tuple[Line, ...] = Field(min_length=1)
    go: tuple[Line, ...] = Field(min_length=1)
    bring: tuple[Line, ...] = Field(min_length=1)
    write: tuple[Line, ...] = Field(min_length=1)
    wait: tuple[Line, ...] = Field(min_length=1)
    ask: tuple[Line, ...] = Field(min_length=1)

    def by_action(self) -> dict[Action, tuple[str, ...]]:
        """The verbs of each action."""
        return {action: getattr(self, action.value) for action in Action}
