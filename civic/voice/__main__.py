"""`python -m civic.voice`: says all that is published beforehand, so that no resident waits for a voice."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from pathlib import Path

from tqdm import tqdm

from civic.content.load import CONTENT_ROOT, Content, ContentError, load_content
from civic.content.model import LANGUAGES
from civic.voice.factory import CHOICES, build_library
from civic.voice.google import DEFAULT_URL
from civic.voice.library import AudioLibrary
from civic.voice.script import script_for

MEGABYTE = 1024 * 1024


def published_scripts(content: Content) -> list[tuple[str, str]]:
    """Every text a card can say, with its language, each once; general texts and those of each city."""
    cities = [None, *content.cities]
    found = {
        (script_for(content.said(topic, language, city).wording, language), language): None
        for language in LANGUAGES
        for topic in content.topics
        for city in cities
    }
    return list(found)


def make_sound(library: AudioLibrary, text: str, language: str, *, slow: bool) -> str:
    """Make one sound, or a better one; says how it ended: `made`, `fallback` or `missing`."""
    key = library.prepare(text, language, slow=slow)
    if library.open(key) is None:
        return "missing"
    if library.is_fallback(key):
        library.improve(key)
    return "fallback" if library.is_fallback(key) else "made"


def make_all(library: AudioLibrary, scripts: list[tuple[str, str]]) -> Counter[str]:
    """Make every sound at both speeds, with a progress bar; how many ended in which way."""
    jobs = [(text, language, slow) for text, language in scripts for slow in (False, True)]
    ended: Counter[str] = Counter()
    for text, language, slow in tqdm(jobs, desc="voices", unit="sound"):
        ended[make_sound(library, text, language, slow=slow)] += 1
    return ended


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 1 when a sound is missing or content is broken."""
    given = _parser().parse_args(arguments)
    library = build_library(given.voice, given.folder, given.max_megabytes * MEGABYTE, given.google_url)
    if library is None:
        sys.stdout.write("VOICE is none: nothing to say\n")
        return 0
    try:
        content = load_content(given.content)
    except ContentError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    ended = make_all(library, published_scripts(content))
    sys.stdout.write(
        f"{ended['made']} sounds ready, {ended['fallback']} by a fallback voice, {ended['missing']} missing\n"
    )
    return 1 if ended["missing"] else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m civic.voice", description=__doc__)
    parser.add_argument("--voice", choices=CHOICES, default=os.environ.get("VOICE") or "auto")
    parser.add_argument("--folder", type=Path, default=Path("var/audio"))
    parser.add_argument("--max-megabytes", type=int, default=600)
    parser.add_argument("--google-url", default=DEFAULT_URL)
    parser.add_argument("--content", type=Path, default=CONTENT_ROOT)
    return parser


if __name__ == "__main__":
    sys.exit(main())
