"""The list of texts to change, in Markdown, for whoever edits content; each accepted proposal stands in it once."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from civic.content.load import CONTENT_ROOT, Content
from civic.content.model import LANGUAGES
from gateway.proposals.making import Problem
from gateway.proposals.masking import one_line
from gateway.store.schema import Proposal

HEADER = (
    "# Teksten om te veranderen\n\nUit aanvaarde voorstellen. Vink af wat gedaan is; docs/editing-content.md zegt hoe. "
    "Doe daarna `make content`.\n"
)
PROBLEMS = {Problem.WRONG: "fout", Problem.OUTDATED: "verouderd", Problem.UNCLEAR: "onduidelijk"}
_NAME = re.compile(r"^- \[.\] \*\*(.+?)\*\*", re.MULTILINE)


def name_of(proposal: Proposal) -> str:
    """How the list calls a proposal: never the same for two, also when a new database counts from one again."""
    decided = proposal.decided_at or proposal.at
    return f"voorstel {proposal.id} van {decided.isoformat(timespec='seconds')}"


def entry_of(content: Content, proposal: Proposal, *, example: str) -> str:
    """One entry: what was wrong, which files say it, what to do; `example` says what became of the sentence."""
    about = [proposal.answered_topic or "geen onderwerp", proposal.city or "alle steden", proposal.language]
    lines = [
        f"- [ ] **{name_of(proposal)}**: {PROBLEMS[Problem(proposal.problem)]} ({', '.join(about)})",
        *(f"  - bestand: `{path}`" for path in _files(content, proposal)),
        f"  - vraag: {one_line(proposal.question)}" if proposal.question else "",
        f"  - opmerking: {one_line(proposal.remark)}" if proposal.remark else "",
        f"  - te doen: {one_line(proposal.reason)}" if proposal.reason else "",
        f"  - voorbeeldzin: {example}" if example else "",
    ]
    return "\n".join(line for line in lines if line) + "\n"


def add_entries(path: Path, entries: Sequence[tuple[Proposal, str]]) -> int:
    """Add those entries that are not in the file at `path` yet, at its end; gives how many. Raises OSError."""
    text = path.read_text("utf-8") if path.exists() else HEADER
    listed = set(_NAME.findall(text))
    new = [entry for proposal, entry in entries if name_of(proposal) not in listed]
    if new:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.new")
        draft.write_text(text.rstrip("\n") + "\n\n" + "\n".join(new), "utf-8")
        os.replace(draft, path)
    return len(new)


def _files(content: Content, proposal: Proposal) -> list[str]:
    """The files behind the answer that exist: facts and texts, those of the city first."""
    topic = content.topics.get(proposal.answered_topic or "")
    if topic is None:
        return []
    city = Path("content") / "cities" / (proposal.city or "")
    of_city = [city / "topics", *(city / "texts" / tag for tag in LANGUAGES)] if proposal.city else []
    general = [
        Path("content/topics") / topic.area,
        *(Path("content/texts") / t / "topics" / topic.area for t in LANGUAGES),
    ]
    paths = [folder / f"{topic.id}.yml" for folder in (*of_city, *general)]
    return [str(path) for path in paths if (CONTENT_ROOT.parent / path).exists()]
