"""Form fields that several admin pages share, with Dutch messages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import Form, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from civic.content.load import Content
from civic.content.model import LANGUAGES, SOURCE_LANGUAGE
from gateway.admin.addresses import Shown, problem_with
from gateway.bridge.routing import LANGUAGE_NAMES

LANGUAGE_CHOICES = [(language, LANGUAGE_NAMES[language]) for language in LANGUAGES]
NOT_OFFERED = "Kies iets uit de lijst."
LONGEST_ADDRESS = 500
MOST_ADDRESSES = 10


class AdminForm(Form):
    """A form whose own messages are Dutch. `seen`: a mark of what the admin saw, see `gateway.admin.seen`."""

    class Meta:
        """Flask-WTF checks the token of every form before we see it."""

        locales = ("nl",)

    seen = HiddenField()


class Checkboxes(SelectMultipleField):
    """Several of a few choices, a box for each."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Lines(TextAreaField):
    """One thing on each line; `data` is the list of lines that are not empty."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read what was typed."""
        self.data = [line.strip() for line in str(valuelist[0] if valuelist else "").splitlines() if line.strip()]

    def _value(self) -> str:
        return "\n".join(self.data or ())


def text(label: str, *, longest: int, missing: str | None = None, **more: Any) -> StringField:
    """A line of text, spaces around it taken away; `missing`: what to say when it is empty, None when it may be."""
    said = f"Neem hoogstens {longest} tekens."
    checks = [DataRequired(missing)] if missing else []
    return StringField(label, filters=[_one_line], validators=[*checks, Length(max=longest, message=said)], **more)


def choice(label: str, *, none: str | None = None, **more: Any) -> SelectField:
    """One of several; `none` is the label for no choice, whose value is empty."""
    empty = [SelectChoice("", none)] if none is not None else []
    return SelectField(label, choices=empty, invalid_choice_message=NOT_OFFERED, **more)


def offer(field: SelectField, choices: Iterable[tuple[str, str]], *, group: str | None = None) -> None:
    """Add choices that are known only now, as (value, label); `group`: the heading they stand under."""
    field.choices = [*(field.choices or ()), *(SelectChoice(*choice, optgroup=group) for choice in choices)]


def languages() -> Checkboxes:
    """Which languages someone speaks."""
    return boxes("Talen", LANGUAGE_CHOICES)


def boxes(label: str, choices: Iterable[tuple[str, str]] = ()) -> Checkboxes:
    """Several of a few choices."""
    return Checkboxes(label, choices=[SelectChoice(*choice) for choice in choices], invalid_choice_message=NOT_OFFERED)


def city_choices(content: Content) -> list[tuple[str, str]]:
    """Every city by id, with its Dutch name."""
    return [(city.id, city.names.in_language(SOURCE_LANGUAGE)) for city in content.cities.values()]


def kept_addresses() -> Checkboxes:
    """The addresses that are there already, by fingerprint; those that stay ticked stay."""
    return Checkboxes("Nu ingesteld", choices=[], validate_choice=False)


def new_addresses() -> Lines:
    """Addresses to add, one a line; a wrong one is named by its line, because it may hold a password."""
    return Lines("Adressen toevoegen", validators=[_addresses_fit])


def offer_addresses(field: Checkboxes, shown: Iterable[Shown]) -> None:
    """Show the addresses that are there, without their passwords."""
    field.choices = [SelectChoice(address.fingerprint, address.label) for address in shown]


def _addresses_fit(form: Form, field: Lines) -> None:
    lines: list[str] = field.data or []
    if len(lines) > MOST_ADDRESSES:
        raise ValidationError(f"Voeg hoogstens {MOST_ADDRESSES} adressen tegelijk toe.")
    for number, line in enumerate(lines, 1):
        problem = problem_with(line) if len(line) <= LONGEST_ADDRESS else "is te lang"
        if problem:
            raise ValidationError(f"Het adres op regel {number} {problem}.")


def _one_line(value: str | None) -> str:
    return " ".join((value or "").split())
