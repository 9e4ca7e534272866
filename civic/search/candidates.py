"""Which topics to offer when the classifier is not sure: its own ranking joined with the search by meaning."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from civic.language.normalise import normalise
from civic.search.documents import Hit

OFFERED = 3
# Below these a topic is a guess that a resident would find odd. Chosen on held-out questions, see docs/adr/0004.
LEAST_CONFIDENCE = 0.02
LEAST_SIMILARITY = 0.30
# From here on search and classifier, when they agree, are believed: to answer what the classifier alone was not
# sure of, and (stricter) to take a message that sounds like a follow-up as a question of its own.
SURE_TOGETHER = 0.40
NAMES_A_TOPIC = 0.55
# One word that is closer than this to a second topic ("tax", "card") is asked back, however sure the classifier is.
CLEAR_LEAD = 0.12


def likely_topics(ranking: Sequence[tuple[str, float]], found: Sequence[Hit], *, known: Collection[str]) -> list[str]:
    """At most three topic ids, likeliest first; empty when nothing fits well enough.

    `ranking` is the classifier's `(intent, confidence)` pairs, `found` the search's hits, `known` the topics.
    """
    scores: dict[str, float] = {}
    for name, confidence in ranking:
        if name in known and confidence >= LEAST_CONFIDENCE:
            scores[name] = scores.get(name, 0.0) + confidence
    for hit in found:
        if hit.topic in known and hit.score >= LEAST_SIMILARITY:
            scores[hit.topic] = scores.get(hit.topic, 0.0) + (hit.score - LEAST_SIMILARITY)
    return sorted(scores, key=lambda name: (-scores[name], name))[:OFFERED]


def agreed_topic(
    ranking: Sequence[tuple[str, float]], found: Sequence[Hit], *, known: Collection[str], at_least: float
) -> str | None:
    """The topic on which search and classifier agree, when the search finds it similar `at_least` so much."""
    ranked = [name for name, _ in ranking if name in known]
    hits = [hit for hit in found if hit.topic in known]
    if not ranked or not hits or hits[0].score < at_least:
        return None
    return hits[0].topic if hits[0].topic == ranked[0] else None


def is_vague_word(text: str, topic: str, found: Sequence[Hit]) -> bool:
    """True for a message of a single word that the search finds about as near to another topic than `topic`."""
    if len(normalise(text).split()) != 1 or len(found) < 2:
        return False
    return found[0].topic != topic or found[0].score - found[1].score < CLEAR_LEAD
