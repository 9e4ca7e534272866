"""schemathesis against the running service: every operation keeps what the document says, whatever is sent to it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines import empty_postgresql, postgresql_address
from tests.gateway.openapi.running import ROOT, SECRET, running_gateway

KEPT = ".schemathesis"
COMMAND = [
    str(Path(sys.executable).with_name("schemathesis")),
    "--config-file", str(ROOT / "tests" / "gateway" / "openapi" / "schemathesis.toml"), "run",
]  # fmt: skip


def check(url: str, folder: Path, *more: str, secret: str = SECRET) -> subprocess.CompletedProcess[str]:
    """Run it with every check and every phase; what it keeps for itself stays in `folder`."""
    environment = {
        **os.environ,
        "ESCALATION_SECRET": secret,
        "SCHEMATHESIS_HOOKS": "tests.gateway.openapi.signing_calls",
        "PYTHONPATH": str(ROOT),
        "NO_PROXY": "127.0.0.1",
    }
    # A stream that ends after 50 seconds would be waited for; test_document.py reads it.
    options = ["--seed", "20261126", "--no-color", "--exclude-operation-id", "listen", *more]
    command = [*COMMAND, f"{url}/openapi.json", *options]
    return subprocess.run(  # noqa: S603
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=400, check=False
    )


@pytest.fixture
def on_postgresql(rasa_port: int, tmp_path: Path) -> Iterator[str]:
    """The address of a gateway on an empty PostgreSQL database."""
    address = postgresql_address()
    empty_postgresql().engine.dispose()
    with running_gateway(tmp_path, rasa_port=rasa_port, DATABASE_URL=address) as url:
        yield url


def test_every_operation_keeps_its_word(service: str, tmp_path: Path) -> None:
    done = check(service, tmp_path, "--max-examples", "40")
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert "Selected: 9/10" in done.stdout
    assert "⚠️" not in done.stdout, done.stdout[-4000:]


def test_the_same_on_postgresql(on_postgresql: str, tmp_path: Path) -> None:
    checks = ("--checks", "not_a_server_error,status_code_conformance,response_schema_conformance")
    done = check(on_postgresql, tmp_path, "--max-examples", "40", *checks)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


def test_it_would_notice_a_broken_word(service: str, tmp_path: Path) -> None:
    """With another secret every signed call is refused, which the document does not promise."""
    done = check(
        service,
        tmp_path,
        "--include-operation-id",
        "escalate",
        "--max-examples",
        "5",
        secret="another-secret-altogether",
    )
    assert done.returncode == 1
    assert "401" in done.stdout
    assert (tmp_path / KEPT).is_dir()  # what it found, beside where it ran


def test_what_it_keeps_is_never_part_of_the_project() -> None:
    assert not (ROOT / KEPT).exists()
    assert f"{KEPT}/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()
