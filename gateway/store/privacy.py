"""`python -m gateway.store.privacy export|erase CODE [--dry-run] [--to FILE]`: one resident's right to see or to go.

CODE is a case code or the id of a conversation; with it comes everything that belongs together. Be sure that it is the
resident who asks: a code can be overheard.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from civic.voice.factory import build_library
from gateway.settings import BadSettings, Settings
from gateway.staff.audit import record
from gateway.store.database import Database, StoreUnavailable
from gateway.store.erasing import Resident, erase, find_resident, forget_sounds
from gateway.store.exporting import export
from gateway.store.numbers import Numbers

COMMAND_LINE = "command line"


class NothingKept(Exception):
    """There is no case and no conversation with this code."""


def main(arguments: list[str]) -> int:
    """0 when done; 1 when nothing is kept under the code, or settings, database or file are in the way."""
    wanted = _parser().parse_args(_with_any_code(arguments))
    try:
        settings = Settings.from_env()
        database = Database(settings.database_url)
        database.migrate(Numbers(settings.secret_key))
        if wanted.action == "export":
            _hand_over(_export(database, settings, wanted.code), wanted.to)
        else:
            _erase(database, settings, wanted.code, dry_run=wanted.dry_run)
    except NothingKept:
        sys.stderr.write("Nothing is kept under this code.\n")
        return 1
    except (StoreUnavailable, SQLAlchemyError):
        sys.stderr.write("The database cannot be reached.\n")
        return 1
    except (BadSettings, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m gateway.store.privacy", description=__doc__)
    parser.add_argument("action", choices=["export", "erase"])
    parser.add_argument("code", help="a case code, or the id of a conversation")
    parser.add_argument("--to", type=Path, help="export: write to this new file, readable by you only")
    parser.add_argument("--dry-run", action="store_true", help="erase: only say what would go")
    return parser


def _with_any_code(arguments: list[str]) -> list[str]:
    """The same with the code last: the id of a conversation may begin with a hyphen."""
    if len(arguments) < 2 or arguments[0] not in {"export", "erase"}:
        return arguments
    action, code, *options = arguments
    return [action, *options, "--", code]


def _export(database: Database, settings: Settings, code: str) -> dict[str, Any]:
    with database.transaction() as session:
        resident = find_resident(session, code)
        if resident is None:
            raise NothingKept
        record(session, None, "resident_exported", ", ".join(resident.codes))
        return export(session, resident, Numbers(settings.secret_key))


def _hand_over(kept: dict[str, Any], file: Path | None) -> None:
    text = json.dumps(kept, ensure_ascii=False, indent=2) + "\n"
    if file is None:
        sys.stdout.write(text)
        return
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as target:
        target.write(text)


def _erase(database: Database, settings: Settings, code: str, *, dry_run: bool) -> None:
    with database.transaction() as session:
        resident = find_resident(session, code)
        if resident is None:
            raise NothingKept
        if dry_run:
            sys.stdout.write(_told("would erase", resident))
            return
        erased = erase(session, resident, by=COMMAND_LINE)
        record(session, None, "resident_erased", ", ".join(erased.codes))
    audio = build_library(settings.voice, settings.var_folder / "audio", settings.audio_megabytes * 1024 * 1024)
    forget_sounds(audio, erased.said)
    sys.stdout.write(_told("erased", resident))


def _told(verb: str, resident: Resident) -> str:
    codes = f" ({', '.join(resident.codes)})" if resident.codes else ""
    return f"{verb} {len(resident.conversations)} conversations and the words in {len(resident.cases)} cases{codes}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
