"""`python -m gateway.proposals`: says what it did, also when something is in the way."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.proposals.__main__ import main
from gateway.proposals.export import Folders
from gateway.services import Services
from scripts.stack import ROOT
from tests.gateway.proposals.exporting import BULKY, NEW


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
        return subprocess.run(  # noqa: S603 (our own command)
            line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
        )

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
