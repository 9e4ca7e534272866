"""The ways to bring something to someone. One more way is one more line in `all_channels`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from gateway.services import Services
from gateway.store.schema import Delivery


class Order(StrEnum):
    """`RECIPIENT`: strictly in order to each recipient. `CASE`: first attempts in order within a case."""

    NONE = "none"
    RECIPIENT = "recipient"
    CASE = "case"


@dataclass(frozen=True)
class Outside:
    """A way out of this system: at least once, because nobody can send and note it in one step.

    send: brings it and gives the channel's own id for it, if it has one. Raises a Problem when it does not arrive. It
    must come back within a minute; `delivery.key` is the same at each attempt, for channels that can tell by it.
    order: what may not overtake what.
    gone_wrong: is called with the row when it failed for good, in the transaction that notes it.
    leads_to: the channel of what it causes for the same recipient, which is then brought next.
    """

    send: Callable[[Services, Delivery], str | None]
    order: Order = Order.NONE
    gone_wrong: Callable[[Session, Delivery], None] | None = None
    leads_to: str | None = None


@dataclass(frozen=True)
class Inside:
    """A way within our own database: the effect and its note are one transaction, so exactly once.

    put: does it in the given session, quickly, without the network. Raises a Problem to undo it all.
    order, gone_wrong: as for `Outside`.
    """

    put: Callable[[Session, Services, Delivery], None]
    order: Order = Order.NONE
    gone_wrong: Callable[[Session, Delivery], None] | None = None


Channel = Outside | Inside
Channels = Mapping[str, Channel]


def all_channels() -> Channels:
    """Every channel by the name that deliveries carry."""
    from gateway.delivery import announce, chat, notice, translate  # they name the types above
    from gateway.whatsapp import hearing, sending

    return {
        "announce": Inside(announce.put),
        "chat": Inside(chat.put, order=Order.RECIPIENT),
        "notice": Outside(notice.send),
        "translate": Outside(translate.send, order=Order.CASE, gone_wrong=translate.gone_wrong),
        "whatsapp": Outside(sending.send, order=Order.RECIPIENT),
        "wa-invite": Outside(sending.invite),
        "whatsapp-in": Outside(hearing.hear, order=Order.RECIPIENT, leads_to="whatsapp"),
    }
