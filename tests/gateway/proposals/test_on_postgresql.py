"""The same races on PostgreSQL, where two really write at once; the address comes from TEST_DATABASE_URL."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from gateway.proposals.deciding import Acceptance, AlreadyDecided, accept, reject
from gateway.proposals.making import Problem, propose
from gateway.services import Services
from gateway.store.schema import CaseMessage, Proposal, StaffMember, Team
from gateway.store.staff import add_staff
from tests.engines import empty_postgresql
from tests.gateway.proposals.conftest import Talk


@pytest.fixture
def postgres(parts: Services) -> Iterator[Services]:
    """The services on an empty PostgreSQL database, with one team and one member of staff."""
    database = empty_postgresql()
    database.migrate()
    yield dataclasses.replace(parts, database=database)
    database.engine.dispose()


@pytest.fixture
def member(postgres: Services) -> StaffMember:
    """Someone of the team that gets the cases of Genk."""
    with postgres.database.transaction() as session:
        session.add(Team(id="north", name="Noord", is_default_for=["genk"]))
        session.flush()
        return add_staff(session, login="bridge-1", password="not-used-here", role="bridge", team_id="north")


def test_taps_at_once_make_one_proposal_and_one_decision_counts(postgres: Services, member: StaffMember) -> None:
    talk = Talk(postgres)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: propose(postgres, talk.code, talk.answer, member, Problem.WRONG), range(16)))
    assert sum(new for _, new in made) == 1
    number = made[0][0].id

    def decide(turn: int) -> bool:
        try:
            if turn % 2:
                reject(postgres, number, member, "Klopt al.")
            else:
                accept(postgres, number, member, Acceptance(topic=None, language="nl", example=""))
        except AlreadyDecided:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(decide, range(12))) == 1
    with postgres.database.transaction() as session:
        assert len(session.scalars(select(Proposal)).all()) == 1
        notes = session.scalars(select(CaseMessage).where(CaseMessage.sender == "note")).all()
    assert len(notes) == 1
