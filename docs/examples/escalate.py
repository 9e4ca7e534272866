"""Opens a case through the escalation webhook; needs nothing but Python 3.9.

ESCALATION_SECRET=… GATEWAY_URL=https://… python escalate.py "Waar kan ik mijn oude zetel kwijt?"
"""

import hashlib
import hmac
import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid

ATTEMPTS = 4
PAUSE_SECONDS = 1


def sign(body: bytes, timestamp: int, secret: str) -> str:
    """The value of X-Signature: the HMAC-SHA256 of `{timestamp}.{body}`."""
    told = str(timestamp).encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()


def verify(body: bytes, timestamp: str, signature: str, secret: str) -> bool:
    """Whether `secret` signed this: what the gateway does with your call."""
    return timestamp.isdigit() and hmac.compare_digest(sign(body, int(timestamp), secret), signature)


def escalate(url: str, secret: str, question: dict, key: str) -> dict:
    """The case as `{"case": code, "state": state}`. The same key gives the same case, so trying again is safe."""
    body = json.dumps(question).encode()
    for attempt in range(ATTEMPTS):
        timestamp = int(time.time())  # anew each time: a signature is good for five minutes
        headers = {
            "Content-Type": "application/json",
            "X-Timestamp": str(timestamp),
            "X-Signature": sign(body, timestamp, secret),
            "Idempotency-Key": key,
        }
        request = urllib.request.Request(url + "/webhooks/escalations", data=body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                problem = f"{error.code}: {error.read().decode()}"
            if error.code < 500 and error.code != 429:  # our own mistake: again would be no better
                raise SystemExit(problem) from None
        except OSError as error:
            problem = str(error)
        time.sleep(PAUSE_SECONDS * 2**attempt)
    raise SystemExit(f"not delivered: {problem}")


if __name__ == "__main__":
    address = os.environ.get("GATEWAY_URL", "http://127.0.0.1:8000")
    asked = {"language": "nl", "channel": "desk", "question": sys.argv[1]}
    key = os.environ.get("KEY") or uuid.uuid4().hex
    print(json.dumps(escalate(address, os.environ["ESCALATION_SECRET"], asked, key)))
