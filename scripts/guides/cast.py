"""Who plays along in the guides: one login for each role, and a resident whose question waits for a person."""

from __future__ import annotations

import secrets

import requests

from civic.case_codes import find_code
from civic.content.load import Content
from gateway.settings import Settings
from gateway.store.database import Database
from gateway.store.schema import Role
from gateway.store.staff import add_staff, find_by_login, set_password
from scripts.run import DEMO_TEAM

FIRST_NAME = "Test"
QUESTION = "Wie haalt mijn grofvuil op?"


def hire(settings: Settings) -> dict[str, tuple[str, str]]:
    """Login and password of someone in each role, in the demo team; made now, or given a new password."""
    logins = {role.value: (f"gids-{role.value}", secrets.token_urlsafe(12)) for role in Role}
    with Database(settings.database_url).transaction() as session:
        for role, (login, password) in logins.items():
            member = find_by_login(session, login) or add_staff(
                session, login=login, password=password, role=role, name=FIRST_NAME, team_id=DEMO_TEAM
            )
            set_password(session, member, password)
            member.must_change_password = False
    return logins


def ask_for_a_person(url: str, content: Content) -> str:
    """A resident of Genk asks something, then a person, reached in the chat: the code of the case."""
    session = requests.Session()
    session.trust_env = False
    conversation, told = None, ""
    for text in (QUESTION, content.phrase("ui_person", "nl"), "/handover_agree", "/reach_chat", FIRST_NAME):
        asked = {"conversation": conversation, "text": text, "language": "nl", "city": "genk"}
        answer = session.post(f"{url}/api/chat", json=asked, timeout=30)
        answer.raise_for_status()
        conversation = answer.json()["conversation"]
        told = "\n".join(message["text"] for message in answer.json()["messages"])
    code = find_code(told)
    if code is None:
        raise ValueError("no case was opened")
    return code
