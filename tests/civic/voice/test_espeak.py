"""The local voice, heard by measuring: length, loudness, pace."""

from __future__ import annotations

import io
import threading

import numpy as np
import pytest
import soundfile

import civic.voice.espeak as espeak
from civic.voice.espeak import EspeakEngine
from civic.voice.ports import Speech, VoiceUnavailable

SAME = 0.02  # eSpeak varies a little each time it says the same
SENTENCES = {
    "nl": "Bel de stad als je straatlamp kapot is.",
    "tr": "Sokak lambanız bozuksa belediyeyi arayın.",
    "ar": "اتصل بالبلدية إذا تعطل مصباح الشارع.",
}


def heard(speech: Speech) -> tuple[np.ndarray, float]:
    """Samples between -1 and 1, and seconds."""
    with soundfile.SoundFile(io.BytesIO(speech.sound)) as sound:
        assert (sound.format, sound.channels) == ("MP3", 1)
        samples = sound.read()
        return samples, len(samples) / sound.samplerate


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_a_sentence_is_audible_speech_of_a_plausible_length(language: str) -> None:
    samples, seconds = heard(EspeakEngine().speak(SENTENCES[language], language=language, slow=False))
    assert 1.5 < seconds < 6
    assert np.sqrt((samples**2).mean()) > 0.03
    assert np.abs(samples).max() < 1.1


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_slow_takes_a_quarter_to_two_thirds_longer(language: str) -> None:
    engine = EspeakEngine()
    _, normal = heard(engine.speak(SENTENCES[language], language=language, slow=False))
    _, slow = heard(engine.speak(SENTENCES[language], language=language, slow=True))
    assert 1.25 < slow / normal < 1.67


def test_voices_differ_by_language() -> None:
    said = {language: EspeakEngine().speak("banana 21", language=language, slow=False).sound for language in SENTENCES}
    assert len(set(said.values())) == 3


def test_a_dutch_name_in_arabic_sounds_as_in_dutch() -> None:
    seconds = {tag: heard(EspeakEngine().speak("Beringen", language=tag, slow=False))[1] for tag in SENTENCES}
    assert seconds["ar"] == pytest.approx(seconds["nl"], rel=SAME)
    assert seconds["tr"] != pytest.approx(seconds["nl"], rel=SAME)


def test_threads_do_not_mix_their_sounds() -> None:
    alone = {tag: heard(EspeakEngine().speak(text, language=tag, slow=False))[1] for tag, text in SENTENCES.items()}
    together: list[tuple[str, Speech]] = []

    def speak(tag: str) -> None:
        together.append((tag, EspeakEngine().speak(SENTENCES[tag], language=tag, slow=False)))

    threads = [threading.Thread(target=speak, args=(tag,)) for tag in [*SENTENCES] * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(together) == 9
    for tag, sound in together:
        assert heard(sound)[1] == pytest.approx(alone[tag], rel=SAME)


@pytest.mark.parametrize(("text", "language"), [("bonjour", "fr"), ("   ", "nl"), ("،", "ar"), ("…", "nl")])
def test_what_cannot_be_said_is_unavailable(text: str, language: str) -> None:
    with pytest.raises(VoiceUnavailable):
        EspeakEngine().speak(text, language=language, slow=False)


def test_without_the_library_the_voice_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("espeakng_loader.get_library_path", lambda: "/nowhere/libespeak-ng.so")
    monkeypatch.setattr(espeak, "_ESPEAK", espeak._Library())
    with pytest.raises(VoiceUnavailable, match="not installed"):
        EspeakEngine().speak("dag", language="nl", slow=False)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Bel de stad. Zeg in één zin wat er is."),
        ("tr", "İri eşyanızı Limburg nokta net alır. Önce isteyin."),
        ("ar", "تأخذ Limburg نفاياتك، GAS ، وتحديد grofvuil. اطلب ذلك."),
    ],
)
def test_every_word_is_marked_where_it_is_heard(language: str, text: str) -> None:
    speech = EspeakEngine().speak(text, language=language, slow=False)
    assert [text[mark.start :].split()[0] for mark in speech.marks] == [word for word in text.split() if word != "،"]
    times = [mark.at for mark in speech.marks]
    assert times == sorted(times)
    samples, seconds = heard(speech)
    assert speech.seconds == pytest.approx(seconds, abs=0.1)
    for at in times:  # no word begins in the silence between two sentences
        loudest = np.abs(samples[int(at * len(samples) / seconds) :][:4000]).max()
        assert loudest > 0.02, at


def test_slow_speech_has_its_own_marks() -> None:
    normal, slow = (EspeakEngine().speak(SENTENCES["nl"], language="nl", slow=each) for each in (False, True))
    assert slow.marks[-1].at > normal.marks[-1].at * 1.2
