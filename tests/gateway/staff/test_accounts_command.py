"""`make staff`: accounts from the command line, and what is said when it cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from gateway.services import Services
from gateway.staff.accounts import main
from gateway.staff.audit import COMMAND_LINE
from gateway.store.schema import AuditEntry
from gateway.store.staff import find_by_login
from tests.gateway.staff.conftest import Staff


@pytest.fixture(autouse=True)
def _environment(parts: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", parts.settings.database_url)
    monkeypatch.setenv("VAR_FOLDER", str(parts.settings.var_folder))


def printed(text: str) -> str:
    """The password that was printed."""
    found = re.search(r"first password: (\S+)", text)
    assert found, text
    return found[1]


def test_it_makes_an_account_and_prints_its_password_once(
    parts: Services, hire: Callable[..., Staff], capsys: pytest.CaptureFixture[str]
) -> None:
    hire(team="samen")
    assert main(["Desk-1", "--role", "desk", "--team", "samen", "--name", "Medewerker"]) == 0
    password = printed(capsys.readouterr().out)
    with parts.database.transaction() as session:
        made = find_by_login(session, "desk-1")
        assert made is not None
        assert (made.role, made.team_id, made.name, made.must_change_password) == ("desk", "samen", "Medewerker", True)
        entry = session.query(AuditEntry).filter_by(action="staff_added").one()
        assert (entry.login, entry.subject) == (COMMAND_LINE, "desk-1")
    newcomer = Staff(hire("unused").app, parts, made)
    assert newcomer.signs_in(password).headers["Location"] == "/staff/password"


def test_it_lets_someone_in_again(parts: Services, staff: Staff, capsys: pytest.CaptureFixture[str]) -> None:
    staff.set(totp_secret="A" * 32, failed_sign_ins=9)
    assert main([staff.login, "--reset"]) == 0
    assert staff.signs_in(printed(capsys.readouterr().out)).headers["Location"] == "/staff/password"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bridge-1"], "exists already"),
        (["a b"], "A login has"),
        (["bridge-2", "--team", "nowhere"], "There is no team nowhere. Teams: none yet"),
        (["nobody", "--reset"], "no such login"),
    ],
)
def test_it_says_what_is_in_the_way(
    staff: Staff, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(arguments) == 1
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["bridge-2", "--role", "king"]])
def test_wrong_arguments_are_explained(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_locked_database_is_said(staff: Staff, lock: Callable[[], None], capsys: pytest.CaptureFixture[str]) -> None:
    lock()
    assert main(["bridge-2"]) == 1
    assert "database" in capsys.readouterr().err


@pytest.mark.parametrize(
    "address",
    ["postgresql+psycopg://nobody@127.0.0.1:1/none", "sqlite:////proc/nowhere/store.db", "no address at all"],
)
def test_a_database_that_cannot_be_reached_is_said_in_one_line(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    assert main(["bridge-2"]) == 1
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "The database cannot be reached.\n")
