"""Formal routes: each as the facts have it, to offices that there are; a plan says what a person has to do."""

import re

import pytest
from ruamel.yaml import YAML

from outreach.petition.load import load_texts
from outreach.petition.routes import Admits, Need, Route, load_routes
from outreach.recipients.status import Branch, OfficeRole
from outreach.recipients.values import OfficeEntry
from outreach.rounds.routes import Way, ways_to
from tests.command_line import CommandLine
from tests.offices import governments
from tests.rounds.test_commands import run
from tests.shared import SHARED, needs_shared
from tests.world import TEMPLATES

__all__ = ["run"]
ROUTES = {one.id: one for one in load_routes(TEMPLATES)}
OFFICES = {office.key: (government.code, office) for government in governments() for office in government.offices}


def ways(key: str) -> dict[str, Way]:
    code, office = OFFICES[key]
    found = ways_to(_info(code, office), routes=list(ROUTES.values()), texts=load_texts(TEMPLATES))
    return {one.route.id: one for one in found}


def _info(code: str, office: OfficeEntry):  # type: ignore[no-untyped-def]
    class Info:
        government, key, role, branch = code, office.key, office.role, office.branch

    return Info()


@pytest.mark.parametrize("route", ROUTES.values(), ids=lambda route: route.id)
def test_it_leads_to_offices_that_there_are(route: Route) -> None:
    for key in route.offices:
        assert OFFICES[key][0] == route.government
    assert set(route.roles) <= set(OfficeRole)
    assert set(route.branches) <= set(Branch)
    concerned = [
        key
        for key, (code, office) in OFFICES.items()
        if route.concerns(government=code, key=key, role=office.role, branch=office.branch)
    ]
    assert concerned


@needs_shared
def test_every_rule_of_the_facts_for_our_governments_is_here_with_its_source() -> None:
    rules = YAML(typ="safe").load((SHARED / "facts" / "rules.yaml").read_text(encoding="utf-8"))["rules"]
    ours = {(one.government, one.body): one for one in ROUTES.values()}
    asked = [rule for rule in rules if rule["country"] != "UN"]
    assert {(rule["country"], rule["body"]) for rule in asked} == set(ours)
    for rule in asked:
        route = ours[rule["country"], rule["body"]]
        assert route.confidence == rule["confidence"], route.id
        assert ("cited source" in route.basis) is ("cited source" in rule["basis"]), route.id
        assert _urls(route.source) == _urls(rule.get("source", "")), route.id
        figures = {str(limit["count"]) for limit in rule.get("thresholds", ())}
        assert figures <= set(re.findall(r"\d+", route.thresholds.replace(",", ""))), route.id
        if rule["outside_signatures_admissible"] is False:
            assert route.outside_signatures == "no", route.id


def _urls(text: str) -> set[str]:
    return set(re.findall(r"https?://\S+", text))


def test_limits_come_from_the_form() -> None:
    for name in ("au-house", "ca-epetition"):
        route = ROUTES[name]
        assert "at most 250 words" in route.form
        assert "no links" in route.form
        assert route.text is not None
        assert (route.text.words, route.text.links) == (250, False)
    assert {one.id for one in ROUTES.values() if one.text and one.text.words} == {"au-house", "ca-epetition"}


def test_what_the_trap_routes_ask_of_a_person() -> None:
    australia = ways("au-petitions")["au-house"]
    assert "at most 250 words, no links, no attachments" in australia.made
    assert "signed by hand" in australia.reason
    canada = ways("ca-petitions-clerk")["ca-epetition"]
    assert [one.language for one in canada.texts] == ["en", "fr"]
    assert "who may: citizens and residents of Canada" in canada.reason
    japan = ways("jp-shugiin")["jp-diet"]
    assert "who may: any nationality or age, resident in Japan" in japan.reason
    assert ROUTES["jp-diet"].needs[0] is Need.MEMBER
    assert any("紹介議員" in step for step in japan.route.steps)
    britain = ways("gb-petitions")
    assert Need.HANDWRITING in britain["gb-paper"].route.needs
    assert britain["gb-paper"].texts[0].paragraphs[-1] == "And the petitioners remain, etc."
    assert britain["gb-epetition"].made == "nothing is made for it here"


def test_where_the_letter_is_a_petition_nothing_more_is_needed() -> None:
    executive = ways("jp-pm")["jp-executive"]
    assert (executive.route.admits, executive.reason) == (Admits.LETTER, "")
    assert ways("jp-shu-gaimu") == {}
    assert set(ways("mx-senado")) == {"mx-peticion"}


def test_a_plan_says_so_for_each_office(run: CommandLine) -> None:
    planned = run("rounds", "plan", "--name", "Spring", "-g", "CA", "-g", "GB", "--choose-holder-forms", "--json")
    routes = planned.json["routes"]
    assert [one["route"] for one in routes["gb-petitions"]] == ["gb-epetition", "gb-paper"]
    assert "gb-pm" not in routes
    shown = run("rounds", "show", "1").out
    assert "gb-epetition: by a person; gb-paper: text, by a person" in shown
    assert (
        "ca-epetition: House of Commons e-petition. Form: at most 250 words, no links. Goes there: a text of"
        in shown
    )
    assert "By a person: a member of that parliament has to present or authorise it; it has to be signed" in shown
    listed = {one["route"]["id"]: one for one in run("rounds", "routes", "1", "--json").json}
    assert listed["ca-epetition"]["limits"] == "at most 250 words, no links"
    assert listed["ca-epetition"]["offices"] == ["ca-commons-speaker", "ca-petitions-clerk"]
    told = run("rounds", "routes", "1", "--text").out
    assert "À la Chambre des communes" in told
    assert "not the text that people signed" in told
    assert "DRAFT" in told
    assert "a person, because: a member of that parliament has to present or authorise it" in told
