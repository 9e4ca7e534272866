"""Rasa, the actions, the gateway and the worker as four processes that start, get ready and stop together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import requests

from gateway.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
MODEL = Path("models") / "wiedoetwat.tar.gz"
READY_SECONDS = 180
STOP_SECONDS = 10
# Longer than a proxy keeps an idle connection to us: else it may write on one that we are just closing.
KEEP_ALIVE_SECONDS = "75"
PROCESSES = ("rasa", "actions", "gateway", "worker")


class CannotStart(Exception):
    """Something is in the way; the message says what and what to do."""


@dataclass
class Stack:
    """The four processes with their settings; `logs` is where their output goes.

    `root` holds code, content and models/wiedoetwat.tar.gz: this repository, or a copy with other content.
    """

    settings: Settings
    environment: Mapping[str, str]
    logs: Path
    root: Path = ROOT
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self) -> None:
        """Start all four; raises CannotStart when a port is taken or a part is missing."""
        ports = {"PORT": self.settings.port, "RASA_URL": self._rasa_port, "ACTIONS_PORT": self.settings.actions_port}
        for name, port in ports.items():
            if _is_taken(port):
                raise CannotStart(
                    f"Port {port} is already in use. Stop what uses it, or choose another with {name} "
                    "(see .env.example)."
                )
        if not (self.root / MODEL).exists():
            raise CannotStart("There is no trained model. Run `make train` first.")
        self.logs.mkdir(parents=True, exist_ok=True)
        for name in PROCESSES:
            self._log(name).unlink(missing_ok=True)
            self._spawn(name)

    def restart(self, name: str) -> None:
        """Start one of the processes anew, whatever state it is in; its log goes on."""
        _signal(self.processes[name], signal.SIGKILL)
        self.processes[name].wait()
        self._spawn(name)

    def wait_until_ready(self, *, seconds: float = READY_SECONDS) -> None:
        """Poll /readyz; raises CannotStart when a process ends or the time is up."""
        end = time.monotonic() + seconds
        waiting: list[str] = []
        while time.monotonic() < end:
            for name, process in self.processes.items():
                if process.poll() is not None:
                    raise CannotStart(f"{name} stopped while starting. Its last words:\n{self._last_words(name)}")
            parts = self._parts()
            now_waiting = sorted(name for name, state in parts.items() if state != "ok")
            if parts and not now_waiting:
                return
            if now_waiting != waiting:
                waiting = now_waiting
                print(f"  waiting for {', '.join(waiting) or 'the gateway'} …", flush=True)
            time.sleep(0.3)
        raise CannotStart(f"Not ready after {seconds:.0f} s. See {self.logs}.")

    def stop(self) -> None:
        """Stop every process and what it started; returns when none is left."""
        for process in self.processes.values():
            _signal(process, signal.SIGTERM)
        end = time.monotonic() + STOP_SECONDS
        for process in self.processes.values():
            try:
                process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()
            _signal(process, signal.SIGKILL)  # children that outlived it

    def watch(self, *, seconds: float) -> str | None:
        """Wait until a process ends by itself and name it; None when all still run after `seconds`."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for name, process in self.processes.items():
                if process.poll() is not None:
                    return name
            time.sleep(0.5)
        return None

    def _command(self, name: str) -> list[str]:
        if name == "rasa":
            return self._rasa_command()
        if name == "gateway":
            return self._gateway_command()
        return [sys.executable, "-m", {"actions": "actions", "worker": "gateway.delivery"}[name]]

    def _rasa_command(self) -> list[str]:
        return [
            str(ROOT / ".venv-rasa" / "bin" / "rasa"), "run", "--model", str(self.root / MODEL),
            "--interface", "127.0.0.1", "--port", str(self._rasa_port),
            "--endpoints", "bot/endpoints.yml", "--credentials", "bot/credentials.yml",
        ]  # fmt: skip

    def _gateway_command(self) -> list[str]:
        return [
            sys.executable, "-m", "gunicorn", "server:app", "--bind", f"{self.settings.host}:{self.settings.port}",
            "--worker-class", "gthread", "--workers", "1", "--threads", "48", "--timeout", "120",
            "--graceful-timeout", "5", "--keep-alive", KEEP_ALIVE_SECONDS, "--log-level", "warning",
            "--no-control-socket",
        ]  # fmt: skip

    def _spawn(self, name: str) -> None:
        environment = {
            **os.environ,
            **self.environment,
            "SECRET_KEY": self.settings.secret_key,
            "ESCALATION_SECRET": self.settings.escalation_secret,
            "ACTIONS_PORT": str(self.settings.actions_port),
            "ACTIONS_URL": f"{self.settings.actions_url}/webhook",
            "GATEWAY_URL": f"http://{self.settings.host}:{self.settings.port}",
            "DATABASE_URL": self.settings.database_url,
            "PYTHONPATH": os.pathsep.join(filter(None, (str(self.root), self.environment.get("PYTHONPATH")))),
            "PYTHONUNBUFFERED": "1",
            "RASA_TELEMETRY_ENABLED": "false",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "LOG_LEVEL": self.settings.log_level,
            "LOG_LEVEL_LIBRARIES": "ERROR",
            # Products of one message are tiny: more threads only wait for each other, for three times the work.
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        }
        with self._log(name).open("ab") as log:
            self.processes[name] = subprocess.Popen(
                self._command(name), cwd=self.root, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        (self.logs / f"{name}.pid").write_text(str(self.processes[name].pid))

    def _parts(self) -> dict[str, str]:
        session = requests.Session()
        session.trust_env = False
        try:
            answer = session.get(f"http://{self.settings.host}:{self.settings.port}/readyz", timeout=5)
            return dict(answer.json()["parts"])
        except (requests.RequestException, ValueError, KeyError):
            return {"gateway": "starting"}

    @property
    def _rasa_port(self) -> int:
        return urlsplit(self.settings.rasa_url).port or 5005

    def _log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def _last_words(self, name: str) -> str:
        lines = self._log(name).read_text("utf-8", "replace").strip().splitlines()
        return "\n".join(f"  {line}" for line in lines[-15:])


@contextmanager
def running(stack: Stack) -> Iterator[Stack]:
    """Start `stack`, wait until it is ready, and stop it at the end, whatever happens."""
    try:
        stack.start()
        stack.wait_until_ready()
        yield stack
    finally:
        stack.stop()


def free_ports(number: int) -> list[int]:
    """Ports that are free now, all different."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(number)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
