"""Teams: made, changed, switched off; hours, addresses for notices, and the default of a city."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gateway.bridge.routing import Asked, choose_team
from gateway.delivery.addresses import fingerprint
from gateway.store.cases import NewCase, open_case
from gateway.store.schema import Team
from tests.gateway.admin.conftest import Admin, filled_in

PASSWORD = "zeer-geheim"
MAIL = f"mailtos://team:{PASSWORD}@mail.example.org"
CHAT = "json://chat.example.org/hook"


def test_a_team_is_made_with_everything(admin: Admin) -> None:
    answer = admin.sends(
        "/admin/teams/new",
        name="  SAAMO   Genk ",
        languages=["nl", "tr"],
        is_default_for=["genk"],
        hours__mon="9-12, 13u-17:30",
        hours__sat="",
        added=f"{MAIL}\n\n{CHAT}",
    )
    assert answer.status_code == 303
    team = admin.team("saamo-genk")
    assert (team.name, team.languages, team.is_default_for) == ("SAAMO Genk", ["nl", "tr"], ["genk"])
    assert team.hours == {"mon": [["09:00", "12:00"], ["13:00", "17:30"]]}
    assert team.notify_urls == [MAIL, CHAT]
    assert admin.did() == [("team_added", "saamo-genk")]
    page = admin.reads("/admin/teams")
    assert "SAAMO Genk is bewaard." in page
    assert "ma 09:00–12:00 en 13:00–17:30" in page
    assert "standaard voor Genk" in page


def test_what_is_kept_is_shown_and_saving_it_changes_nothing(admin: Admin) -> None:
    hours = {"tue": [["08:30", "16:00"]], "fri": [["08:00", "24:00"]]}
    admin.has(
        Team(id="north", name="Noord", languages=["ar"], hours=hours, notify_urls=[MAIL], is_default_for=["genk"])
    )
    assert admin.sends("/admin/teams/north").status_code == 303
    team = admin.team("north")
    assert (team.name, team.languages, team.hours, team.notify_urls) == ("Noord", ["ar"], hours, [MAIL])
    assert admin.did() == []


def test_a_change_is_kept_and_logged_once(admin: Admin) -> None:
    admin.has(Team(id="north", name="Noord", languages=["nl"]))
    assert admin.sends("/admin/teams/north", name="Noordwest", hours__wed="10:00 tot 12:00").status_code == 303
    assert (admin.team("north").name, admin.team("north").hours) == ("Noordwest", {"wed": [["10:00", "12:00"]]})
    assert admin.did() == [("team_changed", "north")]


def test_addresses_are_removed_and_added_without_their_passwords_being_shown(admin: Admin) -> None:
    admin.has(Team(id="north", name="Noord", notify_urls=[MAIL, CHAT]))
    page = admin.reads("/admin/teams/north")
    assert PASSWORD not in page
    assert "/hook" not in page  # may be a key too
    assert "mail.example.org" in page
    assert "json://chat.example.org/…" in page
    other = "json://other.example.org/"
    admin.sends("/admin/teams/north", kept=[fingerprint(CHAT)], added=other)
    assert admin.team("north").notify_urls == [CHAT, other]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "   "}, "Geef het team een naam."),
        ({"name": "x" * 81}, "hoogstens 80 tekens"),
        ({"hours__mon": "morgen"}, "begrijpen we niet"),
        ({"hours__mon": "12-9"}, "12:00 komt niet voor 09:00"),
        ({"hours__mon": "9-12, 11-13"}, "twee keer iets ingevuld voor 11:00"),
        ({"hours__mon": "9-24:30"}, "geen tijd van de dag"),
        ({"added": f"{CHAT}\nnergens://x:{PASSWORD}@y"}, "Het adres op regel 2 kennen we niet"),
        ({"added": f"{CHAT} {MAIL}"}, "bevat een spatie"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_kept(
    admin: Admin, wrong: dict[str, str], said: str
) -> None:
    answer = admin.sends("/admin/teams/new", **{"name": "Noord", "hours__tue": "9-12", **wrong})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert said in page
    assert 'aria-invalid="true"' in page
    assert 'value="9-12"' in page  # what was typed is still there
    with admin.parts.database.transaction() as session:
        assert session.query(Team).count() == 0
    assert admin.did() == []


def test_two_teams_do_not_have_one_name(admin: Admin) -> None:
    admin.has(Team(id="north", name="Noord"), Team(id="south", name="Zuid"))
    assert "heet al zo" in admin.sends("/admin/teams/new", name="NOORD").get_data(as_text=True)
    assert admin.sends("/admin/teams/south", name="noord").status_code == 422
    assert admin.sends("/admin/teams/north", name="noord").status_code == 303  # its own name in small letters


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Çınar & Co", "cnar-co"), ("فريق", "team"), ("New", "new-2"), ("Noord!", "noord-2"), ("Ouders", "ouders")],
)
def test_the_short_name_fits_in_an_address(admin: Admin, name: str, expected: str) -> None:
    admin.has(Team(id="noord", name="Een andere naam"))
    admin.sends("/admin/teams/new", name=name)
    assert admin.team(expected).name == name
    assert admin.reads(f"/admin/teams/{expected}")


def test_a_city_has_one_default_team(admin: Admin) -> None:
    admin.has(Team(id="north", name="Noord", is_default_for=["genk", "beringen"]))
    admin.sends("/admin/teams/new", name="Zuid", is_default_for=["beringen"])
    assert admin.team("north").is_default_for == ["genk"]
    assert admin.did() == [("team_added", "zuid"), ("team_changed", "north")]
    assert "Noord is niet langer het standaardteam" in admin.reads("/admin/teams")


def test_a_team_that_is_off_gets_nothing_new_and_is_no_default(admin: Admin) -> None:
    admin.has(Team(id="north", name="Noord", is_default_for=["genk"]))
    open_case(
        admin.parts.database,
        NewCase(channel="web", language="nl", city="genk"),
        key="k",
        by="t",
        content=admin.parts.content,
    )
    assert "1 open vraag blijft" in admin.reads("/admin/teams/north")
    assert admin.posts("/admin/teams/north/active", active="0").status_code == 303
    assert (admin.team("north").active, admin.team("north").is_default_for) == (False, [])
    with admin.parts.database.transaction() as session:
        assert choose_team(session, admin.parts.content, Asked(language="nl", city="genk")).team is None
    admin.sends("/admin/teams/north", is_default_for=["genk"])
    assert admin.team("north").is_default_for == []  # while it is off
    admin.posts("/admin/teams/north/active", active="1")
    admin.posts("/admin/teams/north/active", active="1")  # pressed twice
    assert admin.team("north").active
    assert admin.did() == [("team_off", "north"), ("team_on", "north")]


def test_of_two_who_change_a_team_at_once_the_second_looks_again(admin: Admin) -> None:
    admin.has(Team(id="north", name="Noord"))
    mine = {**filled_in(admin.reads("/admin/teams/north")), "name": "Van mij"}
    admin.sends("/admin/teams/north", name="Van een ander")
    answer = admin.posts("/admin/teams/north", **mine)
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "Iemand anders heeft dit net gewijzigd" in page
    assert admin.team("north").name == "Van een ander"
    assert admin.posts("/admin/teams/north", **filled_in(page)).status_code == 303
    assert admin.team("north").name == "Van mij"


def test_a_locked_database_keeps_what_was_typed(admin: Admin, lock: Callable[[], None]) -> None:
    lock()
    answer = admin.sends("/admin/teams/new", name="Noord", hours__mon="9-12")
    assert answer.status_code == 503
    page = answer.get_data(as_text=True)
    assert "databank is even niet bereikbaar" in page
    assert 'value="Noord"' in page
    assert 'value="9-12"' in page


def test_an_unknown_team_is_not_found(admin: Admin) -> None:
    assert admin.who.browser.get("/admin/teams/nowhere").status_code == 404
    assert admin.posts("/admin/teams/nowhere/active", active="0").status_code == 404


def test_a_name_cannot_become_markup(admin: Admin) -> None:
    admin.sends("/admin/teams/new", name="<script>alert(1)</script>")
    assert "<script>alert" not in admin.who.browser.get("/admin/teams").get_data(as_text=True)


def test_addresses_that_look_the_same_can_be_told_apart(admin: Admin) -> None:
    hooks = ["json://chat.example.org/one", "json://chat.example.org/two"]
    admin.has(Team(id="north", name="Noord", notify_urls=[*hooks, "nonsense://x:y@z"]))
    page = admin.reads("/admin/teams/north")
    for hook in hooks:
        assert f"json://chat.example.org/… ({fingerprint(hook)[:4]})" in page
    assert "nonsense://… (werkt niet meer)" in page
