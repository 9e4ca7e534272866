"""`make fake-whatsapp` keeps to itself, and its Meta is a program that starts, says what it needs, and stops."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
import requests

from gateway.settings import Settings
from scripts.fake_graph import running_fake_graph
from scripts.fake_whatsapp import settings_for
from scripts.stack import CannotStart
from tests.scripts.test_run import free_port

WEBHOOK = "http://127.0.0.1:1/webhooks/whatsapp"


def test_nothing_real_is_touched_and_nobody_outside_is_told(tmp_path: Path) -> None:
    real = {
        "VAR_FOLDER": str(tmp_path),
        "DATABASE_URL": "postgresql+psycopg://127.0.0.1/real",
        "REDIS_URL": "redis://127.0.0.1/0",
        "NOTIFY_URLS": "mailto://team:secret@example.org",
        "OIDC_ISSUER": "https://city.example",
        "WHATSAPP_TOKEN": "the real one",
        "PORT": "8123",
    }
    chosen = Settings.from_env(settings_for(real, {"WHATSAPP_TOKEN": ""}))
    assert chosen.var_folder == tmp_path / "fake-whatsapp"
    assert chosen.database_url == f"sqlite:///{tmp_path}/fake-whatsapp/wiedoetwat.db"
    assert (chosen.redis_url, chosen.notify_urls, chosen.oidc_issuer) == ("", "", "")
    assert (chosen.port, chosen.whatsapp_token) == (8123, "")


def test_the_program_says_what_a_gateway_needs_and_stops(tmp_path: Path) -> None:
    port = free_port()
    with running_fake_graph(port=port, webhook=WEBHOOK, log=tmp_path / "graph.log", delay_ms=80) as graph:
        assert graph.url == graph.environment["WHATSAPP_GRAPH_URL"] == f"http://127.0.0.1:{port}"
        assert Settings.from_env({"VAR_FOLDER": str(tmp_path), **graph.environment}).has_whatsapp
        state = requests.get(f"{graph.url}/control/state", timeout=10).json()
        assert (state["webhook"], state["delay_seconds"]) == (WEBHOOK, 0.08)
    with pytest.raises(requests.ConnectionError):
        requests.get(f"http://127.0.0.1:{port}/", timeout=10)


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with (
            pytest.raises(CannotStart, match=f"(?s)did not start.*{port}"),
            running_fake_graph(port=port, webhook=WEBHOOK, log=tmp_path / "graph.log"),
        ):
            pass
