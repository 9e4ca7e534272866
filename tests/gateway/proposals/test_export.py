"""Accepted proposals become lines in data/nlu and a list of changes: once, and whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from civic.search.documents import EXAMPLES_ROOT, read_examples
from gateway.proposals import export as exporting
from gateway.proposals.export import Exported, Folders
from gateway.store.database import StoreUnavailable
from scripts.stack import ROOT
from tests.gateway.proposals.exporting import BULKY, NEW, changed_files


def test_a_sentence_becomes_the_last_line_and_nothing_else_changes(
    accepted: Callable[..., int], run: Callable[..., Exported], folders: Folders, states: Callable[[], list[str]]
) -> None:
    accepted()
    done = run()
    assert (done.sentences, done.entries, done.left_out) == (1, 0, [])
    assert changed_files(folders) == {BULKY}
    before = (EXAMPLES_ROOT / BULKY).read_text("utf-8")
    assert (folders.examples / BULKY).read_text("utf-8") == f"{before}      - {NEW}\n"
    assert states() == ["exported"]
    assert not folders.changes.exists()


@pytest.mark.parametrize("language", ["tr", "ar"])
def test_each_language_has_its_own_file(
    accepted: Callable[..., int], run: Callable[..., Exported], folders: Folders, language: str
) -> None:
    sentence = {"tr": "Eski koltuğu İsmet abi arabasıyla alır mı acaba?", "ar": "من يأخذ كنبة خالتي القديمة بعربته؟"}
    accepted(sentence[language], language=language)
    run()
    path = Path(language) / "topics" / "waste" / "bulky-waste.yml"
    assert changed_files(folders) == {path}
    assert read_examples(folders.examples / path)["bulky-waste"][-1] == sentence[language]


def test_again_changes_nothing(accepted: Callable[..., int], run: Callable[..., Exported], folders: Folders) -> None:
    accepted(problem="outdated")
    run()
    text, listed = (folders.examples / BULKY).read_bytes(), folders.changes.read_bytes()
    assert run() == Exported()
    accepted(f"  {NEW.upper()}!")
    assert run().sentences == 0
    assert (folders.examples / BULKY).read_bytes() == text
    assert folders.changes.read_bytes() == listed


def test_the_list_says_what_to_change_and_where(
    accepted: Callable[..., int], run: Callable[..., Exported], folders: Folders
) -> None:
    accepted(problem="outdated", answered_topic="bulky-waste", remark="de prijs", reason="De prijs is anders.")
    assert run().entries == 1
    text = folders.changes.read_text("utf-8")
    assert "verouderd (bulky-waste, genk, nl)" in text
    assert "te doen: De prijs is anders." in text
    assert "voorbeeldzin: toegevoegd aan bulky-waste" in text
    files = [line.split("`")[1] for line in text.splitlines() if "bestand:" in line]
    assert "content/texts/nl/topics/waste/bulky-waste.yml" in files
    assert all((ROOT / file).exists() for file in files)


def test_what_an_editor_ticked_stays_ticked(
    accepted: Callable[..., int], run: Callable[..., Exported], folders: Folders
) -> None:
    accepted(problem="outdated", topic=None)
    run()
    ticked = folders.changes.read_text("utf-8").replace("- [ ]", "- [x]")
    folders.changes.write_text(ticked, "utf-8")
    accepted(problem="unclear", topic=None)
    run()
    text = folders.changes.read_text("utf-8")
    assert text.startswith(ticked.rstrip("\n"))
    assert (text.count("- [x]"), text.count("- [ ]")) == (1, 1)


def test_a_dry_run_says_it_and_writes_nothing(
    accepted: Callable[..., int], run: Callable[..., Exported], folders: Folders, states: Callable[[], list[str]]
) -> None:
    accepted()
    accepted(problem="outdated")
    done = run(dry_run=True)
    assert (done.sentences, done.entries, done.proposals) == (1, 1, 2)
    assert (changed_files(folders), states()) == (set(), ["accepted", "accepted"])
    assert not folders.changes.exists()


def test_only_accepted_ones_are_exported(
    accepted: Callable[..., int], run: Callable[..., Exported], folders: Folders, states: Callable[[], list[str]]
) -> None:
    accepted(state="new")
    accepted(state="rejected")
    assert run() == Exported()
    assert (changed_files(folders), states()) == (set(), ["new", "rejected"])


def test_stopped_before_they_are_marked_nothing_is_lost_or_doubled(
    accepted: Callable[..., int],
    run: Callable[..., Exported],
    folders: Folders,
    states: Callable[[], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    accepted(problem="outdated")

    def away(*_: object) -> None:
        raise StoreUnavailable("locked")

    with monkeypatch.context() as patched:
        patched.setattr(exporting, "_mark", away)
        with pytest.raises(StoreUnavailable):
            run()
    assert states() == ["accepted"]
    run()
    assert states() == ["exported"]
    assert (folders.examples / BULKY).read_text("utf-8").count(NEW) == 1
    assert folders.changes.read_text("utf-8").count("- [ ]") == 1


def test_a_topic_without_a_file_is_said(
    accepted: Callable[..., int], run: Callable[..., Exported], folders: Folders
) -> None:
    (folders.examples / BULKY).unlink()
    accepted()
    assert run().left_out == [(1, "niet overgenomen: het onderwerp heeft geen bestand met voorbeelden")]
    assert "geen bestand" in folders.changes.read_text("utf-8")
