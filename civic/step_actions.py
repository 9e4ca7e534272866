"""What a step has you do, read from the verbs of its Dutch text, so that a picture can stand beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civic.content.step_verbs import Action, StepVerbs

MOST_PICTURES = 2
# Where a new command may begin: after a stop or a comma, and after "en", "of" and "dan".
BREAK = re.compile(r"[.?!:;,()]+\s*|\s+(?:en|of)\s+")
LEADING = re.compile(r"^(?:(?:en|of|dan|daarna|eerst|anders|wel|ook|zelf)\s+)+")


def actions_of(step: str, verbs: StepVerbs) -> list[Action]:
    """The actions of a Dutch step in the order they are said, at most two, each once.

    Asking comes with calling, going and writing: beside those it is left out.
    """
    found: list[Action] = []
    for clause in _clauses(step):
        action = _action(clause, verbs)
        if action is not None and action not in found:
            found.append(action)
    told: list[Action] = [action for action in found if action is not Action.ASK] or found
    return told[:MOST_PICTURES]


def _clauses(step: str) -> Iterator[list[str]]:
    for part in BREAK.split(step.lower()):
        words = LEADING.sub("", part).split()
        if words:
            yield words


def _action(clause: list[str], verbs: StepVerbs) -> Action | None:
    """The action with the most telling verb: "meld … aan" goes before "meld"."""
    fitting = [
        (len(verb.split("…")), action)
        for action, known in verbs.by_action().items()
        for verb in known
        if _fits(clause, verb)
    ]
    return max(fitting, key=lambda found: found[0])[1] if fitting else None


def _fits(clause: list[str], verb: str) -> bool:
    first, *rest = verb.replace("…", " ").split()
    forbidden = clause[1:2] == ["niet"]
    return clause[0] == first and not forbidden and all(word in clause[1:] for word in rest)
