"""Phone numbers at rest: a keyed hash to find them, a sealed form to call or write to them; voices likewise."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

BELGIUM = "32"


@dataclass(frozen=True)
class HiddenNumber:
    """A number as it is kept: `hash` to find it by, `sealed` to call or write to it."""

    hash: str
    sealed: str


class Numbers:
    """Hides and finds numbers with keys made from SECRET_KEY. With another key neither hash nor seal fit any more."""

    def __init__(self, secret_key: str) -> None:
        self._hash_key = _derived(secret_key, b"numbers: hash")
        self._seal = Fernet(base64.urlsafe_b64encode(_derived(secret_key, b"numbers: seal")))

    def hash(self, number: str) -> str:
        """64 hexadecimal digits, the same for every way to write a number."""
        return hmac.new(self._hash_key, international(number).encode(), hashlib.sha256).hexdigest()

    def hash_id(self, name: str) -> str:
        """64 hexadecimal digits for an id that is no number; never those of a number."""
        return hmac.new(self._hash_key, b"id:" + name.encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def seal(self, text: str) -> str:
        """An encrypted form (ASCII) that nobody without SECRET_KEY can read; other each time."""
        return self._seal.encrypt(text.encode()).decode()

    def hide(self, number: str) -> HiddenNumber:
        """The number as it may be kept."""
        return HiddenNumber(hash=self.hash(number), sealed=self.seal(number))

    def hidden(self, sealed: str | None) -> HiddenNumber | None:
        """What `hide` gave, from its sealed form; None when there is none or it cannot be read."""
        number = self.unseal(sealed) if sealed else None
        return HiddenNumber(hash=self.hash(number), sealed=sealed) if number and sealed else None

    def unseal(self, sealed: str) -> str | None:
        """What was sealed; None when it was sealed with another SECRET_KEY."""
        try:
            return self._seal.decrypt(sealed).decode()
        except InvalidToken:
            return None

    def seal_sound(self, sound: bytes) -> bytes:
        """As `seal`, for what somebody said aloud: a voice tells who it is as surely as a number."""
        return self._seal.encrypt(sound)

    def unseal_sound(self, sealed: bytes) -> bytes | None:
        """The sound; None when it was sealed with another SECRET_KEY."""
        try:
            return self._seal.decrypt(sealed)
        except InvalidToken:
            return None


def international(number: str) -> str:
    """The digits of a number with its country code ("32470123456"): a single leading 0 is taken as Belgian."""
    digits = re.sub(r"\D", "", number)
    if number.strip().startswith("+"):
        return digits
    if digits.startswith("00"):
        return digits[2:]
    return BELGIUM + digits[1:] if digits.startswith("0") else digits


def _derived(secret_key: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret_key.encode())
