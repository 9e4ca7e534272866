"""What the audio library keeps, for how long, and that several threads and processes can share it."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from pathlib import Path

from civic.voice.library import AudioLibrary
from civic.voice.ports import Speech
from tests.civic.voice.fake_voice import MEGABYTE, FakeVoice, cloud, library_with


def test_the_sounds_asked_for_longest_ago_go_first(tmp_path: Path) -> None:
    library = library_with(tmp_path, FakeVoice(), max_bytes=70)  # three sounds of 21 bytes
    keys = [library.prepare(text, "nl") for text in ("aaaaaa", "bbbbbb", "cccccc", "dddddd")]
    for key in keys[:3]:
        library.open(key)
    library.open(keys[0])
    library.open(keys[3])
    assert {path.stem for path in tmp_path.glob("*.mp3")} == {keys[0], keys[2], keys[3]}
    assert not (tmp_path / f"{keys[1]}.json").exists()
    assert library.open(keys[1]) is None


def test_a_sound_larger_than_the_bound_is_still_heard(tmp_path: Path) -> None:
    library = library_with(tmp_path, FakeVoice(), max_bytes=5)
    path = library.open(library.prepare("dag", "nl"))
    assert path is not None
    assert path.exists()


def test_asking_again_does_not_change_what_browsers_have_cached(tmp_path: Path) -> None:
    library = library_with(tmp_path, FakeVoice())
    key = library.prepare("dag", "nl")
    path = library.open(key)
    assert path is not None
    os.utime(path, (1000, 2000))
    library.open(key)
    assert path.stat().st_mtime == 2000
    assert path.stat().st_atime > 1000


def test_what_nobody_asked_to_hear_for_a_month_is_dropped(tmp_path: Path) -> None:
    library = library_with(tmp_path, FakeVoice())
    old = library.prepare("oud", "nl")
    os.utime(tmp_path / "pending" / f"{old}.json", (1000, 1000))
    library.open(library.prepare("nieuw", "nl"))
    assert library.open(old) is None


def test_forgetting_leaves_no_trace(tmp_path: Path) -> None:
    voice, local = cloud(works=False), FakeVoice("local")
    library = library_with(tmp_path, voice, local)
    key = library.prepare("geheim", "nl")
    library.open(key)
    library.forget(key)
    assert not list(tmp_path.rglob(f"{key}*"))


def test_only_old_words_of_persons_are_forgotten_by_age(tmp_path: Path) -> None:
    library = library_with(tmp_path, FakeVoice())
    public, heard, unheard, fresh = (
        library.prepare(text, "nl", published=text == "a") for text in ("a", "b", "c", "d")
    )
    library.open(public)
    library.open(heard)
    for path in [
        tmp_path / f"{public}.json",
        tmp_path / f"{heard}.json",
        tmp_path / f"pending/{unheard}.json",
    ]:
        os.utime(path, (1000, 1000))
    assert library.forget_unpublished(older_than_seconds=3600) == 2
    assert library.open(public) is not None
    assert library.open(fresh) is not None
    assert library.open(heard) is None
    assert library.open(unheard) is None


class SlowVoice(FakeVoice):
    """Takes long enough for others to come and wait."""

    def speak(self, text: str, *, language: str, slow: bool) -> Speech:
        """As any fake voice, slowly."""
        time.sleep(0.2)
        return super().speak(text, language=language, slow=slow)


def test_many_threads_that_ask_for_one_sound_make_it_once(tmp_path: Path) -> None:
    voice = SlowVoice()
    library = library_with(tmp_path, voice)
    key = library.prepare("dag", "nl")
    paths: list[Path | None] = []
    threads = [threading.Thread(target=lambda: paths.append(library.open(key))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(voice.asked) == 1
    assert paths == [tmp_path / f"{key}.mp3"] * 8


class CountingVoice(FakeVoice):
    """Writes a line per sound to a file that other processes can read."""

    def speak(self, text: str, *, language: str, slow: bool) -> Speech:
        """As any fake voice, slowly."""
        with Path(self.name).open("a") as target:
            target.write("x\n")
        time.sleep(0.2)
        return Speech(b"sound")


def _open_in_process(folder: Path, counter: Path, key: str) -> None:
    AudioLibrary(folder, [CountingVoice(str(counter))], max_bytes=MEGABYTE).open(key)


def test_processes_that_ask_for_one_sound_make_it_once(tmp_path: Path) -> None:
    key = library_with(tmp_path / "audio").prepare("dag", "nl")
    context = multiprocessing.get_context("spawn")
    workers = [
        context.Process(target=_open_in_process, args=(tmp_path / "audio", tmp_path / "counter", key)) for _ in range(2)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert (tmp_path / "counter").read_text() == "x\n"
