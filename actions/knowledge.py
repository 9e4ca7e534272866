"""The content and the search index that all actions share, loaded once per process."""

from __future__ import annotations

import logging
import os
import threading
from functools import lru_cache
from pathlib import Path

from civic.content.load import Content, ContentError, load_content
from civic.loaded import set_aside_loaded
from civic.search.documents import learned_documents
from civic.search.encoder import build_encoder
from civic.search.semantic import SemanticIndex, build_index

logger = logging.getLogger(__name__)
SEARCH_FOLDER = Path(__file__).resolve().parents[1] / "models" / "search"


@lru_cache(maxsize=1)
def content() -> Content:
    """All checked content; raises ContentError when it is broken."""
    return load_content()


def reload() -> None:
    """Take over changed texts without a restart; broken content is refused and the present one stays."""
    try:
        load_content()
    except ContentError:
        logger.error("content is broken: the texts of before stay")
        return
    content.cache_clear()
    content()
    set_aside_loaded()
    logger.info("content is loaded anew")


class SearchWarmUp:
    """Loads the search index in the background: it takes seconds, and a first answer should not wait for it."""

    def __init__(self) -> None:
        self._index: SemanticIndex | None = None
        self._started = threading.Lock()

    def start(self) -> None:
        """Begin loading, once."""
        if self._started.acquire(blocking=False):
            threading.Thread(target=self._load, name="search warm-up", daemon=True).start()

    @property
    def index(self) -> SemanticIndex | None:
        """The index, or None while it is still loading or when it cannot be had."""
        return self._index

    def _load(self) -> None:
        sentence_model = os.environ.get("SENTENCE_MODEL") or None
        encoder = build_encoder(sentence_model, own_model=SEARCH_FOLDER / "encoder")
        index = build_index(
            encoder,
            list(learned_documents(content())),
            model=sentence_model or "own",
            cache=SEARCH_FOLDER / "vectors",
        )
        index.rank("warm")
        set_aside_loaded()
        self._index = index


search = SearchWarmUp()
