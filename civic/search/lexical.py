"""Ranks topics for words from a letter or a search box, with SQLite's own full-text engine in memory."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable

from civic.language.normalise import normalise
from civic.search.documents import Document, Hit

QUERY_LENGTH = 300
MAX_WORDS = 24
_TABLE = "CREATE VIRTUAL TABLE texts USING fts5(topic UNINDEXED, card, said, tokenize='{}', prefix='3 4 5')"


class LexicalIndex:
    """Whole words and word beginnings first; groups of three letters for compounds and typing errors."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._lock = threading.Lock()
        by_topic: dict[str, dict[str, list[str]]] = {}
        for document in documents:
            kinds = by_topic.setdefault(document.topic, {"card": [], "resident": []})
            kinds[document.spoken_by].append(normalise(document.text))
        rows = [(topic, " . ".join(kinds["card"]), " . ".join(kinds["resident"])) for topic, kinds in by_topic.items()]
        with self._database as database:
            database.execute(_TABLE.format("unicode61"))
            database.execute(_TABLE.replace("texts", "letters").format("trigram").replace(", prefix='3 4 5'", ""))
            for table in ("texts", "letters"):
                database.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", rows)  # noqa: S608 (two fixed names)

    def rank(self, query: str, *, limit: int = 10) -> list[Hit]:
        """Topics for `query`, best first; an empty list when no word of it is known."""
        words = [word for word in normalise(query[:QUERY_LENGTH]).split() if len(word) > 1][:MAX_WORDS]
        if not words:
            return []
        scores: dict[str, float] = {}
        by_word = " OR ".join(f'"{word}"' if len(word) < 4 else f'"{word}" OR "{word}"*' for word in words)
        self._add(scores, "texts", by_word, weight=1.0)
        by_letters = " OR ".join(f'"{part}"' for word in words for part in _parts(word))
        if by_letters:
            self._add(scores, "letters", by_letters, weight=0.35)
        best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:limit]
        top = best[0][1] if best else 1.0
        return [Hit(topic, round(score / top, 4)) for topic, score in best]

    def _add(self, scores: dict[str, float], table: str, match: str, *, weight: float) -> None:
        sql = f"SELECT topic, -bm25({table}, 0, 2.0, 1.0) FROM {table} WHERE {table} MATCH ? ORDER BY 2 DESC LIMIT 25"  # noqa: S608
        with self._lock:
            found = self._database.execute(sql, (match,)).fetchall()
        top = max((score for _, score in found), default=0.0)
        for topic, score in found:
            scores[topic] = scores.get(topic, 0.0) + weight * (score / top if top > 0 else 0.0)


def _parts(word: str) -> list[str]:
    """Overlapping groups of five letters of a long word: they find it inside compounds."""
    if len(word) < 5:
        return []
    return [word[start : start + 5] for start in range(0, len(word) - 4, 2)]
