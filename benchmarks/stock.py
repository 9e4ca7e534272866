"""The stock side: the project that `rasa init` writes, with our examples and one `utter_` response per intent."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.data import Split, write_examples, write_yaml
from benchmarks.load import NoReply, StockTalk
from benchmarks.processes import RASA_PYTHON, WORK, BenchFailed, free_ports, last_words, say, start, stop, timed

FOLDER = WORK / "stock"
MODEL = FOLDER / "models" / "stock.tar.gz"
KEPT = FOLDER / "trained.json"
# `rasa init` leaves pipeline and policies open; training then takes this file and writes it, commented out,
# into config.yml. We hand the same file over uncommented.
DEFAULT_CONFIG = "rasa/engine/recipes/config_files/default_config.yml"
INITIAL_CREDENTIALS = "rasa/cli/initial_project/credentials.yml"
FALLBACK = "nlu_fallback"
# A rule per intent makes sure of one reply to each. As in `rasa init`, three stories give TED and UnexpecTED
# something to learn: more would only lengthen the stock's training.
STORIES = (
    ("greet", "bulky-waste", "thanks"),
    ("greet", "social-housing", "complain_answer", "ask_person"),
    ("greet", "identity-card", "deny", "goodbye"),
)
START_SECONDS = 600


@dataclass(frozen=True)
class Trained:
    """How the kept model came to be."""

    fingerprint: str
    seconds: float
    megabytes: float
    examples: int
    intents: int
    trained_on: str


@dataclass(frozen=True)
class RunningStock:
    """A started stock Rasa: where it listens, its processes, and how long it took to its first reply."""

    url: str
    pids: dict[str, int]
    start_seconds: float


def write_project(split: Split, folder: Path = FOLDER) -> None:
    """Write config, domain, examples, stories and rules of the stock project."""
    shutil.rmtree(folder / "data", ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_packaged(DEFAULT_CONFIG), folder / "config.yml")
    shutil.copyfile(_packaged(INITIAL_CREDENTIALS), folder / "credentials.yml")
    (folder / "endpoints.yml").write_text("# As `rasa init` writes it: everything commented out.\n", "utf-8")
    write_yaml(folder / "domain.yml", _domain(split.intents))
    write_examples(split, folder / "data" / "nlu")
    steps = {intent: [{"intent": intent}, {"action": f"utter_{intent}"}] for intent in (*split.intents, FALLBACK)}
    rules = [{"rule": f"answer {intent}", "steps": pair} for intent, pair in steps.items()]
    stories = [{"story": " ".join(told), "steps": [step for name in told for step in steps[name]]} for told in STORIES]
    write_yaml(folder / "data" / "rules.yml", {"version": "3.1", "rules": rules})
    write_yaml(folder / "data" / "stories.yml", {"version": "3.1", "stories": stories})


def train(split: Split) -> Trained:
    """Train the stock project, or take the model of an earlier run over exactly the same inputs."""
    write_project(split)
    fingerprint = _fingerprint(FOLDER)
    kept = _kept()
    if kept and kept.fingerprint == fingerprint and MODEL.exists():
        say(f"stock: model of {kept.trained_on} kept (trained {kept.seconds:.0f} s, {kept.megabytes:.0f} MB)")
        return kept
    say(f"stock: training on {split.size} examples of {len(split.intents)} intents; this takes twenty minutes or more")
    KEPT.unlink(missing_ok=True)
    shutil.rmtree(FOLDER / ".rasa", ignore_errors=True)  # Rasa's cache would make the time meaningless
    command: list[str | Path] = [
        RASA_PYTHON, "-m", "rasa", "train", "--domain", "domain.yml", "--data", "data", "--config", "config.yml",
        "--out", "models", "--fixed-model-name", "stock", "--force",
    ]  # fmt: skip
    seconds = timed(command, folder=FOLDER, log=WORK / "logs" / "stock-training.log")
    trained = Trained(
        fingerprint=fingerprint,
        seconds=round(seconds, 1),
        megabytes=round(MODEL.stat().st_size / 1024**2, 1),
        examples=split.size,
        intents=len(split.intents),
        trained_on=time.strftime("%Y-%m-%d %H:%M"),
    )
    KEPT.write_text(json.dumps(asdict(trained), indent=2), "utf-8")
    shutil.rmtree(FOLDER / ".rasa", ignore_errors=True)
    say(f"stock: trained in {seconds:.0f} s")
    return trained


@contextmanager
def running() -> Iterator[RunningStock]:
    """Start stock Rasa and wait for its first reply; stops it at the end."""
    (port,) = free_ports(1)
    log = WORK / "logs" / "stock-rasa.log"
    command: list[str | Path] = [
        RASA_PYTHON, "-m", "rasa", "run", "--model", MODEL, "--interface", "127.0.0.1", "--port", str(port),
        "--endpoints", "endpoints.yml", "--credentials", "credentials.yml",
    ]  # fmt: skip
    started = time.monotonic()
    process = start(command, folder=FOLDER, log=log)
    url = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                StockTalk(url).say("hallo")
                break
            except NoReply:
                if process.poll() is not None or time.monotonic() - started > START_SECONDS:
                    raise BenchFailed(f"stock Rasa did not start. Its last words:\n{last_words(log)}") from None
                time.sleep(0.3)
        yield RunningStock(url=url, pids={"rasa": process.pid}, start_seconds=time.monotonic() - started)
    finally:
        stop(process)


def _domain(intents: list[str]) -> dict[str, object]:
    return {
        "version": "3.1",
        "intents": intents,
        "responses": {f"utter_{name}": [{"text": f"This is about {name}."}] for name in (*intents, FALLBACK)},
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }


def _packaged(name: str) -> Path:
    found = sorted((RASA_PYTHON.parents[1] / "lib").glob(f"python3*/site-packages/{name}"))
    if not found:
        raise BenchFailed(f"{name} is not in .venv-rasa. Run `make setup` first.")
    return found[0]


def _fingerprint(folder: Path) -> str:
    inputs = [folder / "config.yml", folder / "domain.yml", *sorted((folder / "data").rglob("*.yml"))]
    told = hashlib.sha256()
    for path in inputs:
        told.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return told.hexdigest()


def _kept() -> Trained | None:
    try:
        return Trained(**json.loads(KEPT.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
