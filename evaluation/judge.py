"""What the assistant would do with a sentence: the gateway's and Rasa's own decisions, without the servers."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

from civic.content.load import Content, load_content
from civic.emergencies import find_emergency, load_emergencies
from civic.language.detect import LanguageDetector
from civic.places import only_tells_city
from civic.search.documents import learned_documents
from civic.search.encoder import build_encoder
from civic.search.semantic import build_index
from civic.understanding.decision import ASK_PERSON, EMERGENCY, OUT_OF_SCOPE, Decision, Do, decide, may_be_emergency
from civic.understanding.doubts import SURE_TOGETHER, agreed_topic, is_vague_word
from evaluation.sentences import Sentence

ROOT = Path(__file__).resolve().parents[1]
URGENT_TOPICS = {"police-urgent", "fire-service", "violence-abuse", "emergency-numbers", "mental-health"}
FALLBACK = "nlu_fallback"
# Sentences here are first messages: what sounds like a follow-up has no answer to follow (actions/follow_up.py).
FOLLOW_UPS = ("ask_phone", "ask_address", "ask_who_decides", "ask_what_to_bring", "ask_is_it_the_city")

Ranking = Sequence[tuple[str, float]]


@dataclass(frozen=True)
class Verdict:
    """What became of a sentence: `did` is answer, clarify, conversation, nothing or emergency.

    `intent` is what was answered or else what the classifier put first (`first_choice`, with its `confidence`);
    `offered` the topics asked back with, or put beside an answer that is not wholly sure; `language` the detected one;
    `warned`: the emergency numbers came first.
    """

    sentence: Sentence
    did: str
    intent: str
    first_choice: str
    confidence: float
    offered: tuple[str, ...]
    language: str
    warned: bool = False

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
            return self.did == "emergency" or self.warned
        return self.did != "answer"

    @property
    def is_offered(self) -> bool:
        """Right, or among the topics offered."""
        return self.is_right or (self.sentence.topic is not None and self.sentence.topic in self.offered)

    @property
    def is_wrong_card(self) -> bool:
        """A card of another topic instead of a question back."""
        return self.did == "answer" and self.intent != self.sentence.topic


class Judge:
    """The trained parts, loaded once. `models`: the folder that `make train` fills."""

    def __init__(self, models: Path, *, sentence_model: str | None = None) -> None:
        self.content: Content = load_content()
        self._models = models
        self._emergencies = load_emergencies()
        self._detector = LanguageDetector(ROOT / "content" / "understanding")
        encoder = build_encoder(sentence_model, own_model=models / "search" / "encoder")
        self.index = build_index(
            encoder,
            list(learned_documents(self.content)),
            model=sentence_model or "own",
            cache=models / "search" / "vectors",
        )

    @cached_property
    def _fallback(self) -> tuple[float, float]:
        pipeline = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["pipeline"]
        part = next(part for part in pipeline if part["name"] == "FallbackClassifier")
        return float(part["threshold"]), float(part["ambiguity_threshold"])

    def judge(self, sentences: Sequence[Sentence]) -> list[Verdict]:
        """A verdict for each sentence."""
        texts = [sentence.text for sentence in sentences]
        understood = self.understand(texts)
        similarities = self.index.similarities_of_all(texts)
        return [
            self._verdict(sentence, ranking, clauses, found)
            for sentence, (ranking, clauses), found in zip(sentences, understood, similarities, strict=True)
        ]

    def understand(self, texts: Sequence[str]) -> list[tuple[Ranking, Ranking]]:
        """What the trained classifier says of each text: its ranking, and the best label of each clause."""
        return understand(texts, self._models / "wiedoetwat.tar.gz")

    def _verdict(
        self, sentence: Sentence, ranking: Ranking, clauses: Ranking, similarities: Mapping[str, float]
    ) -> Verdict:
        first, confidence = ranking[0]
        did, intent = "conversation", self.intent(ranking)
        offered: tuple[str, ...] = ()
        warned = False
        if find_emergency(sentence.text, self._emergencies) or intent == EMERGENCY:
            did = "emergency"
        elif intent == "choose_city" and (named := self._named(sentence.text, ranking, similarities)):
            did, intent = "answer", named
        elif intent in (FALLBACK, OUT_OF_SCOPE, *FOLLOW_UPS) or intent in self.content.topics:
            topics = self.content.topics.keys()
            decision = decide(ranking, similarities, topics=topics, clauses=clauses)
            did, intent, offered = self._done(sentence, intent, decision, similarities)
            warned = may_be_emergency(ranking)
        language = self._detector.detect(sentence.text, current=None).language
        return Verdict(sentence, did, intent, first, confidence, offered, language, warned)

    def _named(self, text: str, ranking: Ranking, similarities: Mapping[str, float]) -> str | None:
        """As actions/choose_city.py: "can I speak in the council of Genk?" asks more than it tells where one lives."""
        if only_tells_city(text, self.content):
            return None
        return agreed_topic(ranking, similarities, topics=self.content.topics.keys(), at_least=SURE_TOGETHER)

    def intent(self, ranking: Ranking) -> str:
        """What Rasa goes by: the first intent, or its fallback."""
        threshold, margin = self._fallback
        unsure = ranking[0][1] < threshold or ranking[0][1] - ranking[1][1] < margin
        return FALLBACK if unsure else ranking[0][0]

    def _done(
        self, sentence: Sentence, intent: str, decision: Decision, similarities: Mapping[str, float]
    ) -> tuple[str, str, tuple[str, ...]]:
        """As actions/choices.py and actions/say_out_of_scope.py act on a decision."""
        if decision.do is Do.ANSWER:
            topic = decision.topics[0]
            if is_vague_word(sentence.text, topic, similarities, topics=self.content.topics.keys()):
                return "clarify", intent, (topic, *decision.next_topics)
            return "answer", topic, decision.beside
        if decision.do is Do.OFFER_PERSON:
            return "conversation", ASK_PERSON, ()
        if decision.do is Do.NOTHING_FITS:
            return "conversation" if intent in FOLLOW_UPS else "nothing", intent, ()
        return "clarify", intent, decision.topics


def understand(texts: Sequence[str], model: Path) -> list[tuple[Ranking, Ranking]]:
    """What the classifier in a trained model says of each text: its ranking, and the best label of each clause."""
    command = [str(ROOT / ".venv-rasa" / "bin" / "python"), "-W", "ignore", "-m", "bot.rank_sentences", str(model)]
    done = subprocess.run(  # noqa: S603 (our own command)
        command, cwd=ROOT, input=json.dumps(list(texts)), capture_output=True, text=True, check=True
    )
    return [(_pairs(ranking), _pairs(clauses)) for ranking, clauses in json.loads(done.stdout)]


def _pairs(told: Sequence[Sequence[object]]) -> Ranking:
    return [(str(name), float(str(confidence))) for name, confidence in told]
