"""What schemathesis loads besides the document: how a call of the webhook is signed, as its bytes are on their way."""

from __future__ import annotations

import os
import time

import schemathesis
from requests import PreparedRequest
from requests.auth import AuthBase

from civic.signatures import sign


class Signed(AuthBase):
    """Signs the bytes that are sent."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Add both headers."""
        body = request.body or b""
        raw = body.encode() if isinstance(body, str) else bytes(body)
        timestamp = int(time.time())
        request.headers["X-Timestamp"] = str(timestamp)
        request.headers["X-Signature"] = sign(raw, timestamp=timestamp, secret=os.environ["ESCALATION_SECRET"])
        return request


schemathesis.auth.set_from_requests(Signed()).apply_to(path="/webhooks/escalations")
