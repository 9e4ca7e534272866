"""Asks a trained model for the intents of texts. Runs in Rasa's environment (Python 3.10), outside any server.

`python -m benchmarks.understand MODEL QUESTIONS ANSWERS`: QUESTIONS is a JSON list of texts; ANSWERS becomes a
JSON list of `{"guess": the likeliest intent, "answers": whether the model is sure enough to act on it}`.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent

FALLBACK = "nlu_fallback"


async def understand(model: str, texts: list[str]) -> list[dict[str, Any]]:
    """The model's best guess for each text, before its fallback, and whether the fallback stepped in."""
    agent = Agent.load(model)
    answers = []
    for text in texts:
        parsed = await agent.parse_message(text)
        ranking = [item["name"] for item in parsed["intent_ranking"] if item["name"] != FALLBACK]
        answers.append({"guess": ranking[0] if ranking else None, "answers": parsed["intent"]["name"] != FALLBACK})
    return answers


if __name__ == "__main__":
    model_path, questions, told = sys.argv[1:4]
    found = asyncio.run(understand(model_path, json.loads(Path(questions).read_text("utf-8"))))
    Path(told).write_text(json.dumps(found), "utf-8")
