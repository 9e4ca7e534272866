"""Action: open a case through the gateway's signed webhook and tell the resident its code."""

from __future__ import annotations

import json
import os
import time

import requests
from rasa_sdk import Action

from actions.turn import Turn, one_turn
from civic.replies import Kind, TurnResult
from civic.signatures import sign

TIMEOUT_SECONDS = 6


class Escalate(Action):
    """Reached by a button only, after the resident agreed; nothing personal is in the call, only the conversation."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_escalate"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """The code of the case; an exception (a refused or failed call) becomes an apology."""
        code = post_escalation(
            {
                "conversation": turn.conversation,
                "channel": "web",
                "language": turn.language,
                "city": turn.city,
                "topic": turn.context.last_topic,
            },
            key=turn.escalation_key,
        )
        reply = turn.say("case_opened", kind=Kind.HANDOVER, code=code).model_copy(update={"private": True})
        return TurnResult(replies=(reply,))


def post_escalation(escalation: dict[str, object], *, key: str) -> str:
    """POST it to the webhook and give the case code; raises requests.RequestException, KeyError or ValueError."""
    body = json.dumps(escalation).encode()
    timestamp = int(time.time())
    session = requests.Session()
    session.trust_env = False
    response = session.post(
        os.environ.get("GATEWAY_URL", "http://127.0.0.1:8000") + "/webhooks/escalations",
        data=body,
        headers={
            "Content-Type": "application/json",
            "X-Timestamp": str(timestamp),
            "X-Signature": sign(body, timestamp=timestamp, secret=os.environ["ESCALATION_SECRET"]),
            "Idempotency-Key": key,
        },
        timeout=TIMEOUT_SECONDS,
    )
    response.raise_for_status()
    return str(response.json()["case"])
