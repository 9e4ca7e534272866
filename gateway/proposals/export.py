"""Brings accepted proposals into the files: sentences to data/nlu, what to change to a list.

Safe to run again after any interruption: the files are written first and say what they hold, the proposals are
marked last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import select, update

from civic.content.load import Content
from civic.content.model import LANGUAGES
from civic.language.normalise import normalise
from civic.search.documents import EXAMPLES_ROOT
from gateway.proposals.change_list import add_entries, entry_of
from gateway.proposals.making import Problem
from gateway.proposals.masking import one_line
from gateway.proposals.sentences import TESTS_ROOT, Taken, Unfit, read_taken
from gateway.proposals.training_file import add_example
from gateway.store.database import Database
from gateway.store.schema import Proposal, ProposalState

# What the list says of a sentence that was not taken over.
LEFT_OUT = {
    Unfit.EMPTY: "niet overgenomen: er blijft niets van over",
    Unfit.LONG: "niet overgenomen: te lang",
    Unfit.PERSONAL: "niet overgenomen: er staat iets van iemand in",
    Unfit.MARKED: "niet overgenomen: er staan haakjes in",
    Unfit.KNOWN: "stond er al",
    Unfit.ELSEWHERE: "niet overgenomen: staat al bij een ander onderwerp",
    Unfit.TESTED: "niet overgenomen: staat in de testzinnen",
}
NO_FILE = "niet overgenomen: het onderwerp heeft geen bestand met voorbeelden"


class NoTestSentences(Exception):
    """The test sentences cannot be read, so nothing can be kept apart from them."""


@dataclass(frozen=True)
class Folders:
    """Where to read and write; `changes` is the list of texts to change."""

    changes: Path
    examples: Path = EXAMPLES_ROOT
    tests: Path = TESTS_ROOT


@dataclass
class Exported:
    """What was done: files with new sentences, how many, sentences left out with the reason, entries in the list."""

    files: set[Path] = field(default_factory=set)
    sentences: int = 0
    left_out: list[tuple[int, str]] = field(default_factory=list)
    entries: int = 0
    proposals: int = 0


def export(database: Database, content: Content, folders: Folders, *, dry_run: bool = False) -> Exported:
    """Export everything that is accepted. Dry: says the same and writes nothing.

    Raises NoTestSentences, NotWritable, OSError or YAMLError (nothing is marked then), StoreUnavailable.
    """
    with database.transaction() as session:
        accepted = select(Proposal).where(Proposal.state == ProposalState.ACCEPTED.value).order_by(Proposal.id)
        proposals = session.scalars(accepted).all()
    done = Exported(proposals=len(proposals))
    if not proposals:
        return done
    entries = _write_sentences(proposals, content, folders, done, dry_run=dry_run)
    if dry_run:
        done.entries = len(entries)
        return done
    done.entries = add_entries(folders.changes, entries)
    _mark(database, [proposal.id for proposal in proposals])
    return done


def _write_sentences(
    proposals: Sequence[Proposal], content: Content, folders: Folders, done: Exported, *, dry_run: bool
) -> list[tuple[Proposal, str]]:
    """Add the sentences; gives the entries of the list of changes."""
    taken = _taken(folders)
    entries = []
    for proposal in proposals:
        told = ""
        if proposal.topic is not None:
            told, taken = _write_sentence(proposal, proposal.topic, taken, folders, done, dry_run=dry_run)
        if _asks_for_a_change(proposal, told):
            entries.append((proposal, entry_of(content, proposal, example=told)))
    return entries


def _write_sentence(
    proposal: Proposal, topic: str, taken: Taken, folders: Folders, done: Exported, *, dry_run: bool
) -> tuple[str, Taken]:
    """What the list says of the sentence, and the sentences that are in use from now on."""
    sentence = one_line(proposal.question)
    path = next((folders.examples / proposal.language / "topics").rglob(f"{topic}.yml"), None)
    why = taken.why_not(sentence, topic)
    told = NO_FILE if path is None else LEFT_OUT[why] if why else f"toegevoegd aan {topic}"
    if path is None or why is not None:
        if why is not Unfit.KNOWN:
            done.left_out.append((proposal.id, told))
        return told, taken
    if not dry_run:
        add_example(path, topic, sentence)
    done.files.add(path)
    done.sentences += 1
    return told, replace(taken, trained={**taken.trained, normalise(sentence): topic})


def _taken(folders: Folders) -> Taken:
    """What is in use; every folder of tests must have its sentences, in every language."""
    below = [path for path in folders.tests.glob("*") if path.is_dir()]
    for folder in below or [folders.tests]:
        for language in LANGUAGES:
            if not (folder / f"{language}.yml").exists():
                raise NoTestSentences(f"{folder}: no test sentences in {language}; nothing was exported")
    return read_taken(folders.examples, folders.tests)


def _asks_for_a_change(proposal: Proposal, told: str) -> bool:
    """False when the new sentence is all: the question was understood wrongly, the texts are right."""
    only_misunderstood = proposal.problem == Problem.WRONG.value and proposal.topic != proposal.answered_topic
    learned = told == LEFT_OUT[Unfit.KNOWN] or told.startswith("toegevoegd")
    return not (only_misunderstood and learned and not proposal.reason and not proposal.remark)


def _mark(database: Database, numbers: Sequence[int]) -> None:
    exported = update(Proposal).where(Proposal.id.in_(numbers), Proposal.state == ProposalState.ACCEPTED.value)
    with database.transaction() as session:
        session.execute(exported.values(state=ProposalState.EXPORTED.value))
