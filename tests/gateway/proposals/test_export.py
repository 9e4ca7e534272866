"""Accepted proposals become lines in data/nlu and a list of changes: once, whole, and nothing that may not be there."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from civic.content.load import Content
from civic.search.documents import EXAMPLES_ROOT, read_examples
from gateway.proposals import export as exporting
from gateway.proposals.__main__ import main
from gateway.proposals.export import Exported, Folders, NoTestSentences, export
from gateway.proposals.training_file import NotWritable, add_example
from gateway.services import Services
from gateway.store.database import StoreUnavailable
from gateway.store.schema import Proposal, now

ROOT = Path(__file__).resolve().parents[3]
BULKY = Path("nl/topics/waste/bulky-waste.yml")
NEW = "Wie komt de oude zetel van tante halen met een kar?"
TESTED = "Op welke dag komt de vuilniswagen bij ons in de testwijk?"


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Copies of the real training files, and small test sets."""
    examples, tests = tmp_path / "nlu", tmp_path / "tests"
    shutil.copytree(EXAMPLES_ROOT, examples)
    tests.mkdir()
    for language in ("nl", "tr", "ar"):
        (tests / f"{language}.yml").write_text(f"topics:\n  x:\n    plain: ['{TESTED}']\n", "utf-8")
    return Folders(changes=tmp_path / "changes" / "list.md", examples=examples, tests=tests)


@pytest.fixture
def accepted(parts: Services) -> Callable[..., int]:
    """Makes accepted proposals; gives the number."""

    def make(question: str = NEW, **more: object) -> int:
        values = {
            "state": "accepted", "problem": "wrong", "language": "nl", "city": "genk", "topic": "bulky-waste",
            "answered_topic": "recycling-park", "made_by": "bridge-1", "decided_by": "editor-1", "decided_at": now(),
        }  # fmt: skip
        with parts.database.transaction() as session:
            proposal = Proposal(question=question, **{**values, **more})
            session.add(proposal)
            session.flush()
            return proposal.id

    return make


@pytest.fixture
def run(parts: Services, content: Content, folders: Folders) -> Callable[..., Exported]:
    """Exports."""
    return lambda **more: export(parts.database, content, folders, **more)


@pytest.fixture
def states(parts: Services) -> Callable[[], list[str]]:
    """The states of all proposals."""

    def read() -> list[str]:
        with parts.database.transaction() as session:
            return [proposal.state for proposal in session.query(Proposal).order_by(Proposal.id)]

    return read


def changed_files(folders: Folders) -> set[Path]:
    """The training files that are no longer as they were."""
    before = {path.relative_to(EXAMPLES_ROOT): path.read_bytes() for path in EXAMPLES_ROOT.rglob("*") if path.is_file()}
    after = {
        path.relative_to(folders.examples): path.read_bytes() for path in folders.examples.rglob("*") if path.is_file()
    }
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


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


@pytest.mark.parametrize("text", ["nlu: [\n", "version: '3.1'\nnlu:\n- intent: bulky-waste\n  examples: '- a'\n"])
def test_a_file_of_another_shape_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bulky-waste.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(NotWritable):
        add_example(path, "bulky-waste", NEW)
    assert path.read_text("utf-8") == text
    assert list(tmp_path.iterdir()) == [path]


def test_comments_line_ends_permissions_and_other_intents_stay(tmp_path: Path) -> None:
    path = tmp_path / "two.yml"
    lines = [
        "# wat mensen zeggen",
        'version: "3.1"',
        "nlu:",
        "  - intent: one",
        "    examples: |",
        "      - een",
        "  # tussendoor",
        "  - intent: two",
        "    examples: |",
        "      - twee",
        "",
    ]
    text = "\r\n".join(lines)
    path.write_bytes(text.encode())
    path.chmod(0o640)
    add_example(path, "one", "nog een")
    assert path.read_bytes().decode() == text.replace("      - een\r\n", "      - een\r\n      - nog een\r\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.fixture
def command(parts: Services, folders: Folders) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    """`python -m gateway.proposals` with the test's database and folders."""
    environment = {
        **os.environ,
        "VAR_FOLDER": str(parts.settings.var_folder),
        "DATABASE_URL": parts.settings.database_url,
    }

    def make(*more: str) -> subprocess.CompletedProcess[str]:
        folder = ["--examples", str(folders.examples), "--tests", str(folders.tests)]
        line = [sys.executable, "-m", "gateway.proposals", *folder, *more]
        return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603

    return make


def test_the_command_says_what_it_did(
    accepted: Callable[..., int],
    command: Callable[..., subprocess.CompletedProcess[str]],
    folders: Folders,
    parts: Services,
) -> None:
    accepted(problem="outdated")
    dry = command("--dry-run")
    assert (dry.returncode, dry.stdout.splitlines()[0]) == (
        0,
        "Would write 1 sentences and 1 changes, from 1 accepted proposals.",
    )
    done = command()
    assert done.returncode == 0, done.stderr
    assert "bulky-waste.yml" in done.stdout
    assert "make train" in done.stdout
    assert NEW not in done.stdout
    assert (parts.settings.var_folder / "proposals" / "content-changes.md").exists()
    assert command().stdout == "There are no accepted proposals to export.\n"


def test_two_commands_at_once_write_each_sentence_once(
    accepted: Callable[..., int], command: Callable[..., subprocess.CompletedProcess[str]], folders: Folders
) -> None:
    for number in range(12):
        accepted(f"{NEW} {number}")
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: command(), range(2)))
    assert [each.returncode for each in done] == [0, 0]
    text = (folders.examples / BULKY).read_text("utf-8")
    assert all(text.count(f"{NEW} {number}\n") == 1 for number in range(12))


def test_a_locked_database_is_a_message_and_not_a_trace(
    accepted: Callable[..., int],
    command: Callable[..., subprocess.CompletedProcess[str]],
    parts: Services,
    folders: Folders,
) -> None:
    accepted()
    holder = sqlite3.connect(parts.settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("PRAGMA journal_mode=WAL")
    holder.execute("BEGIN IMMEDIATE")
    done = command()
    holder.execute("ROLLBACK")
    holder.close()
    assert (done.returncode, done.stderr.startswith("✗ "), "Traceback" in done.stderr) == (1, True, False)
    again = command()
    assert again.returncode == 0
    assert (folders.examples / BULKY).read_text("utf-8").count(NEW) == 1


def test_a_database_that_cannot_be_reached_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, parts: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("VAR_FOLDER", str(parts.settings.var_folder))
    assert main([]) == 1
    assert capsys.readouterr().err == "✗ The database cannot be reached.\n"
