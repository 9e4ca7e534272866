"""What is sent twice (a double click, a line that broke before the answer came) is done once."""

from __future__ import annotations

import hashlib
import re
import uuid

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.store.schema import Message

_FORM = re.compile(r"[0-9A-Za-z-]{8,64}")


def new_once() -> str:
    """A fresh mark for the forms of a page; the page's script gives each sending its own."""
    return uuid.uuid4().hex


def once_of_form() -> str:
    """The mark of the form that was sent; a fresh one when it has none that is any good."""
    given = request.form.get("once", "")
    return given if _FORM.fullmatch(given) else new_once()


def message_id(conversation: str, once: str) -> str:
    """The id of the message that this sending makes in this conversation: 32 hexadecimal digits."""
    return hashlib.sha256(f"{conversation}:{once}".encode()).hexdigest()[:32]


def is_there(store: Session, message: str) -> bool:
    """Whether a message with this id is kept already."""
    return store.scalars(select(Message.number).where(Message.id == message)).first() is not None
