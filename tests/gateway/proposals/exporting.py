"""What tests of the export share: a sentence to export, a sentence of the tests, and which files changed."""

from __future__ import annotations

from pathlib import Path

from civic.search.documents import EXAMPLES_ROOT
from gateway.proposals.export import Folders

BULKY = Path("nl/topics/waste/bulky-waste.yml")
NEW = "Wie komt de oude zetel van tante halen met een kar?"
TESTED = "Op welke dag komt de vuilniswagen bij ons in de testwijk?"


def changed_files(folders: Folders) -> set[Path]:
    """The training files that are no longer as they were."""
    before = {path.relative_to(EXAMPLES_ROOT): path.read_bytes() for path in EXAMPLES_ROOT.rglob("*") if path.is_file()}
    after = {
        path.relative_to(folders.examples): path.read_bytes() for path in folders.examples.rglob("*") if path.is_file()
    }
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
