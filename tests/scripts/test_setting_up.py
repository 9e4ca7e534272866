"""Setting up and training in a project of three small files: done once per input, and a failure says what to do."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from scripts.stack import ROOT

# What the marks of a training are made of, see scripts/train.sh.
INPUTS = (
    "config.yml",
    "bot/domain.yml",
    "content/topics/library.yml",
    "content/texts/nl.yml",
    "content/understanding/concepts/books.yml",
    "data/nlu/nl.yml",
    "civic/language/normalise.py",
    "civic/search/encoder.py",
    *(f"civic/understanding/{name}.py" for name in ("classifier", "concepts", "features", "skeleton")),
)
# Stands in for Python: `-m civic.search FOLDER` trains the search, the rest prepares.
TRAINS_SEARCH = '#!/bin/bash\necho "$@" >> calls\n[ "$2" != civic.search ] || mkdir -p "$3/vectors"\n'
TRAINS = '#!/bin/bash\necho "$@" >> calls\ntouch models/wiedoetwat.tar.gz\n'
FAILS = "#!/bin/bash\necho 'ValueError: the sentence on line 7 has no intent'\nexit 3\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the real scripts and programs that only note how they were called."""
    for name in ("train.sh", "common.sh", "set-up.sh"):
        target = tmp_path / "scripts" / name
        target.parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "scripts" / name, target)
    for name in INPUTS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    program(tmp_path, ".venv/bin/python", TRAINS_SEARCH)
    program(tmp_path, ".venv-rasa/bin/rasa", TRAINS)
    return tmp_path


def program(project: Path, name: str, text: str) -> None:
    """Put an executable there."""
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(0o755)


def run(project: Path, script: str, more: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a script of the project."""
    command = ["/bin/bash", f"scripts/{script}"]
    environment = {**os.environ, "HOME": str(project), **(more or {})}
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)  # noqa: S603


def calls(project: Path) -> list[str]:
    """What was called since the last time."""
    kept = project / "calls"
    found = kept.read_text("utf-8").splitlines() if kept.exists() else []
    kept.unlink(missing_ok=True)
    return found


def test_what_was_trained_is_trained_again_only_when_its_inputs_change(project: Path) -> None:
    # Given a first training
    first = run(project, "train.sh")
    assert first.returncode == 0, first.stderr
    assert "Training how messages are understood" in first.stdout
    assert len(calls(project)) == 3
    # Then a second one does nothing
    assert run(project, "train.sh").stdout == ""
    assert calls(project) == []
    # When only a text changes
    (project / "content/texts/nl.yml").write_text("y", "utf-8")
    # Then only the search is trained, which reads it
    assert run(project, "train.sh").returncode == 0
    assert calls(project) == ["-m civic.search models/search"]


def test_a_second_training_in_the_folder_waits_for_the_first(project: Path) -> None:
    # Given a training that somebody else has begun there
    (project / ".make").mkdir()
    with (project / ".make" / "training.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        # When another is started
        with subprocess.Popen(
            ["/bin/bash", "scripts/train.sh"], cwd=project, stdout=subprocess.PIPE, text=True
        ) as second:
            assert second.stdout is not None
            # Then it says that it waits, and does nothing
            assert "Waiting for another training" in second.stdout.readline()
            assert calls(project) == []
            # And when the first has ended, it looks what is still to do
            fcntl.flock(held, fcntl.LOCK_UN)
            assert second.wait(timeout=30) == 0
    assert len(calls(project)) == 3


def test_a_failed_training_says_why_and_is_tried_again(project: Path) -> None:
    program(project, ".venv-rasa/bin/rasa", FAILS)
    failed = run(project, "train.sh")
    assert failed.returncode == 1
    assert "the sentence on line 7 has no intent" in failed.stderr
    assert "Training failed." in failed.stderr
    assert ".make/train-rasa.log" in failed.stderr
    # the search was trained all the same, and is not trained again
    program(project, ".venv-rasa/bin/rasa", TRAINS)
    calls(project)
    assert run(project, "train.sh").returncode == 0
    assert all("civic.search" not in call for call in calls(project))


def test_a_failed_training_of_the_search_is_told_too(project: Path) -> None:
    program(project, ".venv/bin/python", FAILS.replace("exit 3", '[ "$2" != civic.search ]'))
    failed = run(project, "train.sh")
    assert failed.returncode == 1
    assert "Training the search failed." in failed.stderr


def test_a_missing_python_says_how_to_get_it(project: Path, tmp_path: Path) -> None:
    """With neither that Python, nor uv, nor pyenv on the path."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("bash", "find", "sort", "xargs", "sha256sum", "cut", "mkdir", "cat", "dirname", "grep", "rm"):
        found = shutil.which(name)
        assert found is not None
        (tools / name).symlink_to(found)
    (project / "requirements.lock").write_text("requests==1\n", "utf-8")
    (project / "bot/requirements.lock").write_text("rasa==1\n", "utf-8")
    failed = run(project, "set-up.sh", {"PATH": str(tools)})
    assert failed.returncode == 1
    assert "Python 3.11 was not found" in failed.stderr
    assert "uv python install 3.11" in failed.stderr
