"""The errors of the Cloud API, with its own codes, statuses and shapes.

Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """What one code stands for: the HTTP status of the answer, its title, and what its details say by default."""

    status: int
    title: str
    details: str = ""


KINDS = {
    0: Kind(401, "AuthException"),
    1: Kind(500, "An unknown error has occurred"),
    2: Kind(503, "Service temporarily unavailable"),
    4: Kind(429, "Application request limit reached"),
    10: Kind(403, "Application does not have permission for this action"),
    100: Kind(400, "Invalid parameter"),
    190: Kind(401, "Invalid OAuth access token - Cannot parse access token"),
    368: Kind(403, "Temporarily blocked for policies violations"),
    80007: Kind(400, "Rate limit issues", "The WhatsApp Business Account has reached its rate limit."),
    130429: Kind(429, "Rate limit hit", "Cloud API message throughput has been reached."),
    130497: Kind(403, "Business account is restricted from messaging users in this country."),
    131000: Kind(500, "Something went wrong", "Message failed to send due to an unknown error."),
    131005: Kind(403, "Access denied"),
    131008: Kind(400, "Required parameter is missing"),
    131009: Kind(400, "Parameter value is not valid"),
    131016: Kind(500, "Service unavailable", "A service is temporarily unavailable."),
    131021: Kind(400, "Recipient cannot be sender"),
    131026: Kind(400, "Message undeliverable", "Message Undeliverable."),
    131031: Kind(403, "Account has been locked"),
    131042: Kind(400, "Business eligibility payment issue"),
    131047: Kind(
        400,
        "Re-engagement message",
        "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
    ),
    131048: Kind(400, "Spam rate limit hit"),
    131051: Kind(400, "Message type unknown", "Message type is currently not supported."),
    131052: Kind(400, "Media download error"),
    131053: Kind(400, "Media upload error"),
    131056: Kind(
        400,
        "(Business Account, Consumer Account) pair rate limit hit",
        "Message failed to send because there were too many messages sent from this phone number to the same phone "
        "number in a short period of time.",
    ),
    132000: Kind(400, "Number of parameters does not match the expected number of params"),
    132001: Kind(404, "Template name does not exist in the translation"),
    132015: Kind(400, "Template is paused"),
    133010: Kind(400, "Account not registered"),
}


class GraphError(Exception):
    """One refusal. `message` replaces the title where Meta names the parameter; `subcode` where it still has one."""

    def __init__(self, code: int, details: str = "", *, message: str = "", subcode: int | None = None) -> None:
        super().__init__(code, details or message)
        self.code = code
        self.kind = KINDS.get(code, Kind(400, "Unknown error"))
        self.details = details or self.kind.details
        self.message = message or self.kind.title
        self.subcode = subcode

    def answer(self) -> dict[str, Any]:
        """The body of the HTTP answer."""
        prefix = "" if self.code in {0, 190} or self.subcode == NO_SUCH_OBJECT else f"(#{self.code}) "
        error: dict[str, Any] = {"message": prefix + self.message, "type": "OAuthException", "code": self.code}
        if self.details:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        return {"error": {**error, "fbtrace_id": f"A{secrets.token_urlsafe(16)}"}}

    def report(self) -> dict[str, Any]:
        """The entry under `errors` of a status webhook."""
        return {
            "code": self.code,
            "title": self.kind.title,
            "message": self.kind.title,
            "error_data": {"details": self.details or self.kind.title},
            "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
        }


NO_SUCH_OBJECT = 33


def missing_object(name: str, method: str) -> GraphError:
    """Meta's answer for an id that is not there, or that this token may not see."""
    said = (
        f"Unsupported {method.lower()} request. Object with ID '{name}' does not exist, cannot be loaded due to "
        "missing permissions, or does not support this operation. Please read the Graph API documentation at "
        "https://developers.facebook.com/docs/graph-api"
    )
    return GraphError(100, message=said, subcode=NO_SUCH_OBJECT)


def expired_token() -> GraphError:
    """Meta's answer to a token whose time is over."""
    said = (
        "Error validating access token: Session has expired on Friday, 01-Nov-24 00:00:00 PDT. "
        "The current time is later."
    )
    return GraphError(190, message=said, subcode=463)


def wrong_value(details: str) -> GraphError:
    """A value out of bounds; Meta says which and what the bounds are."""
    return GraphError(131009, details)


def bad_parameter(message: str) -> GraphError:
    """A parameter that is wrong by its shape; Meta names it in the message itself."""
    return GraphError(100, message=message)
