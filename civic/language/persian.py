"""Telling Persian from Arabic, which share their script."""

from __future__ import annotations

from civic.language.likelihood import log_likelihoods
from civic.language.normalise import normalise

# Frequent Persian words that hardly any Arabic text has. Letters such as چ and گ prove nothing:
# Iraqis and Moroccans write them as well.
_PERSIAN = """
    است این را از برای چه کجا کجاست هست هستم هستند نیست شود شده کنم کنید کنیم کردم کردن که خود چطور
    چگونه دارم ندارم دارد ندارد داریم باید خواهم میخواهم میتوانم میشود لطفا خانه چرا وقتی باشد بود
    زبان یاد بگیرم نمیدانم شما کمک برویم
"""
_WORDS = frozenset(normalise(_PERSIAN).split())
_NEARLY_SURE = -0.1


def is_persian(text: str) -> bool:
    """Whether a text in Arabic script is Persian; in doubt it is not."""
    known = any(word in _WORDS for word in normalise(text).split())
    return known and log_likelihoods(text)["fa"] >= _NEARLY_SURE
