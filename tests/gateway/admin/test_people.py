"""People: accounts with a first password, roles, quiet hours, and what happens to their cases when they go."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.bridge import life
from gateway.services import Services
from gateway.store.cases import NewCase, find_case, open_case
from gateway.store.conversations import history, start_conversation
from gateway.store.database import Database
from gateway.store.schema import Case, Role, StaffMember, Team
from tests.gateway.admin.conftest import Admin, filled_in
from tests.gateway.staff.conftest import PASSWORD, Staff

MAIL = "mailtos://someone:zeer-geheim@mail.example.org"


@pytest.fixture
def north(admin: Admin) -> Team:
    """A team."""
    team = Team(id="north", name="Team Noord", is_default_for=["genk"])
    admin.has(team, Team(id="south", name="Team Zuid"))
    return team


@pytest.fixture
def figure(hire: Callable[..., Staff], north: Team) -> Staff:
    """A bridge figure of the team, signed in."""
    member = hire("bridge-1", team="north")
    member.set(name="Medewerker", languages=["nl"])
    member.signs_in()
    return member


def claimed(admin: Admin, figure: Staff) -> Case:
    """A case in the hands of the figure, with a conversation."""
    with admin.parts.database.transaction() as session:
        talk = start_conversation(session, language="nl", city="genk").id
    new = NewCase(channel="web", language="nl", city="genk", conversation=talk)
    case, _ = open_case(admin.parts.database, new, key=talk, by="t", content=admin.parts.content)
    return life.claim(admin.parts, case.code, figure.now())


def now_of(admin: Admin, case: Case) -> Case:
    """The case as it is."""
    with admin.parts.database.transaction() as session:
        found = find_case(session, case.code)
        assert found is not None
        return found


def test_a_new_account_gets_a_first_password_that_is_shown_once(admin: Admin, north: Team) -> None:
    answer = admin.sends(
        "/admin/people/new",
        login="Bridge-7",
        name="Medewerker",
        role="bridge",
        team_id="north",
        languages=["tr", "ar"],
        quiet_from="22:00",
        quiet_until="07:00",
        added=MAIL,
    )
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    password = re.search(r'<code class="secret">([^<]+)</code>', answer.get_data(as_text=True))
    assert password
    made = admin.person("bridge-7")
    assert (made.name, made.role, made.team_id, made.languages) == ("Medewerker", "bridge", "north", ["tr", "ar"])
    assert (made.quiet_from, made.quiet_until, made.notify_urls) == ("22:00", "07:00", [MAIL])
    assert made.must_change_password
    assert admin.did() == [("staff_added", "bridge-7")]
    assert password[1] not in admin.reads("/admin/people")
    browser = admin.who.app.test_client()
    signed = browser.post("/staff/sign-in", data={"login": "bridge-7", "password": password[1]})
    assert signed.status_code == 303
    assert browser.get("/inbox").headers["Location"] == "/staff/password"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"login": ""}, "Kies een gebruikersnaam."),
        ({"login": "x"}, "Neem 2 tot 80 tekens"),
        ({"login": "met spatie"}, "Neem 2 tot 80 tekens"),
        ({"login": "ADMIN-1"}, "Deze gebruikersnaam bestaat al."),
        ({"name": ""}, "Geef de voornaam"),
        ({"role": "bridge", "team_id": ""}, "Kies er een."),
        ({"role": "koning"}, "field__error"),
        ({"team_id": "nowhere"}, "field__error"),
        ({"quiet_from": "22:00", "quiet_until": ""}, "Vul beide tijden in"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "twee verschillende tijden"),
        ({"quiet_from": "laat", "quiet_until": "07:00"}, "Schrijf een tijd"),
        ({"added": "nergens://x"}, "Het adres op regel 1 kennen we niet"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_made(admin: Admin, north: Team, wrong: dict[str, str], said: str) -> None:
    good = {"login": "bridge-7", "name": "Medewerker", "role": "bridge", "team_id": "north"}
    answer = admin.sends("/admin/people/new", **{**good, **wrong})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert said in page
    assert 'id="name-error"' in page or 'value="Medewerker"' in page
    assert not re.search(r"Not a valid|required", re.sub(r"<[^>]*>", "", page))
    with admin.parts.database.transaction() as session:
        assert session.query(StaffMember).count() == 1


def test_a_change_without_role_or_team_leaves_the_session(admin: Admin, figure: Staff) -> None:
    path = f"/admin/people/{figure.number}"
    assert admin.sends(path, name="Iemand", quiet_from="21:30", quiet_until="08:00").status_code == 303
    assert (figure.now().name, figure.now().quiet_from) == ("Iemand", "21:30")
    assert figure.gets_in()
    assert admin.sends(path).status_code == 303  # nothing changed, nothing logged
    assert admin.did() == [("staff_changed", "bridge-1")]


@pytest.mark.parametrize("change", [{"role": "editor", "team_id": "north"}, {"team_id": "south"}])
def test_another_role_or_team_ends_sessions_and_gives_cases_back(
    admin: Admin, figure: Staff, change: dict[str, str]
) -> None:
    case = claimed(admin, figure)
    assert admin.sends(f"/admin/people/{figure.number}", **change).status_code == 303
    assert not figure.gets_in()
    back = now_of(admin, case)
    assert (back.state, back.claimed_by, back.team_id) == ("new", None, "north")
    assert admin.did() == [("staff_changed", "bridge-1"), ("case_released", case.code)]
    assert "1 vraag ging terug naar het team." in admin.reads("/admin/people")


def test_becoming_admin_keeps_the_cases(admin: Admin, figure: Staff) -> None:
    case = claimed(admin, figure)
    admin.sends(f"/admin/people/{figure.number}", role="admin")
    assert now_of(admin, case).claimed_by == figure.number


def test_switching_off_ends_sessions_and_tells_residents_that_a_colleague_goes_on(admin: Admin, figure: Staff) -> None:
    case = claimed(admin, figure)
    assert case.code in admin.reads(f"/admin/people/{figure.number}")
    assert admin.posts(f"/admin/people/{figure.number}/active", active="0").status_code == 303
    assert not figure.gets_in()
    assert figure.signs_in().status_code == 401
    assert now_of(admin, case).state == "new"
    with admin.parts.database.transaction() as session:
        told = history(session, str(case.conversation_id))[-1].body["text"]
    assert case.code in told
    assert admin.did() == [("staff_off", "bridge-1"), ("case_released", case.code)]
    admin.posts(f"/admin/people/{figure.number}/active", active="1")
    assert figure.signs_in().status_code == 303


def test_cases_of_someone_who_is_ill_go_back_without_switching_off(admin: Admin, figure: Staff) -> None:
    case = claimed(admin, figure)
    admin.posts(f"/admin/people/{figure.number}/hand-back")
    assert now_of(admin, case).state == "new"
    assert figure.gets_in()
    admin.posts(f"/admin/people/{figure.number}/hand-back")
    assert admin.did() == [("case_released", case.code)]


def test_when_cases_cannot_go_back_now_that_is_said_and_can_be_done_again(
    admin: Admin, figure: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gateway.store.database import StoreUnavailable

    case = claimed(admin, figure)

    def away(*_: object, **__: object) -> int:
        raise StoreUnavailable("locked")

    with monkeypatch.context() as patched:
        patched.setattr("gateway.admin.people.hand_back", away)
        admin.posts(f"/admin/people/{figure.number}/active", active="0")
    assert "konden nog niet terug" in admin.reads("/admin/people")
    assert not figure.now().active
    admin.posts(f"/admin/people/{figure.number}/hand-back")
    assert now_of(admin, case).state == "new"


def test_the_last_admin_stays_admin(admin: Admin, north: Team, hire: Callable[..., Staff]) -> None:
    path = f"/admin/people/{admin.who.number}"
    admin.sends(path, name="Beheer")
    answer = admin.sends(path, role="editor")
    assert answer.status_code == 422
    assert "laatste beheerder" in answer.get_data(as_text=True)
    assert admin.posts(f"{path}/active", active="0").headers["Location"] == path
    assert "laatste beheerder" in admin.reads(path)
    assert (admin.who.now().role, admin.who.now().active) == ("admin", True)
    hire("admin-2", role="admin").set(active=False)  # who is off does not count
    assert admin.sends(path, role="editor").status_code == 422
    hire("admin-3", role="admin")
    assert admin.sends(path, role="editor").status_code == 303
    assert admin.who.now().role == "editor"


def test_two_admins_who_switch_each_other_off_at_once_do_not_both_succeed(parts: Services) -> None:
    both_off(parts.database)


def test_the_same_on_postgresql(postgres: Database) -> None:
    both_off(postgres)


def both_off(database: Database) -> None:
    """Two admins, each about to switch the other off at the same moment, several times over."""
    from gateway.admin.person_form import LastAdmin, switch_person
    from gateway.store.staff import add_staff

    with database.transaction() as session:
        two = [add_staff(session, login=f"a-{n}", password=PASSWORD, role=Role.ADMIN.value) for n in range(2)]

    def off(number: int) -> bool:
        try:
            with database.transaction() as session:
                switch_person(session, two[number].id, active=False, by=two[1 - number])
        except LastAdmin:
            return False
        return True

    for _ in range(5):
        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(off, range(2))) == [False, True]
        with database.transaction() as session:
            for member in two:
                session.get_one(StaffMember, member.id).active = True


def test_a_new_first_password_lets_someone_in_and_the_old_one_does_not(admin: Admin, figure: Staff) -> None:
    answer = admin.posts(f"/admin/people/{figure.number}/first-password")
    password = re.search(r'<code class="secret">([^<]+)</code>', answer.get_data(as_text=True))
    assert password
    assert not figure.gets_in()
    assert figure.signs_in().status_code == 401
    assert figure.signs_in(password[1]).status_code == 303
    assert figure.now().must_change_password
    assert admin.did() == [("password_reset", "bridge-1")]


def test_ones_own_password_is_changed_elsewhere(admin: Admin) -> None:
    before = admin.who.now().password_hash
    answer = admin.posts(f"/admin/people/{admin.who.number}/first-password")
    assert answer.headers["Location"] == "/staff/password"
    assert admin.who.now().password_hash == before


def test_a_login_stays_and_so_does_what_the_form_does_not_hold(admin: Admin, figure: Staff) -> None:
    figure.set(totp_secret="A" * 32, failed_sign_ins=2)
    admin.sends(f"/admin/people/{figure.number}", login="someone-else", name="Iemand")
    kept = figure.now()
    assert (kept.login, kept.totp_secret, kept.failed_sign_ins) == ("bridge-1", "A" * 32, 2)


def test_of_two_who_change_someone_at_once_the_second_looks_again(admin: Admin, figure: Staff) -> None:
    path = f"/admin/people/{figure.number}"
    mine = {**filled_in(admin.reads(path)), "name": "Van mij"}
    admin.sends(path, name="Van een ander")
    answer = admin.posts(path, **mine)
    assert answer.status_code == 409
    assert figure.now().name == "Van een ander"
    assert admin.posts(path, **filled_in(answer.get_data(as_text=True))).status_code == 303
    assert figure.now().name == "Van mij"


def test_a_locked_database_keeps_what_was_typed(admin: Admin, north: Team, lock: Callable[[], None]) -> None:
    lock()
    answer = admin.sends("/admin/people/new", login="bridge-7", name="Medewerker", role="bridge", team_id="north")
    assert answer.status_code == 503
    assert 'value="bridge-7"' in answer.get_data(as_text=True)


def test_passwords_in_addresses_are_not_shown(admin: Admin, figure: Staff) -> None:
    figure.set(notify_urls=[MAIL])
    assert "zeer-geheim" not in admin.reads(f"/admin/people/{figure.number}")
    assert admin.sends(f"/admin/people/{figure.number}").status_code == 303
    assert figure.now().notify_urls == [MAIL]


def test_nobody_else_may_do_any_of_this(hire: Callable[..., Staff], admin: Admin, figure: Staff) -> None:
    for role in ("bridge", "desk", "editor"):
        other = hire(f"{role}-9", role=role)
        other.signs_in()
        for path in ("/admin", "/admin/teams", "/admin/people", "/admin/rules", "/admin/people/new"):
            assert other.browser.get(path).status_code == 403
        assert other.browser.post(f"/admin/people/{figure.number}/active", data={"active": "0"}).status_code == 403
    assert figure.now().active


def test_an_unknown_person_is_not_found(admin: Admin) -> None:
    for path in ("/admin/people/999", "/admin/people/999/active", "/admin/people/999/first-password"):
        assert admin.posts(path, active="0").status_code == 404
