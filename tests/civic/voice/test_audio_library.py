"""Keys at once, sounds on demand, one voice after the other."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from civic.voice.library import REST_SECONDS
from tests.civic.voice.fake_voice import FakeVoice, cloud, library_with


def test_a_key_is_made_of_all_that_changes_the_sound(tmp_path: Path) -> None:
    library = library_with(tmp_path)
    options = itertools.product(("dag", "hallo"), ("nl", "tr"), (False, True), (False, True))
    keys = {library.key_for(text, tag, slow=slow, published=public) for text, tag, slow, public in options}
    assert len(keys) == 16
    assert all(len(key) == 32 and set(key) <= set("0123456789abcdef") for key in keys)
    assert library.key_for("dag", "nl") == library_with(tmp_path / "other").key_for("dag", "nl")


def test_texts_that_sound_the_same_share_a_key(tmp_path: Path) -> None:
    library = library_with(tmp_path)
    assert library.key_for("Bel 112.", "nl") == library.key_for("Bel  één één twee.", "nl")


def test_preparing_makes_no_sound(tmp_path: Path) -> None:
    voice = FakeVoice()
    library_with(tmp_path, voice).prepare("Limburg.net haalt je afval op. Bel 0800 90 720.", "nl")
    assert voice.asked == []


def test_a_sound_is_made_on_first_demand_and_kept(tmp_path: Path) -> None:
    voice = FakeVoice()
    library = library_with(tmp_path, voice)
    key = library.prepare("Het OCMW", "nl", slow=True)
    assert key == library.key_for("Het OCMW", "nl", slow=True)
    path = library.open(key)
    assert path == tmp_path / f"{key}.mp3"
    assert path.read_bytes() == b"fake:Het o-c-m-w:nl:True"
    assert library.open(key) == path
    assert voice.asked == ["Het o-c-m-w"]
    assert not list((tmp_path / "pending").iterdir())


def test_another_library_on_the_same_folder_can_say_what_one_prepared(tmp_path: Path) -> None:
    key = library_with(tmp_path).prepare("dag", "nl")
    assert library_with(tmp_path, FakeVoice()).open(key) is not None


@pytest.mark.parametrize("key", ["", "..", "../../etc/passwd", "A" * 32, "a" * 31, f"{'a' * 32}\n", "a" * 32])
def test_a_wrong_or_unknown_key_gives_nothing(tmp_path: Path, key: str) -> None:
    library = library_with(tmp_path, FakeVoice())
    assert library.open(key) is None
    assert library.improve(key) is False
    library.forget(key)


@pytest.mark.parametrize(("text", "language"), [("😀", "nl"), ("", "nl"), ("bonjour", "fr")])
def test_what_cannot_be_said_has_a_key_but_no_sound(tmp_path: Path, text: str, language: str) -> None:
    voice = cloud()
    library = library_with(tmp_path, voice)
    assert library.open(library.prepare(text, language)) is None
    assert voice.asked == []


def test_a_full_disk_does_not_hold_up_the_text(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert len(library_with(tmp_path / "file", FakeVoice()).prepare("dag", "nl")) == 32


def test_a_person_s_words_never_reach_the_cloud(tmp_path: Path) -> None:
    voice, local = cloud(), FakeVoice("local")
    library = library_with(tmp_path, voice, local)
    key = library.prepare("Mijn naam is Ayla", "nl", published=False)
    path = library.open(key)
    assert path is not None
    assert path.read_bytes().startswith(b"local:")
    assert not library.is_fallback(key)
    local.works = False
    assert library.open(library.prepare("Ik woon hier", "nl", published=False)) is None
    assert voice.asked == []


def test_a_failing_cloud_rests_ten_minutes_in_every_process(tmp_path: Path) -> None:
    voice, local = cloud(works=False), FakeVoice("local")
    for text, now in (("een", 0.0), ("twee", REST_SECONDS - 1)):
        library = library_with(tmp_path, voice, local, now=now)
        assert library.open(library.prepare(text, "nl")) is not None
    assert voice.asked == ["een"]
    voice.works = True
    library = library_with(tmp_path, voice, local, now=REST_SECONDS)
    library.open(library.prepare("drie", "nl"))
    assert voice.asked == ["een", "drie"]


def test_a_failing_local_voice_does_not_rest(tmp_path: Path) -> None:
    voice = FakeVoice(works=False)
    library = library_with(tmp_path, voice)
    key = library.prepare("dag", "nl")
    assert library.open(key) is None
    voice.works = True
    assert library.open(key) is not None


def test_a_fallback_is_remembered_and_can_be_replaced(tmp_path: Path) -> None:
    voice, local = cloud(works=False), FakeVoice("local")
    library = library_with(tmp_path, voice, local)
    key = library.prepare("dag", "nl")
    path = library.open(key)
    assert path is not None
    assert json.loads((tmp_path / f"{key}.json").read_text())["fallback"] is True
    assert not library.improve(key)
    voice.works = True
    later = library_with(tmp_path, voice, local, now=REST_SECONDS + 1)
    assert later.open(key) == path
    assert path.read_bytes().startswith(b"local:")
    assert later.improve(key)
    assert path.read_bytes().startswith(b"cloud:")
    assert not later.is_fallback(key)
    assert not later.improve(key)
