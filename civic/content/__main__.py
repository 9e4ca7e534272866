"""`python -m civic.content check | confirm LANGUAGE TOPIC [CITY] | schema FOLDER`."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
from pathlib import Path

from civic.content import model
from civic.content.checks import (
    find_broken,
    find_outdated,
    find_unclear,
    find_unfit,
    read_outdated_facts,
    read_word_lists,
)
from civic.content.load import CONTENT_ROOT, Content, read_content
from civic.content.revision import revision_of
from civic.content.step_verbs import StepVerbs

SCHEMAS: dict[str, type[model.Strict]] = {
    "organisation": model.Organisation,
    "topic": model.Topic,
    "topic-in-city": model.TopicInCity,
    "city": model.City,
    "wording": model.Wording,
    "wording-in-city": model.WordingInCity,
    "glossary-entry": model.GlossaryEntry,
    "step-verbs": StepVerbs,
}


def check(root: Path) -> int:
    """Print every problem; 1 when something is broken, unfit, unclear or outdated, 0 otherwise."""
    content, problems = read_content(root)
    problems += find_broken(content)
    if not problems:
        problems += find_unfit(content, today=dt.datetime.now(dt.UTC).date(), outdated_facts=read_outdated_facts(root))
        problems += find_unclear(content, read_word_lists(root))
    outdated = find_outdated(content)
    for problem in [*problems, *outdated]:
        print(problem)
    _print_summary(content, len(problems), len(outdated))
    return 1 if problems or outdated else 0


def _print_summary(content: Content, problems: int, outdated: int) -> None:
    sourced = sum(topic.confidence == "sourced" for topic in content.topics.values())
    print(
        f"{len(content.topics)} topics ({sourced} sourced), {len(content.organisations)} organisations, "
        f"{len(content.cities)} cities: {problems} problems, {outdated} outdated translations"
    )


def confirm(root: Path, *, language: str, topic: str, city: str | None) -> int:
    """Write the Dutch revision into translations; `topic` may be `all` for every translation of a language."""
    content, _ = read_content(root)
    base = root / "cities" / city / "texts" if city else root / "texts"
    texts = content.city_texts[city] if city else content.texts
    folder = base / language if city else base / language / "topics"
    chosen = sorted(texts[model.SOURCE_LANGUAGE]) if topic == "all" else [topic]
    for name in chosen:
        paths = list(folder.rglob(f"{name}.yml"))
        if not paths:
            print(f"{folder.relative_to(root)}: no text for {name}", file=sys.stderr)
            return 1
        _write_revision(paths[0], revision_of(texts[model.SOURCE_LANGUAGE][name]))
    print(f"confirmed {len(chosen)} {language} texts")
    return 0


def _write_revision(path: Path, revision: str) -> None:
    kept = re.sub(r"^translates:.*\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(f'{kept.rstrip()}\ntranslates: "{revision}"\n', "utf-8")


def write_schemas(folder: Path) -> int:
    """Write one JSON Schema per kind of file, for editors that check while you type."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, kind in SCHEMAS.items():
        text = json.dumps(kind.model_json_schema(), indent=2, ensure_ascii=False)
        (folder / f"{name}.schema.json").write_text(text + "\n", "utf-8")
    return 0


def main() -> int:
    """Run the command named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m civic.content", description=__doc__)
    parser.add_argument("--root", type=Path, default=CONTENT_ROOT)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="say what is wrong, as `path: problem`")
    confirming = commands.add_parser("confirm", help="a translation fits the Dutch text as it is now")
    confirming.add_argument("language", choices=[tag for tag in model.LANGUAGES if tag != model.SOURCE_LANGUAGE])
    confirming.add_argument("topic", help="a topic id, or all")
    confirming.add_argument("city", nargs="?")
    commands.add_parser("schema", help="write JSON Schemas").add_argument("folder", type=Path)
    given = parser.parse_args()
    if given.command == "check":
        return check(given.root)
    if given.command == "confirm":
        return confirm(given.root, language=given.language, topic=given.topic, city=given.city)
    return write_schemas(given.folder)


if __name__ == "__main__":
    sys.exit(main())
