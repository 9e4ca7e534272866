"""Search by letters and by meaning, with our own encoder and with any other."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest

from civic.content.load import Content
from civic.search.documents import Document, documents_of, learned_documents
from civic.search.encoder import build_encoder, train_encoder
from civic.search.lexical import LexicalIndex
from civic.search.semantic import build_index, in_order

ABOUT = {
    "lamp": ["de straatlamp is kapot", "het licht in de straat brandt niet", "lantaarn stuk", "donker op straat"],
    "waste": ["het vuilnis is niet opgehaald", "de vuilniswagen kwam niet", "afval staat er nog", "zakken aan de deur"],
    "card": ["mijn identiteitskaart is weg", "ik wil een nieuwe eid", "kaart verloren", "pasje gestolen"],
}
DOCUMENTS = [Document(topic, "nl", text, "resident") for topic, texts in ABOUT.items() for text in texts]


@pytest.fixture(scope="module")
def letters(content: Content) -> LexicalIndex:
    """The real index over the real content."""
    return LexicalIndex(documents_of(content))


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("GAS", "gas-fine"),
        ("domicilie", "address-change"),
        ("Fluvius", "street-light"),
        ("grofvuil", "bulky-waste"),
        ("straatverlichting", "street-light"),
        ("huurwaarborg", "rent-guarantee"),
        ("çöp", "household-waste-collection"),
        ("kimlik karti", "identity-card"),
        ("بطاقة الهوية", "identity-card"),
        ("identiteitskaart verloren", "identity-card"),
    ],
)
def test_words_from_a_letter_find_their_topic(letters: LexicalIndex, words: str, topic: str) -> None:
    hits = letters.rank(words)
    assert topic in [hit.topic for hit in hits[:5]]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 <= hit.score <= 1 for hit in hits)


@pytest.mark.parametrize(
    "query", ["", "   ", '"', "a", "x" * 10_000, "'; DROP TABLE texts; --", "NEAR(", "*", "zzqqxx"]
)
def test_odd_queries_find_nothing_or_something_but_never_fail(letters: LexicalIndex, query: str) -> None:
    assert isinstance(letters.rank(query), list)


@pytest.mark.filterwarnings("ignore")
def test_our_own_encoder_is_trained_stored_and_found_again(tmp_path: Path) -> None:
    train_encoder(DOCUMENTS, tmp_path / "encoder")
    encoder = build_encoder(None, own_model=tmp_path / "encoder")
    index = build_index(encoder, DOCUMENTS, model="own", cache=tmp_path / "vectors")
    assert index.rank("STRAATLAMP kapot!")[0].topic == "lamp"
    assert len(list((tmp_path / "vectors").glob("*.npy"))) == 1
    again = build_index(encoder, DOCUMENTS, model="own", cache=tmp_path / "vectors")
    assert again.rank("vuilnis niet opgehaald")[0].topic == "waste"


@pytest.mark.filterwarnings("ignore")
def test_any_sentence_transformers_model_can_be_named_by_its_path(tmp_path: Path) -> None:
    path = tiny_transformer(tmp_path / "tiny")
    encoder = build_encoder(str(path), own_model=tmp_path / "not-there")
    vectors = encoder.encode(["de straatlamp is kapot", "vuilnis", "de straatlamp is kapot"])
    assert vectors.shape == (3, 32)
    assert float(vectors[0] @ vectors[2]) == pytest.approx(1.0, abs=1e-4)
    index = build_index(encoder, DOCUMENTS, model=str(path), cache=tmp_path / "vectors")
    assert {hit.topic for hit in index.rank("de straatlamp is kapot")} == set(ABOUT)


def tiny_transformer(folder: Path) -> Path:
    """A real, untrained transformer of two small layers, saved as sentence-transformers saves one."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder.mkdir()
    words = sorted({word for texts in ABOUT.values() for text in texts for word in text.split()})
    (folder / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words]), "utf-8")
    config = BertConfig(
        vocab_size=len(words) + 5, hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64
    )
    BertModel(config).save_pretrained(folder / "bert")
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"), max_seq_length=32)
    model = SentenceTransformer(modules=[transformer, Pooling(32)], device="cpu")
    model.save(str(folder / "model"))
    return folder / "model"


def test_similarities_are_given_for_every_topic(tmp_path: Path) -> None:
    class Axes:
        """Each topic's words point in a direction of their own; "three" of them say how near."""

        def encode(self, texts: list[str]) -> numpy.ndarray:
            return numpy.array([[float("lamp" in text), float("waste" in text)] for text in texts])

    told = [Document(topic, "nl", topic, "resident") for topic in ("waste", "lamp", "lamp", "waste")]
    index = build_index(Axes(), told, model="axes", cache=tmp_path)  # type: ignore[arg-type]
    assert index.similarities("lamp") == {"lamp": 1.0, "waste": 0.0}
    assert [hit.topic for hit in index.rank("waste")] == ["waste", "lamp"]
    assert [document.topic for document in in_order(told)] == ["lamp", "lamp", "waste", "waste"]


def test_the_search_learns_the_talk_around_topics_too(content: Content) -> None:
    names = {document.topic for document in learned_documents(content)}
    assert {"out_of_scope", "ask_person", "bulky-waste"} <= names
    assert {document.topic for document in documents_of(content)} == content.topics.keys()
