"""`python -m civic.search FOLDER`: train the small encoder and store the vectors of all documents there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from civic.content.load import load_content
from civic.search.documents import learned_documents
from civic.search.encoder import build_encoder, train_encoder
from civic.search.semantic import build_index, in_order


def main(folder: Path) -> None:
    """Train unless `SENTENCE_MODEL` names another encoder, then build the index once, so that starting is quick."""
    documents = in_order(learned_documents(load_content()))
    sentence_model = os.environ.get("SENTENCE_MODEL") or None
    own_model = folder / "encoder"
    if sentence_model is None:
        train_encoder(documents, own_model)
    encoder = build_encoder(sentence_model, own_model=own_model)
    build_index(encoder, documents, model=sentence_model or "own", cache=folder / "vectors")
    print(f"search: {len(documents)} texts of {len({item.topic for item in documents})} topics")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
