"""The gateway as it runs in production, with something on every page and someone signed in."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from flask import Flask

from benchmarks.processes import ROOT, BenchFailed, free_ports, last_words
from civic.cards import answer_with
from civic.content.model import LANGUAGES
from gateway.application import build_services, create_app
from gateway.conversation.messages import message_body
from gateway.services import Services
from gateway.settings import Settings
from gateway.store.cases import NewCase, open_case
from gateway.store.conversations import record_message, record_resident, start_conversation
from gateway.store.schema import Team
from gateway.store.staff import add_staff

PASSWORD = secrets.token_urlsafe(16)
TEAM = "lighthouse"
TOPIC = "bulky-waste"
READY_SECONDS = 60


@dataclass(frozen=True)
class Site:
    """A running gateway; `cookies` by who looks: `resident-tr`, `bridge`, `desk-ar`."""

    address: str
    cookies: dict[str, str]
    cases: dict[str, str]


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """The site, with everything it keeps in `folder`, until the block ends; raises BenchFailed."""
    (port,) = free_ports(1)
    environment = {
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "SECRET_KEY": secrets.token_hex(),
        "DATABASE_URL": f"sqlite:///{folder / 'lighthouse.db'}",
        "VAR_FOLDER": str(folder),
        "VOICE": "espeak",
        "LOG_LEVEL": "WARNING",
    }
    settings = Settings.from_env(environment)
    parts = build_services(settings)
    app = create_app(settings, parts)
    app.config["WTF_CSRF_ENABLED"] = False  # of this copy only: it makes the cookies
    cases = _people_and_cases(parts)
    cookies = {f"resident-{language}": _resident(app, parts, language) for language in LANGUAGES}
    cookies |= {f"desk-{language}": _helper(app, language) for language in LANGUAGES}
    cookies["bridge"] = _signed_in(app, "bridge")
    with _serving(environment, settings.public_url, folder / "gateway.log"):
        yield Site(settings.public_url, cookies, cases)


@contextmanager
def _serving(environment: dict[str, str], address: str, log: Path) -> Iterator[None]:
    command = [
        *(sys.executable, "-m", "gunicorn", "server:app", "--bind", address.removeprefix("http://")),
        *("--worker-class", "gthread", "--threads", "16", "--log-level", "warning", "--no-control-socket"),
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=output, stderr=output, stdin=subprocess.DEVNULL
        )
        try:
            _wait_for(f"{address}/healthz", process, log)
            yield
        finally:
            process.terminate()
            process.wait(timeout=READY_SECONDS)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    session = requests.Session()
    session.trust_env = False
    end = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            if session.get(address, timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.2)
    raise BenchFailed(f"the gateway does not start; its last words:\n{last_words(log)}")


def _people_and_cases(parts: Services) -> dict[str, str]:
    with parts.database.transaction() as session:
        cities = list(parts.content.cities)
        session.add(Team(id=TEAM, name="Brugfiguren", languages=list(LANGUAGES), is_default_for=cities))
        session.flush()
        for role in ("bridge", "desk"):
            add_staff(session, login=role, password=PASSWORD, role=role, team_id=TEAM)
    cases = {}
    for language in LANGUAGES:
        asked = parts.content.phrase("ui_example_waste", language)
        new = NewCase(channel="web", language=language, city="genk", topic=TOPIC, question=asked)
        case, _ = open_case(parts.database, new, key=f"lighthouse-{language}", by="lighthouse", content=parts.content)
        cases[language] = case.code
    return cases


def _resident(app: Flask, parts: Services, language: str) -> str:
    """Someone who has had an answer."""
    reply = answer_with(parts.content, TOPIC, language=language, city="genk")
    with parts.database.transaction() as session:
        talk = start_conversation(session, language=language, city="genk")
        record_resident(session, talk, parts.content.phrase("ui_example_waste", language), language=language)
        record_message(session, talk, message_body(reply, parts.audio))
    client = app.test_client()
    with client.session_transaction() as kept:
        kept.update(conversation=talk.id, language=language, city="genk")
    return _cookie(client)


def _helper(app: Flask, language: str) -> str:
    """Someone at the desk with a visitor."""
    client = app.test_client()
    client.post("/staff/sign-in", data={"login": "desk", "password": PASSWORD})
    client.post("/desk/start", data={"language": language, "city": "genk"})
    return _cookie(client)


def _signed_in(app: Flask, login: str) -> str:
    client = app.test_client()
    client.post("/staff/sign-in", data={"login": login, "password": PASSWORD})
    return _cookie(client)


def _cookie(client: object) -> str:
    found = client.get_cookie("session")  # type: ignore[attr-defined]
    if found is None:
        raise BenchFailed("nobody is signed in")
    return f"session={found.value}"
