"""Asks a Rasa model, in Rasa's environment: `python -m benchmarks.nlu.ask_rasa MODEL TASK ANSWERS`; as linear.py."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from rasa.core.agent import Agent


async def ask(model: str, questions: list[str]) -> dict[str, object]:
    """The likeliest intent of each question, with the milliseconds it took."""
    agent = Agent.load(model)
    guesses, milliseconds = [], []
    for question in questions:
        began = time.perf_counter()
        parsed = await agent.parse_message(question)
        milliseconds.append(1000 * (time.perf_counter() - began))
        guesses.append(parsed["intent"]["name"])
    return {"guesses": guesses, "milliseconds": milliseconds, "train_seconds": 0.0}


if __name__ == "__main__":
    model_path, task, answers = sys.argv[1:4]
    asked = json.loads(Path(task).read_text("utf-8"))["questions"]
    Path(answers).write_text(json.dumps(asyncio.run(ask(model_path, asked))), "utf-8")
