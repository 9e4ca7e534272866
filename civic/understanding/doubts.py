"""Messages that say less, or something else, than they seem to: follow-ups with a topic of their own, vague words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from civic.language.normalise import normalise

# How similar the search must find a topic before a message that sounds like something else is taken for a question
# about it: for a message that names a city, and (stricter) for one that sounds like a follow-up.
SURE_TOGETHER = 0.40
NAMES_A_TOPIC = 0.55
# So much nearer to a follow-up than to any topic, a message is one ("and who decides that?"), and names no topic.
FARTHER_THAN_FOLLOW_UP = 0.20
# One word that is closer than this to a second topic ("tax", "card") is asked back, however sure the classifier is.
CLEAR_LEAD = 0.18


def named_from(follow_up: float) -> float:
    """How similar a topic must be for a message to name it that is so similar to a follow-up (0: not known)."""
    return max(NAMES_A_TOPIC, follow_up - FARTHER_THAN_FOLLOW_UP)


def agreed_topic(
    ranking: Sequence[tuple[str, float]], similarities: Mapping[str, float], *, topics: Collection[str], at_least: float
) -> str | None:
    """The topic on which search and classifier agree, when the search finds it similar `at_least` so much."""
    ranked = [name for name, _ in ranking if name in topics]
    found = _topics_by_similarity(similarities, topics)
    if not ranked or not found or found[0][1] < at_least:
        return None
    return found[0][0] if found[0][0] == ranked[0] else None


def is_vague_word(text: str, topic: str, similarities: Mapping[str, float], *, topics: Collection[str]) -> bool:
    """True for a message of a single word that the search finds about as near to another topic than `topic`."""
    found = _topics_by_similarity(similarities, topics)
    if len(normalise(text).split()) != 1 or len(found) < 2:
        return False
    return found[0][0] != topic or found[0][1] - found[1][1] < CLEAR_LEAD


def _topics_by_similarity(similarities: Mapping[str, float], topics: Collection[str]) -> list[tuple[str, float]]:
    about = ((name, value) for name, value in similarities.items() if name in topics)
    return sorted(about, key=lambda item: -item[1])
