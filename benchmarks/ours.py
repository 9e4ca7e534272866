"""Our side: the whole stack as `make run` starts it, in a copy that knows only the benchmark's topics and examples."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.data import TOPICS, Split, write_examples, write_yaml
from benchmarks.load import NoReply, OurTalk
from benchmarks.processes import RASA_PYTHON, ROOT, WORK, BenchFailed, free_ports, say, timed
from bot.assemble import assemble
from gateway.settings import Settings
from scripts.stack import MODEL, CannotStart, Stack, running

FOLDER = WORK / "ours"
CODE = ("actions", "bot", "civic", "gateway", "config.yml", "server.py")


@dataclass(frozen=True)
class Trained:
    """Seconds for what `make train` does: Rasa's model and the search by meaning; and the model's size."""

    rasa_seconds: float
    search_seconds: float
    megabytes: float

    @property
    def seconds(self) -> float:
        """All of it."""
        return self.rasa_seconds + self.search_seconds


@dataclass(frozen=True)
class RunningOurs:
    """The started stack: where the gateway listens, its processes, and how long it took to its first answer."""

    url: str
    pids: dict[str, int]
    start_seconds: float
    logs: Path
    database_url: str

    def rasa_turns(self) -> int:
        """How many turns Rasa answered so far; the gateway answers some by itself (other languages, dangers)."""
        return (self.logs / "gateway.log").read_text("utf-8", "replace").count("rasa turn outcome=ok")


def copy_product(split: Split, folder: Path = FOLDER, *, topics: Sequence[str] = TOPICS) -> None:
    """Write `folder` afresh: our code, the content of `topics`, and the training half of the examples."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in CODE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, folder / name)
    shutil.copytree(ROOT / "content", folder / "content")
    _keep_topics(folder / "content", topics)
    write_examples(split, folder / "data" / "nlu")


def train(split: Split) -> Trained:
    """Train Rasa's model and the search from nothing, as `make train` does."""
    copy_product(split)
    say(f"ours: training on {split.size} examples of {len(split.intents)} intents")
    started = time.monotonic()
    assemble(FOLDER / "models" / "assembled", root=FOLDER)
    command: list[str | Path] = [
        RASA_PYTHON, "-m", "rasa", "train", "--config", "config.yml", "--domain", "models/assembled/domain",
        "--data", "models/assembled/data", "--out", "models", "--fixed-model-name", "wiedoetwat", "--force",
    ]  # fmt: skip
    here = {"PYTHONPATH": str(FOLDER)}
    timed(command, folder=FOLDER, log=WORK / "logs" / "our-training.log", environment=here)
    rasa_seconds = time.monotonic() - started
    search = [sys.executable, "-m", "civic.search", "models/search"]
    search_seconds = timed(search, folder=FOLDER, log=WORK / "logs" / "our-search-training.log", environment=here)
    say(f"ours: trained in {rasa_seconds:.0f} s (Rasa) + {search_seconds:.0f} s (search)")
    megabytes = (FOLDER / MODEL).stat().st_size / 1024**2
    return Trained(round(rasa_seconds, 1), round(search_seconds, 1), round(megabytes, 1))


@contextmanager
def running_stack(more: Mapping[str, str] | None = None) -> Iterator[RunningOurs]:
    """Start all of it on free ports, with the settings `more` besides, and wait for the first answer; stops it."""
    stack = _stack(more or {})
    started = time.monotonic()
    try:
        with running(stack):
            url = f"http://{stack.settings.host}:{stack.settings.port}"
            OurTalk(url).say("hallo")
            seconds = time.monotonic() - started
            pids = {name: process.pid for name, process in stack.processes.items()}
            database_url = stack.settings.database_url
            yield RunningOurs(url=url, pids=pids, start_seconds=seconds, logs=stack.logs, database_url=database_url)
    except CannotStart as error:
        raise BenchFailed(f"our stack did not start: {error}") from error
    except NoReply as error:
        raise BenchFailed(f"our stack did not answer its first turn: {error}. See {stack.logs}.") from error


def _stack(more: Mapping[str, str]) -> Stack:
    port, rasa_port, actions_port = free_ports(3)
    given = {
        "PORT": str(port),
        "RASA_URL": f"http://127.0.0.1:{rasa_port}",
        "ACTIONS_PORT": str(actions_port),
        "VAR_FOLDER": str(FOLDER / "var"),
        "DATABASE_URL": f"sqlite:///{FOLDER / 'var' / 'bench.db'}",
        # Nothing outside this machine takes part, and no limit stands in the way of eight residents on one address.
        "VOICE": "espeak",
        "TRANSLATOR": "none",
        "MESSAGES_PER_SECOND": "1000",
    }
    (FOLDER / "var").mkdir(exist_ok=True)
    environment = {**os.environ, **given, **more}
    return Stack(
        settings=Settings.from_env(environment), environment=environment, logs=WORK / "logs" / "ours", root=FOLDER
    )


def _keep_topics(content: Path, topics: Sequence[str]) -> None:
    """Leave only `topics` in content/: facts, wording, what cities say of them, and the words they explain."""
    folders = [content / "topics", *content.glob("texts/*/topics")]
    folders += [*content.glob("cities/*/topics"), *content.glob("cities/*/texts")]
    for path in (path for folder in folders for path in folder.rglob("*.yml")):
        if path.stem not in topics:
            path.unlink()
    for path in content.glob("cities/*/city.yml"):
        city = yaml.safe_load(path.read_text("utf-8"))
        city["may_name"] = {topic: words for topic, words in city.get("may_name", {}).items() if topic in topics}
        write_yaml(path, city)
    titles = content / "short-titles.yml"
    kept = {topic: words for topic, words in yaml.safe_load(titles.read_text("utf-8")).items() if topic in topics}
    write_yaml(titles, kept)
    for path in content.glob("glossary/*.yml"):
        if yaml.safe_load(path.read_text("utf-8"))["topic"] not in topics:
            path.unlink()
    for path in [*content.glob("topics/**/*.yml"), *content.glob("cities/*/topics/*.yml")]:
        facts = yaml.safe_load(path.read_text("utf-8"))
        if facts.get("see_also"):
            facts["see_also"] = [topic for topic in facts["see_also"] if topic in topics]
            write_yaml(path, facts)
