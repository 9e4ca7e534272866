"""What to do with a message: answer a topic, ask back with a few, or say that it is not ours.

Two opinions are joined: the classifier's probabilities and the search's similarities, each over all intents. How sure
the joined opinion is follows from a small logistic model; its numbers stand in decision.json, fitted on the development
sentences by `python -m evaluation --fit`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path

PATH = Path(__file__).with_name("decision.json")
OFFERED = 3
OUT_OF_SCOPE = "out_of_scope"
ASK_PERSON = "ask_person"
EMERGENCY = "emergency"
# From this probability on, the emergency numbers come before whatever else is answered: a tenth more of the emergencies
# that only the classifier hears, and one or two in a thousand other messages.
MAYBE_EMERGENCY = 0.2
# Below this certainty the next topics stand beside an answer. Of those that are right, one in fourteen then gets some
# beside it; of those that are wrong, two in three.
WHOLLY_SURE = 0.9
# A label that the classifier does not rank is at most this likely.
UNRANKED = 1e-4
FEATURES = ("bias", "lead", "over_talk", "probability", "similarity", "foreign", "agree", "spread")


class Do(Enum):
    """What to do with a message."""

    ANSWER = "answer"
    OFFER = "offer"
    NOTHING_FITS = "nothing fits"
    OFFER_PERSON = "offer a person"


@dataclass(frozen=True)
class Opinion:
    """The joined scores: `topics` and `talk` (conversation intents, out of scope among them), best first."""

    topics: tuple[tuple[str, float], ...]
    talk: tuple[tuple[str, float], ...]
    evidence: Mapping[str, float]


@dataclass(frozen=True)
class Decision:
    """`topics`: the one to answer, or those to offer (likeliest first). `next_topics`: what else it could have been.

    `certainty` (0 to 1): how likely the best topic is the one that was meant.
    """

    do: Do
    topics: tuple[str, ...]
    next_topics: tuple[str, ...]
    certainty: float

    @property
    def beside(self) -> tuple[str, ...]:
        """The topics to offer beside an answer that is not wholly sure."""
        return self.next_topics if self.do is Do.ANSWER and self.certainty < WHOLLY_SURE else ()


@dataclass(frozen=True)
class Fitted:
    """The numbers of decision.json.

    `search_weight` scales the search against the classifier; `weights` are those of the logistic model, in the order
    of FEATURES; `sure` is the certainty from which a topic is answered; `farther`: how much less likely than the best
    an offered topic may be; `foreign`: how far out of scope must lead before nothing is offered.
    """

    search_weight: float
    weights: tuple[float, ...]
    sure: float
    farther: float
    foreign: float


@lru_cache(maxsize=1)
def fitted() -> Fitted:
    """The numbers in use."""
    raw = json.loads(PATH.read_text("utf-8"))
    return Fitted(**{**raw, "weights": tuple(raw["weights"])})


def join(
    ranking: Sequence[tuple[str, float]],
    similarities: Mapping[str, float],
    *,
    topics: Collection[str],
    numbers: Fitted,
) -> Opinion:
    """Join `ranking` (label and probability) with the search's `similarities` (label and cosine; may be empty)."""
    likelihood = {label: math.log(max(share, UNRANKED)) for label, share in ranking}
    standard = _standardised(similarities)
    labels = likelihood.keys() | standard.keys()
    scores = {
        label: likelihood.get(label, math.log(UNRANKED)) + numbers.search_weight * standard.get(label, 0.0)
        for label in labels
    }
    ordered = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    about = tuple(item for item in ordered if item[0] in topics)
    talk = tuple(item for item in ordered if item[0] not in topics)
    if not about:
        return Opinion((), talk, {})
    best, score = about[0]
    evidence = {
        "bias": 1.0,
        "lead": score - about[1][1] if len(about) > 1 else 5.0,
        "over_talk": score - talk[0][1] if talk else 5.0,
        "probability": likelihood.get(best, math.log(UNRANKED)),
        "similarity": standard.get(best, 0.0),
        "foreign": likelihood.get(OUT_OF_SCOPE, math.log(UNRANKED)),
        "agree": float(not standard or max(standard, key=lambda label: standard[label]) == best),
        "spread": -sum(share * math.log(share) for _, share in ranking if share > 0),
    }
    return Opinion(about, talk, evidence)


def decide(
    ranking: Sequence[tuple[str, float]],
    similarities: Mapping[str, float],
    *,
    topics: Collection[str],
    clauses: Sequence[tuple[str, float]] = (),
) -> Decision:
    """What to do with a message; `clauses` are the best label of each of its parts, when it has several."""
    numbers = fitted()
    opinion = join(ranking, similarities, topics=topics, numbers=numbers)
    if not opinion.topics:
        return Decision(Do.NOTHING_FITS, (), (), 0.0)
    certainty = certainty_of(opinion.evidence, numbers.weights)
    names = [name for name, _ in opinion.topics]
    if certainty >= numbers.sure:
        return Decision(Do.ANSWER, (names[0],), tuple(names[1:OFFERED]), certainty)
    best = opinion.topics[0][1]
    talk, lead = (opinion.talk[0][0], opinion.talk[0][1] - best) if opinion.talk else ("", 0.0)
    if talk == ASK_PERSON and lead > 0:
        return Decision(Do.OFFER_PERSON, (), (), certainty)
    if talk == OUT_OF_SCOPE and lead > numbers.foreign:
        return Decision(Do.NOTHING_FITS, (), (), certainty)
    near = [name for name, score in opinion.topics if best - score <= numbers.farther]
    offered = tuple(dict.fromkeys([*_asked_in(clauses, topics), *near]))[:OFFERED]
    return Decision(Do.OFFER, offered, offered, certainty)


def may_be_emergency(ranking: Sequence[tuple[str, float]]) -> bool:
    """Whether the classifier finds it likely enough that somebody is in danger."""
    return dict(ranking).get(EMERGENCY, 0.0) >= MAYBE_EMERGENCY


def certainty_of(evidence: Mapping[str, float], weights: Sequence[float]) -> float:
    """The logistic model's probability that the best topic is the right one."""
    total = sum(weight * evidence[name] for name, weight in zip(FEATURES, weights, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


# A clause alone is short: only a clear one is taken for a question of its own.
CLEAR_CLAUSE = 0.75


def second_topic(answered: str, clauses: Sequence[tuple[str, float]], *, topics: Collection[str]) -> str | None:
    """Another topic that a part of the message clearly asks about, beside the one that was answered."""
    others = [name for name in _asked_in(clauses, topics) if name != answered]
    return others[0] if others else None


def _asked_in(clauses: Sequence[tuple[str, float]], topics: Collection[str]) -> list[str]:
    clear = [(name, share) for name, share in clauses if name in topics and share >= CLEAR_CLAUSE]
    return list(dict.fromkeys(name for name, _ in clear)) if len(clear) > 0 else []


def _standardised(similarities: Mapping[str, float]) -> dict[str, float]:
    """Distances from the mean in standard deviations, so that encoders of any scale weigh alike."""
    if len(similarities) < 2:
        return {}
    mean = sum(similarities.values()) / len(similarities)
    spread = math.sqrt(sum((value - mean) ** 2 for value in similarities.values()) / len(similarities))
    return {label: (value - mean) / spread for label, value in similarities.items()} if spread else {}
