"""Every answer can be heard: real speech, in pieces when the phone wants pieces, kept by the phone."""

from __future__ import annotations

import io

import pytest
import requests
import soundfile

from tests.journeys.resident import Resident

pytestmark = pytest.mark.journey

QUESTIONS = [
    "Wie haalt mijn grofvuil op?",
    "Kimlik kartımı nasıl yenilerim?",
    "من يصلح مصباح الشارع المعطل؟",
]
# People speak two to three words a second; a voice that reads out numbers and names is slower.
SECONDS_A_WORD = (0.2, 1.2)


def listen(response: requests.Response) -> tuple[float, float]:
    """How long the sound lasts in seconds, and how loud it is on average (0 to 1)."""
    samples, rate = soundfile.read(io.BytesIO(response.content))
    return len(samples) / rate, float((samples**2).mean() ** 0.5)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_can_be_heard(resident: Resident, question: str) -> None:
    answer = resident.says(question).answer
    response = resident.gets(answer["audio"])
    assert (response.status_code, response.headers["Content-Type"]) == (200, "audio/mpeg")

    seconds, loudness = listen(response)
    words = len(" ".join([answer["card"]["title"], answer["text"], *answer["card"]["steps"]]).split())
    assert words * SECONDS_A_WORD[0] < seconds < words * SECONDS_A_WORD[1]
    assert loudness > 0.01


def test_the_slow_voice_is_slower(resident: Resident) -> None:
    answer = resident.says(QUESTIONS[0]).answer
    normal, _ = listen(resident.gets(answer["audio"]))
    slow, _ = listen(resident.gets(answer["audio_slow"]))
    assert slow > normal * 1.15


def test_a_phone_can_ask_for_a_piece(resident: Resident) -> None:
    address = resident.says(QUESTIONS[0]).answer["audio"]
    whole = resident.gets(address).content
    piece = resident.gets(address, Range="bytes=100-299")
    assert piece.status_code == 206
    assert piece.content == whole[100:300]
    assert piece.headers["Content-Range"] == f"bytes 100-299/{len(whole)}"


def test_a_phone_keeps_what_it_has_heard(resident: Resident) -> None:
    response = resident.gets(resident.says(QUESTIONS[0]).answer["audio"])
    assert "immutable" in response.headers["Cache-Control"]
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("key", ["0" * 32, "..%2f..%2fjourneys", "nothing"])
def test_what_was_never_said_is_not_found(resident: Resident, key: str) -> None:
    assert resident.gets(f"/audio/{key}.mp3").status_code == 404
