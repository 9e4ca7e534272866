"""`/admin/rules`: which team gets which questions, in order, and a question to try them with."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from civic.content.model import SOURCE_LANGUAGE
from gateway.admin.rule_form import (
    FIELDS,
    RuleForm,
    RuleGone,
    TryForm,
    conditions_of,
    remove_rule,
    rule_form,
    save_rule,
    subject_of,
    try_form,
)
from gateway.admin.rule_order import move, never_used, ordered
from gateway.admin.seen import ChangedMeanwhile, mark
from gateway.bridge.routing import Choice, choose_team
from gateway.errors import NotFound
from gateway.services import services
from gateway.staff.audit import record
from gateway.staff.session import signed_in
from gateway.store.database import StoreUnavailable
from gateway.store.schema import RoutingRule, Team

blueprint = Blueprint("admin_rules", __name__, url_prefix="/admin/rules", template_folder="templates")
GONE = "Die regel is er niet meer: iemand anders nam hem weg."


@blueprint.get("")
def show_all() -> ResponseReturnValue:
    """The rules in order; with a question in the address, also which team would get it and why."""
    content = services().content
    form = try_form(services(), request.args if "language" in request.args else None)
    asked = "language" in request.args
    wrong = asked and not form.validate()
    with services().database.transaction() as session:
        rules = ordered(session)
        teams = {team.id: team for team in session.scalars(select(Team))}
        choice = choose_team(session, content, form.asked()) if asked and not wrong else None
    active = {team.id for team in teams.values() if team.active}
    unused = never_used(rules, active, content)
    lines = [
        {"rule": rule, "team": teams[rule.team_id], "when": conditions_of(rule, content), "unused": unused.get(rule.id)}
        for rule in rules
    ]
    page = _render_all(lines, form, choice, has_teams=bool(active))
    return make_response(page, 422 if wrong else 200)


def _render_all(lines: list[dict[str, Any]], form: TryForm, choice: Choice | None, *, has_teams: bool) -> str:
    neighbourhoods = sorted({line["rule"].neighbourhood for line in lines} - {None})
    return render_template(
        "admin/rules.html", lines=lines, form=form, choice=choice, has_teams=has_teams, neighbourhoods=neighbourhoods
    )


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    """An empty form."""
    return _show(_form(None), None)


@blueprint.post("/new")
def add() -> ResponseReturnValue:
    """Add a rule, at the end."""
    return _save(None)


@blueprint.get("/<int:number>")
def show(number: int) -> ResponseReturnValue:
    """One rule, to change."""
    rule = _rule(number)
    return _show(_form(rule), rule)


@blueprint.post("/<int:number>")
def change(number: int) -> ResponseReturnValue:
    """Change a rule; its place stays."""
    return _save(_rule(number))


@blueprint.post("/<int:number>/move")
def put_elsewhere(number: int) -> ResponseReturnValue:
    """One place up or down."""
    with services().database.transaction() as session:
        if move(session, number, up=request.form.get("to") == "up"):
            record(session, signed_in(), "rule_moved", subject_of(session.get_one(RoutingRule, number)))
    return redirect(url_for("admin_rules.show_all") + f"#rule-{number}", 303)


@blueprint.post("/<int:number>/remove")
def remove(number: int) -> ResponseReturnValue:
    """Take a rule away."""
    with services().database.transaction() as session:
        gone = remove_rule(session, number, by=signed_in())
    flash("De regel is verwijderd." if gone else GONE)
    return _back()


def _save(rule: RoutingRule | None) -> ResponseReturnValue:
    form = _form(rule, typed=True)
    if not form.validate():
        return _show(form, rule, problem="fields", status=422)
    try:
        with services().database.transaction() as session:
            saved = save_rule(session, form, rule.id if rule else None, by=signed_in())
    except RuleGone:
        flash(GONE, "problem")
        return _back()
    except ChangedMeanwhile:
        form.seen.data = mark(_rule(rule.id if rule else 0), FIELDS)
        return _show(form, rule, problem="changed", status=409)
    except StoreUnavailable:
        return _show(form, rule, problem="store", status=503)
    flash("De regel is bewaard.")
    return redirect(url_for("admin_rules.show_all") + f"#rule-{saved.id}", 303)


def _back() -> ResponseReturnValue:
    return redirect(url_for("admin_rules.show_all"), 303)


def _form(rule: RoutingRule | None, *, typed: bool = False) -> RuleForm:
    with services().database.transaction() as session:
        return rule_form(session, services(), rule, request.form if typed else None)


def _show(form: RuleForm, rule: RoutingRule | None, *, problem: str = "", status: int = 200) -> ResponseReturnValue:
    with services().database.transaction() as session:
        known = sorted({other.neighbourhood for other in ordered(session) if other.neighbourhood})
    page = render_template("admin/rule.html", form=form, rule=rule, problem=problem, neighbourhoods=known)
    return make_response(page, status)


def _rule(number: int) -> RoutingRule:
    with services().database.transaction() as session:
        rule = session.get(RoutingRule, number)
    if rule is None:
        raise NotFound(language=SOURCE_LANGUAGE)
    return rule
