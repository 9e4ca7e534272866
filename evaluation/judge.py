"""What the assistant would do with a sentence: the gateway's and Rasa's own decisions, without the servers."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from civic.content.load import load_content
from civic.emergencies import find_emergency, load_emergencies
from civic.language.detect import LanguageDetector
from civic.search.candidates import SURE_TOGETHER, agreed_topic, is_vague_word, likely_topics
from civic.search.documents import documents_of
from civic.search.encoder import build_encoder
from civic.search.semantic import build_index
from evaluation.sentences import Sentence

ROOT = Path(__file__).resolve().parents[1]
URGENT_TOPICS = {"police-urgent", "fire-service", "violence-abuse", "emergency-numbers", "mental-health"}


@dataclass(frozen=True)
class Verdict:
    """What became of a sentence: `did` is answer, clarify, conversation or emergency.

    `intent` is what the classifier chose, `offered` the topics asked back with, `language` the detected one.
    """

    sentence: Sentence
    did: str
    intent: str
    confidence: float
    offered: tuple[str, ...]
    language: str

    @property
    def is_right(self) -> bool:
        """Answered as it should be; an urgent topic that got its emergency number counts."""
        topic = self.sentence.topic
        if topic is not None:
            urgent = self.did == "emergency" and topic in URGENT_TOPICS
            return urgent or (self.did == "answer" and self.intent == topic)
        if self.sentence.kind == "person":
            return self.intent == "ask_person" and self.did == "conversation"
        if self.sentence.kind == "emergency":
            return self.did == "emergency"
        return self.did != "answer"

    @property
    def is_offered(self) -> bool:
        """Right, or among the topics offered."""
        return self.is_right or (self.did == "clarify" and self.sentence.topic in self.offered)

    @property
    def is_wrong_card(self) -> bool:
        """A card of another topic instead of a question back."""
        return self.did == "answer" and self.intent != self.sentence.topic


def judge(sentences: Sequence[Sentence], *, models: Path) -> list[Verdict]:
    """A verdict for each sentence, by the trained model in `models`."""
    content, emergencies = load_content(), load_emergencies()
    detector = LanguageDetector(ROOT / "content" / "understanding")
    encoder = build_encoder(None, own_model=models / "search" / "encoder")
    index = build_index(encoder, list(documents_of(content)), model="own", cache=models / "search" / "vectors")
    threshold, margin = _thresholds()
    rankings = _rank([sentence.text for sentence in sentences], models / "wiedoetwat.tar.gz")
    verdicts = []
    for sentence, ranking in zip(sentences, rankings, strict=True):
        intent, confidence = ranking[0]
        offered: tuple[str, ...] = ()
        if find_emergency(sentence.text, emergencies):
            did = "emergency"
        elif confidence < threshold or confidence - ranking[1][1] < margin:
            found, known = index.rank(sentence.text), content.topics.keys()
            agreed = agreed_topic(ranking, found, known=known, at_least=SURE_TOGETHER)
            did, intent = ("answer", agreed) if agreed else ("clarify", intent)
            offered = () if agreed else tuple(likely_topics(ranking, found, known=known))
        elif intent not in content.topics:
            did = "conversation"
        elif is_vague_word(sentence.text, intent, found := index.rank(sentence.text)):
            did, offered = "clarify", tuple(likely_topics(ranking, found, known=content.topics.keys()))
        else:
            did = "answer"
        language = detector.detect(sentence.text, current=None).language
        verdicts.append(Verdict(sentence, did, intent, confidence, offered, language))
    return verdicts


def _thresholds() -> tuple[float, float]:
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["pipeline"]
    fallback = next(part for part in pipeline if part["name"] == "FallbackClassifier")
    return float(fallback["threshold"]), float(fallback["ambiguity_threshold"])


def _rank(texts: list[str], model: Path) -> list[list[tuple[str, float]]]:
    command = [str(ROOT / ".venv-rasa" / "bin" / "python"), "-W", "ignore", "-m", "bot.rank_sentences", str(model)]
    done = subprocess.run(  # noqa: S603 (our own command)
        command, cwd=ROOT, input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    return [[(name, confidence) for name, confidence in ranking] for ranking in json.loads(done.stdout)]
