"""What `make run` says when something is in the way, and the settings file it reads."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from gateway.settings import Settings, read_environment
from gateway.store.database import Database
from gateway.store.schema import StaffMember, Team
from gateway.store.staff import add_staff
from scripts.run import demo_login
from scripts.stack import CannotStart, Stack


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stack_with(settings: Settings, tmp_path: Path, **ports: int) -> Stack:
    """A stack in an empty folder, without a model."""
    free = {"port": free_port(), "actions_port": free_port(), "rasa_url": f"http://127.0.0.1:{free_port()}"}
    chosen = settings.model_copy(update={**free, **ports})
    return Stack(settings=chosen, environment={}, logs=tmp_path / "logs", root=tmp_path)


def test_a_port_that_is_taken_is_named_with_its_setting(settings: Settings, tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(CannotStart, match=rf"Port {port} is already in use.*ACTIONS_PORT"):
            stack_with(settings, tmp_path, actions_port=port).start()


def test_a_missing_model_says_what_to_do(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="make train"):
        stack_with(settings, tmp_path).start()


def test_the_demo_login_is_made_once(settings: Settings) -> None:
    first = demo_login(settings)
    assert first is not None
    assert first[0] == "demo"
    assert demo_login(settings) is None
    assert Database(settings.database_url).ping()


def test_the_settings_file_is_read_below_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("# a comment\nPORT=9000\n\nVOICE='none'\nLOG_LEVEL=DEBUG\n", "utf-8")
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    read = read_environment(file)
    assert (read["PORT"], read["VOICE"], read["LOG_LEVEL"]) == ("9000", "none", "ERROR")
    assert read_environment(tmp_path / "missing") == read_environment(tmp_path / "also-missing")


def test_the_demo_login_gets_the_cases_of_both_cities(settings: Settings) -> None:
    demo_login(settings)
    with Database(settings.database_url).transaction() as session:
        member = session.query(StaffMember).one()
        team = session.get_one(Team, member.team_id)
    assert (member.role, member.must_change_password) == ("admin", False)
    assert team.is_default_for == ["beringen", "genk"]
    assert team.languages == member.languages == ["nl", "tr", "ar"]
    assert team.hours["mon"] == [["09:00", "12:00"], ["13:00", "17:00"]]


def test_a_demo_login_from_before_there_were_teams_gets_one(settings: Settings) -> None:
    demo_login(settings)
    database = Database(settings.database_url)
    with database.transaction() as session:
        session.query(StaffMember).one().team_id = None
        session.flush()
        session.query(Team).delete()
    assert demo_login(settings) is None
    with database.transaction() as session:
        assert session.query(StaffMember).one().team_id == "demo"


def test_where_a_city_has_its_own_teams_no_demo_team_is_made(settings: Settings) -> None:
    database = Database(settings.database_url)
    database.migrate()
    with database.transaction() as session:
        session.add(Team(id="samen", name="Samen"))
        add_staff(session, login="demo", password="a-long-password", role="bridge")
    assert demo_login(settings) is None
    with database.transaction() as session:
        assert session.query(StaffMember).one().team_id is None
