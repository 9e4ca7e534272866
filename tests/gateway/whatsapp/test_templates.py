"""The setting that names the approved templates, and which of them invites whom."""

from __future__ import annotations

import pytest

from gateway.settings import BadSettings, Settings
from gateway.whatsapp.templates import Template, invitation, read_templates

ALL = "nl=come_back:nl tr=come_back:tr ar=come_back_2:ar"


def test_each_language_has_its_template() -> None:
    assert read_templates(ALL) == {
        "nl": Template("come_back", "nl"),
        "tr": Template("come_back", "tr"),
        "ar": Template("come_back_2", "ar"),
    }
    assert read_templates("") == {}


@pytest.mark.parametrize(
    "wrong", ["nl", "nl=Name:nl", "de=x:de", "nl=x", "nl=x:nl nl=y:nl", "nl=x:NL", "nl=x:nl;tr=x:tr", "nl=x:nl,"]
)
def test_a_setting_that_cannot_be_read_stops_the_start_and_is_named(wrong: str) -> None:
    with pytest.raises(ValueError, match="nl|de"):
        read_templates(wrong)
    with pytest.raises(BadSettings, match="WHATSAPP_TEMPLATES"):
        Settings.from_env({"SECRET_KEY": "k" * 20, "ESCALATION_SECRET": "s" * 20, "WHATSAPP_TEMPLATES": wrong})


def test_who_has_no_template_of_their_own_gets_the_dutch_one() -> None:
    templates = read_templates("nl=come_back:nl tr=come_back:tr")
    assert invitation(templates, "tr") == Template("come_back", "tr")
    assert invitation(templates, "ar") == invitation(templates, None) == Template("come_back", "nl")
    assert invitation(read_templates("tr=come_back:tr"), "ar") is None


def test_a_template_is_sent_by_name_and_language() -> None:
    assert Template("come_back", "ar").part == {
        "type": "template",
        "template": {"name": "come_back", "language": {"code": "ar"}},
    }
