"""`python -m gateway.proposals [--dry-run]`: bring accepted proposals into data/nlu and the list of texts to change."""

from __future__ import annotations

import argparse
import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml
from sqlalchemy.exc import SQLAlchemyError

from civic.content.load import ContentError, load_content
from civic.search.documents import EXAMPLES_ROOT
from gateway.proposals.export import Exported, Folders, NoTestSentences, export
from gateway.proposals.sentences import TESTS_ROOT
from gateway.proposals.training_file import NotWritable
from gateway.settings import BadSettings, Settings
from gateway.store.database import Database, StoreUnavailable
from gateway.store.numbers import Numbers


def main(arguments: list[str]) -> int:
    """0 when done; 1 with the reason when something is in the way: run it again, nothing is lost or doubled."""
    parser = argparse.ArgumentParser(prog="python -m gateway.proposals", description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="only say what would be written")
    parser.add_argument("--examples", type=Path, default=EXAMPLES_ROOT, help="the training sentences")
    parser.add_argument("--tests", type=Path, default=TESTS_ROOT, help="the test sentences, which are never taken over")
    given = parser.parse_args(arguments)
    try:
        settings = Settings.from_env()
        folder = settings.var_folder / "proposals"
        folders = Folders(changes=folder / "content-changes.md", examples=given.examples, tests=given.tests)
        database = Database(settings.database_url)
        database.migrate(Numbers(settings.secret_key))
        with _alone(folder):
            done = export(database, load_content(), folders, dry_run=given.dry_run)
    except (StoreUnavailable, SQLAlchemyError):
        print("✗ The database cannot be reached.", file=sys.stderr)
        return 1
    except (
        BadSettings,
        ContentError,
        NoTestSentences,
        NotWritable,
        OSError,
        yaml.YAMLError,
    ) as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1
    _report(done, folders, dry_run=given.dry_run)
    return 0


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While this lasts no other export writes to the files."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _report(done: Exported, folders: Folders, *, dry_run: bool) -> None:
    if not done.proposals:
        print("There are no accepted proposals to export.")
        return
    verb = "Would write" if dry_run else "Wrote"
    print(f"{verb} {done.sentences} sentences and {done.entries} changes, from {done.proposals} accepted proposals.")
    for path in sorted(done.files):
        print(f"  {path}")
    if done.entries:
        print(f"  {folders.changes}")
    for number, reason in done.left_out:
        print(f"  proposal {number}: {reason}")
    if done.sentences and not dry_run:
        print("Now read what changed, then `make train` and `make evaluate`.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
