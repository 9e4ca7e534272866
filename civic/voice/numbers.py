"""Phone numbers, dates, times, amounts, ranges and ordinals, written as they are said.

Plain whole numbers stay digits: every engine reads those well. So does Arabic throughout: num2words gives
construct forms that cannot stand alone (200 is مئتا), and eSpeak drops the vowels of Arabic number words.
"""

from __future__ import annotations

import functools
import re

from num2words import num2words

from civic.voice.words import spoken_words

DATE = re.compile(
    r"(?<![\d/.-])(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})([/.-])(\d{1,2})\5(\d{4})|(\d{2})/(\d{2}))(?![\d/-])"
)
PHONE = re.compile(
    r"(?<![\w+])(?:(?:\+|00)32[\s./-]?(?:\(0\)[\s]?)?|0)[1-9](?:[\s./-]{0,3}\d){6,8}(?!\d)"
    r"|(?<![\w+])\+[1-9](?:[\s./-]?\d){8,13}(?!\d)"
)
THOUSANDS = re.compile(r"(?<![\d.,])([1-9]\d{0,2})((?:\.\d{3})+)(?![\d.]\d?)")
EURO = re.compile(
    r"(?:€|\bEUR)\s?(\d+)(?:[.,](\d{2}|-))?(?!\d)"
    r"|(?<![\d.,])(\d+)(?:[.,](\d{2}|-))?\s?(?:€|EUR\b|(?:euro|avro|يورو)(?!\w))"
)
PERCENT = re.compile(r"%\s?(\d+(?:[.,]\d+)?)|(\d+(?:[.,]\d+)?)\s?%")
RANGE = re.compile(r"(?<=\d)(\s?(?:u|uur))?\s?[-–—]\s?(?=\d)")
TIME = re.compile(r"(?<![\d.,:/])([01]?\d|2[0-4])[.:uUhH]([0-5]\d)(?!\d|[.,:/]\d)(?:\s?(?:uur|u\.?)(?![\w]))?")
HOUR = re.compile(r"(?<![\d.,:/])([01]?\d|2[0-4])\s?[uU](?!\w)(?:\.(?=\s[^\W\dA-Z]))?")
DUTCH_ORDINAL = re.compile(r"(?<![\w.,])(\d{1,3})(?:ste|de|e)(?!\w)")
TURKISH_ORDINAL = re.compile(r"(?<![\w.,])(\d{1,3})\.(?=\s[a-zçğıöşü])")
DECIMAL = re.compile(r"(?<![\d.,])(\d+),(\d{1,2})(?!\d|[.,]\d)")
GROUPS_BY_START = (("0800", (4, 2, 3)), ("0900", (4, 2, 3)), ("04", (4, 2, 2, 2)))
SHORT_AREA_CODES = ("02", "03", "04", "09")


def say_numbers(text: str, language: str) -> str:
    """Every written number form in `text` as `language` says it, as a person would."""
    text = DATE.sub(lambda found: _date(found, language), text)
    text = PHONE.sub(lambda found: _phone(found[0], language), text)
    text = THOUSANDS.sub(lambda found: found[1] + found[2].replace(".", ""), text)
    text = EURO.sub(lambda found: _euro(found, language), text)
    text = PERCENT.sub(lambda found: _percent(found[1] or found[2], language), text)
    text = RANGE.sub(lambda found: f"{found[1] or ''} {spoken_words().signs.until.in_language(language)} ", text)
    text = TIME.sub(lambda found: _time(int(found[1]), int(found[2]), language), text)
    return _ordinals_and_decimals(text, language)


def _ordinals_and_decimals(text: str, language: str) -> str:
    if language == "nl":
        text = HOUR.sub(lambda found: f"{int(found[1])} uur", text)
        return DUTCH_ORDINAL.sub(lambda found: _in_words(int(found[1]), "nl", "ordinal"), text)
    if language == "tr":
        return TURKISH_ORDINAL.sub(lambda found: _in_words(int(found[1]), "tr", "ordinal"), text)
    return DECIMAL.sub(r"\1.\2", text)  # an Arabic voice takes a comma for a pause


@functools.lru_cache(maxsize=2000)
def _in_words(number: int, language: str, form: str = "cardinal") -> str:
    return str(num2words(number, lang=language, to=form))


def _date(found: re.Match[str], language: str) -> str:
    year, month, day = (
        found[1] or found[7] or "",
        found[2] or found[6] or found[9],
        found[3] or found[4] or found[8],
    )
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return found[0]
    return f"{int(day)} {spoken_words().month(int(month), language)} {year}".rstrip()


def _phone(written: str, language: str) -> str:
    digits = re.sub(r"\(0\)|\D", "", written)
    foreign = written.startswith("+") and not digits.startswith("32")
    if written.startswith("00"):
        digits = digits[2:]
    if not written.startswith("0") or written.startswith("00"):
        digits = digits if foreign else f"0{digits[2:]}"
    if not foreign and len(digits) not in (9, 10):
        return written
    groups = _groups(written, digits)
    plus = f"{spoken_words().signs.plus.in_language(language)} " if foreign else ""
    return plus + ("، " if language == "ar" else ", ").join(_group(group, language) for group in groups)


def _groups(written: str, digits: str) -> list[str]:
    parts = [part for part in re.split(r"[\s./+-]+", written) if part]
    if len(parts) > 2 and written.startswith(("0", "+")) and "".join(parts) == digits:
        return parts
    return _cut(digits, _usual_groups(digits))


def _usual_groups(digits: str) -> tuple[int, ...]:
    for start, sizes in GROUPS_BY_START:
        if digits.startswith(start) and sum(sizes) == len(digits):
            return sizes
    return (2, 3, 2, 2) if digits.startswith(SHORT_AREA_CODES) else (3, 2, 2, 2)


def _cut(digits: str, sizes: tuple[int, ...]) -> list[str]:
    groups, rest = [], digits
    for size in sizes:
        groups.append(rest[:size])
        rest = rest[size:]
    return [*groups, *[rest[at : at + 2] for at in range(0, len(rest), 2)]]


def _group(digits: str, language: str) -> str:
    if language == "ar":
        return " ".join(digits)
    zeros = len(digits) - len(digits.lstrip("0"))
    said = [_in_words(0, language)] * zeros
    if digits[zeros:]:
        said.append(_in_words(int(digits[zeros:]), language))
    return " ".join(said)


def _euro(found: re.Match[str], language: str) -> str:
    signs = spoken_words().signs
    whole, part = int(found[1] or found[3]), (found[2] or found[4] or "").strip("-")
    euro, cent = signs.euro.in_language(language), signs.cent.in_language(language)
    if not part or int(part) == 0:
        return f"{whole} {euro}"
    if whole == 0:
        return f"{int(part)} {cent}"
    return f"{whole} {euro} {'و' if language == 'ar' else ''}{int(part)}" + ("" if language == "nl" else f" {cent}")


def _percent(number: str, language: str) -> str:
    said = spoken_words().signs.percent.in_language(language)
    return f"{said} {number}" if language == "tr" else f"{number} {said}"


def _time(hour: int, minute: int, language: str) -> str:
    if language == "nl":
        return f"{hour} uur {minute}" if minute else f"{hour} uur"
    if language == "tr":
        zero = f"{_in_words(0, 'tr')} " if 0 < minute < 10 else ""
        return f"{_in_words(hour, 'tr')} {zero}{_in_words(minute, 'tr')}" if minute else _in_words(hour, "tr")
    return f"{hour} و{minute} {'دقائق' if 3 <= minute <= 10 else 'دقيقة'}" if minute else str(hour)
