"""`make voices`: every card's script, in each language, at both speeds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import civic.voice.__main__ as command
from civic.content.load import CONTENT_ROOT
from civic.content.model import Wording
from civic.voice.library import AudioLibrary
from civic.voice.script import script_for
from tests.civic.voice.fake_voice import FakeVoice

WORDING = Wording(
    title="Straatlamp kapot",
    answer="Fluvius herstelt de lamp.",
    simple="Meld het aan Fluvius.",
    steps=("Zoek het nummer op de paal.", "Meld het"),
    confusion="Het is niet de stad.",
)


@pytest.mark.parametrize(("language", "word"), [("nl", "Stap"), ("tr", "Adım"), ("ar", "الخطوة")])
def test_a_script_is_title_answer_and_numbered_steps(language: str, word: str) -> None:
    assert script_for(WORDING, language).splitlines() == [
        "Straatlamp kapot.",
        "Fluvius herstelt de lamp.",
        f"{word} 1: Zoek het nummer op de paal.",
        f"{word} 2: Meld het.",
    ]


def test_a_single_step_has_no_number() -> None:
    wording = WORDING.model_copy(update={"steps": ("Bel Fluvius.",)})
    assert script_for(wording, "nl").splitlines()[-1] == "Bel Fluvius."


@pytest.fixture
def small_content(tmp_path: Path) -> Path:
    """Two cities without roles and one topic, said differently in Genk."""
    root = tmp_path / "content"
    names = "{nl: Naam, tr: Ad, ar: اسم}"
    texts = {
        "organisations/o.yml": f"{{id: o, level: city, kind: city, names: {names}, does: {names}}}",
        "topics/a/t.yml": "{id: t, area: a, owner: editor, review_by: 2030-01-01, decides: o, executes: o, "
        "level: city, confidence: draft, ask: o}",
    }
    texts["short-titles.yml"] = "{}"
    texts["step-verbs.yml"] = (CONTENT_ROOT / "step-verbs.yml").read_text("utf-8")
    for city in ("genk", "beringen"):
        texts[f"cities/{city}/city.yml"] = f"{{id: {city}, names: {names}, stands_for: {{}}}}"
    for language in ("nl", "tr", "ar"):
        said = WORDING.model_dump_json(include={"title", "answer", "simple", "steps", "confusion"})
        texts[f"texts/{language}/topics/a/t.yml"] = said
        texts[f"cities/genk/texts/{language}/t.yml"] = "{answer: De stad Genk herstelt de lamp.}"
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def test_all_languages_cities_and_speeds_are_said_once(small_content: Path, tmp_path: Path) -> None:
    content = command.load_content(small_content)
    scripts = command.published_scripts(content)
    assert len(scripts) == len(set(scripts)) == 6
    voice = FakeVoice()
    library = AudioLibrary(tmp_path / "audio", [voice], max_bytes=1_000_000)
    assert command.make_all(library, scripts) == {"made": 12}
    assert command.make_all(library, scripts) == {"made": 12}
    assert len(voice.asked) == 12


def test_a_fallback_is_improved_on_the_next_run(tmp_path: Path) -> None:
    cloud, local = FakeVoice("cloud", local=False, works=False), FakeVoice("local")
    now = [0.0]
    library = AudioLibrary(tmp_path, [cloud, local], max_bytes=1_000_000, clock=lambda: now[0])
    assert command.make_all(library, [("dag", "nl")]) == {"fallback": 2}
    cloud.works, now[0] = True, 601.0
    assert command.make_all(library, [("dag", "nl")]) == {"made": 2}


def test_a_missing_sound_is_counted(tmp_path: Path) -> None:
    library = AudioLibrary(tmp_path, [FakeVoice(works=False)], max_bytes=1_000_000)
    assert command.make_all(library, [("dag", "nl")]) == {"missing": 2}


def test_the_command_makes_real_sounds(small_content: Path, tmp_path: Path) -> None:
    arguments = ["--voice", "espeak", "--folder", str(tmp_path / "audio"), "--content", str(small_content)]
    assert command.main(arguments) == 0
    assert len(list((tmp_path / "audio").glob("*.mp3"))) == 12


def test_the_command_names_broken_content(
    small_content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(small_content / "organisations")
    arguments = ["--voice", "espeak", "--folder", str(tmp_path / "audio"), "--content", str(small_content)]
    assert command.main(arguments) == 1
    assert "unknown organisation o" in capsys.readouterr().err


def test_without_a_voice_there_is_nothing_to_do(tmp_path: Path) -> None:
    assert command.main(["--voice", "none", "--folder", str(tmp_path / "audio")]) == 0
    assert not (tmp_path / "audio").exists()


def test_the_voice_file_lies_with_the_content() -> None:
    assert (CONTENT_ROOT / "voice.yml").exists()
