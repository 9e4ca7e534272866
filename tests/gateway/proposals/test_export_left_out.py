"""What is never exported: sentences of the tests, of other topics, private numbers, odd signs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from civic.content.load import Content
from civic.search.documents import EXAMPLES_ROOT, read_examples
from gateway.proposals.export import Exported, Folders, NoTestSentences, export
from gateway.services import Services
from tests.gateway.proposals.exporting import BULKY, TESTED, changed_files


def test_a_sentence_of_another_topic_is_left_out_and_said(
    accepted: Callable[..., int], run: Callable[..., Exported], folders: Folders, states: Callable[[], list[str]]
) -> None:
    accepted()
    second = accepted(topic="passport")
    done = run()
    assert done.left_out == [(second, "niet overgenomen: staat al bij een ander onderwerp")]
    assert changed_files(folders) == {BULKY}
    assert "staat al bij een ander onderwerp" in folders.changes.read_text("utf-8")
    assert states() == ["exported", "exported"]


@pytest.mark.parametrize(
    "said",
    [
        TESTED,
        TESTED.upper(),
        f" {TESTED.replace('?', ' ??')}",
        "op welke dag komt de vuilniswágen bij ons in de testwijk",
    ],
)
def test_a_test_sentence_is_never_written(
    accepted: Callable[..., int], run: Callable[..., Exported], folders: Folders, said: str
) -> None:
    accepted(said)
    done = run()
    assert (done.sentences, done.left_out) == (0, [(1, "niet overgenomen: staat in de testzinnen")])
    assert changed_files(folders) == set()


def test_the_real_test_sentences_are_there(parts: Services, content: Content, accepted: Callable[..., int]) -> None:
    accepted()
    done = export(parts.database, content, Folders(changes=Path("not-written")), dry_run=True)
    assert done.sentences == 1


@pytest.mark.parametrize("missing", ["nl.yml", "ar.yml", ""])
def test_without_the_tests_nothing_is_exported(
    accepted: Callable[..., int],
    run: Callable[..., Exported],
    folders: Folders,
    states: Callable[[], list[str]],
    missing: str,
) -> None:
    accepted()
    shutil.rmtree(folders.tests) if not missing else (folders.tests / missing).unlink()
    with pytest.raises(NoTestSentences):
        run()
    assert (changed_files(folders), states()) == (set(), ["accepted"])


def test_with_half_of_the_tests_nothing_is_exported(
    accepted: Callable[..., int], run: Callable[..., Exported], folders: Folders, states: Callable[[], list[str]]
) -> None:
    """As when one of two sets did not come along."""
    for name in ("development", "unseen"):
        shutil.copytree(folders.tests, folders.tests.with_name(name))
    whole, empty = (shutil.move(folders.tests.with_name(n), folders.tests / n) for n in ("development", "unseen"))
    accepted()
    for path in Path(empty).iterdir():
        path.unlink()
    with pytest.raises(NoTestSentences, match="unseen"):
        run()
    assert (changed_files(folders), states()) == (set(), ["accepted"])
    assert Path(whole).exists()


def test_private_numbers_never_reach_a_file(
    accepted: Callable[..., int], run: Callable[..., Exported], folders: Folders
) -> None:
    private = "0478 12 34 56", "s@voorbeeld.be", "85.07.30-033.28", "BE68 5390 0754 7034"
    said = "Tante haar zetel weg? Bel {}, mail {}, nummer {}, rekening {}".format(*private)
    accepted(said, remark=f"zie {private[0]}", reason=f"vraag {private[1]}", problem="unclear")
    run()
    written = (folders.examples / BULKY).read_text("utf-8") + folders.changes.read_text("utf-8")
    assert "Tante haar zetel weg? Bel, mail, nummer, rekening\n" in written
    assert not any(number in written for number in private)
    assert "[[" not in written
    assert "•" not in written


@pytest.mark.parametrize(
    "said",
    [
        "# zetel: van 'tante' \"weg\" \\n &x *y",
        "- zetel van tante - weg",
        "zetel\nvan\u2028tante\x85weg\tnu",
        "{zetel} van tante: weg",
    ],
)
def test_odd_signs_stay_one_line_of_the_same_words(
    accepted: Callable[..., int], run: Callable[..., Exported], folders: Folders, said: str
) -> None:
    accepted(said)
    assert run().sentences == 1
    before = read_examples(EXAMPLES_ROOT / BULKY)["bulky-waste"]
    assert read_examples(folders.examples / BULKY)["bulky-waste"] == [*before, " ".join(said.split())]


def test_marks_of_entities_are_left_out(
    accepted: Callable[..., int], run: Callable[..., Exported], folders: Folders
) -> None:
    accepted("[zetel](voorwerp) van tante")
    assert run().sentences == 0
    assert changed_files(folders) == set()
