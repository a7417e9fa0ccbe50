"""Scope: somebody whose roles hold for Canada neither sees nor touches what is Britain's, by any address."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import update

from outreach.accounts import Grant, Role
from outreach.accounts.add import add_user
from outreach.accounts.grants import Scope, grant_role
from outreach.accounts.tables import User
from outreach.delivery.status import DeliveryStatus
from outreach.petition.tables import Campaign
from outreach.recipients.object import object_to
from outreach.recipients.propose import propose
from outreach.recipients.status import Channel
from outreach.recipients.store import list_contacts
from outreach.responses.follow_up import plan_follow_up
from outreach.responses.record import record
from outreach.responses.status import AnswerChannel, Disclosure, Position
from outreach.web.permissions import ROUTES
from outreach.web.places import PARTS, PLACES
from outreach.wiring import App
from tests.packed import Packed
from tests.people import ADMIN_ADA, COORDINATOR_CHI, STAFF_SAM
from tests.web.conftest import Browser, one_hash
from tests.web.sent import Sent
from tests.web.test_permissions import ALL
from tests.world import NOW, plan_round

WORK = (Role.STAFF, Role.ORGANISER, Role.COORDINATOR)
CANADA = frozenset({"CA"})
ELSEWHERE = "not in your part of the work"
Things = dict[str, str]


def parameters(route: APIRoute) -> set[str]:
    return set(re.findall(r"{(\w+)", route.path))


LEADS_TO_A_THING = [route for route in ALL if parameters(route) & set(PLACES)]
OF_A_CAMPAIGN = {"version_id", "snapshot_id"}
LISTS = [
    route
    for route in ALL
    if route.methods == {"GET"} and not parameters(route) and ROUTES[route.name] not in (None, {Role.ADMIN})
]
NEEDS_MORE = {"response_new", "account_second_factor", "petition_files"}
"""Lists that are none: a form of one delivery, one's own page, the files on the disk."""


@pytest.fixture
def user(desk: App, sent: Sent) -> Callable[..., None]:
    """Add a user whose roles hold in one scope."""

    def add(name: str, *roles: Role, scope: Scope) -> None:
        with desk.database.begin() as session:
            add_user(session, actor=ADMIN_ADA, now=NOW, name=name, full_name=name, roles=roles, scope=scope)
            session.exec(update(User).values(password_hash=one_hash()))

    return add


@pytest.fixture
def kim(user: Callable[..., None], browser: Browser):  # type: ignore[no-untyped-def]  # a browser
    user("kim", *WORK, scope=Scope(governments=CANADA))
    return browser("kim")


def things(sent: Sent, packed: Packed, code: str) -> Things:
    """One of each kind of thing, all of one government."""
    office = f"{code.lower()}-pm"
    now = NOW + timedelta(days=1)
    mail = sent.answered(office)
    with sent.desk.database.begin() as session:
        contact = list_contacts(session, office)[0]
        with_proof = {"source": "a call", "actor": STAFF_SAM, "now": now}
        objection = object_to(session, office_key=office, contact_id=contact.id, who="the clerk", **with_proof)
        proposal = propose(
            session,
            office_key=office,
            channel=Channel.EMAIL,
            value=f"new@{code.lower()}.example",
            evidence="a call",
            actor=STAFF_SAM,
            now=now,
        )
        only = plan_round(session, packed.ground, now=NOW, name=f"Only {code}", governments=(code,))
        step = plan_follow_up(
            session,
            delivery_id=sent.ids[office],
            what="telephone",
            due_on=now.date(),
            actor=COORDINATOR_CHI,
            now=now,
        )
        response = record(
            session,
            delivery_id=sent.ids[office],
            received_on=date(2026, 11, 24),
            channel=AnswerChannel.POST,
            reference_number="",
            summary=f"An answer of {office}.",
            disclosure=Disclosure.INTERNAL,
            positions={"d2-halt-exchange": Position.PARTLY},
            commitments=(),
            actor=COORDINATOR_CHI,
            now=now,
        )
    return {
        "code": code,
        "key": office,
        "contact_id": str(contact.id),
        "objection_id": str(objection.id),
        "proposal_id": str(proposal.id),
        "round_id": str(only.id),
        "parcel_id": str(packed.parcels[office].id),
        "delivery_id": str(sent.ids[office]),
        "follow_up_id": str(step.id),
        "mail_id": str(mail),
        "response_id": str(response.id),
    }


def address(route: APIRoute, of: Things) -> str:
    return re.sub(r"{(\w+)[^}]*}", lambda found: of.get(found[1], "1"), route.path)


def test_every_parameter_of_an_address_is_known_to_the_scope() -> None:
    named = {name for route in ALL for name in parameters(route)}
    assert named <= set(PLACES) | PARTS
    assert set(PLACES) <= named


def test_what_is_elsewhere_is_not_there(sent: Sent, packed: Packed, kim) -> None:  # type: ignore[no-untyped-def]
    britain = things(sent, packed, "GB")
    for route in LEADS_TO_A_THING:
        if parameters(route) & OF_A_CAMPAIGN:
            continue
        (method,) = route.methods or {"GET"}
        answer = kim.request(method, address(route, britain))
        assert (answer.status_code, ELSEWHERE in answer.text) == (404, True), route.name


def test_what_is_here_is_there(sent: Sent, packed: Packed, kim) -> None:  # type: ignore[no-untyped-def]
    canada = things(sent, packed, "CA")
    for route in LEADS_TO_A_THING:
        if parameters(route) & (OF_A_CAMPAIGN | PARTS) or ROUTES[route.name] == {Role.ADMIN}:
            continue
        (method,) = route.methods or {"GET"}
        answer = kim.request(method, address(route, canada))
        assert (answer.status_code == 403, ELSEWHERE in answer.text) == (False, False), (
            route.name,
            answer.text[-600:],
        )
        if route.methods == {"GET"} and route.name not in ("hand_over_pack", "hand_over_labels"):
            assert answer.status_code == 200, route.name


def test_a_list_shows_what_is_here(sent: Sent, packed: Packed, kim, browser: Browser) -> None:  # type: ignore[no-untyped-def]
    things(sent, packed, "GB")
    things(sent, packed, "CA")
    olga = browser("organiser_olga")
    told = 0
    for route in LISTS:
        if route.name in NEEDS_MORE:
            continue
        everything, mine = olga.get(route.path).text, kim.get(route.path).text
        assert [word for word in ("gb-", "United Kingdom", "GB<", "GB,", "Only GB") if word in mine] == [], (
            route.name
        )
        told += "gb-" in everything or "United Kingdom" in everything
    assert told >= 10, "lists that show Britain to those who see all"


def test_of_a_round_for_both_only_a_part_is_seen_and_none_is_steered(sent: Sent, kim) -> None:  # type: ignore[no-untyped-def]
    page = kim.get(f"/rounds/{sent.round_id}").text
    assert "ca-pm" in page
    assert "gb-pm" not in page
    assert f"/rounds/{sent.round_id}/pause" not in page, "no button that is refused"
    refused = kim.post(f"/rounds/{sent.round_id}/pause")
    assert refused.status_code == 403
    assert "limited to other governments" in refused.text
    for file in ("post-pack", "labels"):
        assert kim.get(f"/hand-overs/{sent.round_id}/GB/{file}.pdf").status_code == 404


def test_a_form_that_names_something_elsewhere_is_refused(sent: Sent, kim) -> None:  # type: ignore[no-untyped-def]
    gb, ca = sent.ids["gb-pm"], sent.ids["ca-pm"]
    assert kim.get("/responses/new", params={"delivery": gb}).status_code == 404
    assert kim.get("/responses/new", params={"delivery": ca}).status_code == 200
    given = {"delivery": str(gb), "received_on": "2026-11-24", "channel": "post", "summary": "x"}
    assert kim.post("/responses", data={**given, "disclosure": "internal"}).status_code == 403
    mail = sent.answered("ca-pm")
    assert kim.post(f"/inbox/{mail}/move", data={"delivery": str(gb)}).status_code == 403
    foreign = sent.answered("gb-pm")
    beside = kim.get("/responses/new", params={"delivery": ca, "mail": foreign})
    assert (beside.status_code, "We agree with a part" in beside.text) == (404, False)
    given |= {"delivery": str(ca), "mail": str(foreign), "disclosure": "internal", "received_on": "2030-01-01"}
    wrong = kim.post("/responses", data=given)
    assert (wrong.status_code, "We agree with a part" in wrong.text) == (404, False)
    assert "gb-pm" not in kim.get(f"/inbox/{mail}", params={"q": "prime minister"}).text
    plan = {"version": "1", "snapshot": "1", "government": ["GB"], "name": "Mine"}
    assert "limited to other governments" in kim.post("/rounds/new", data=plan).text


def test_each_role_has_its_own_scope(sent: Sent, desk: App, user: Callable[..., None], browser: Browser) -> None:
    user("lou", Role.STAFF, scope=Scope(governments=CANADA))
    with desk.database.begin() as session:
        britain = Grant(Role.COORDINATOR, None, frozenset({"GB"}))
        grant_role(session, name="lou", grant=britain, actor=ADMIN_ADA, now=NOW)
    lou, number = browser("lou"), sent.becomes("gb-pm", DeliveryStatus.WAITING)
    page = lou.get(f"/deliveries/{number}").text
    assert f"/deliveries/{number}/cancel" not in page
    assert lou.post(f"/deliveries/{number}/cancel", data={"reason": "no"}).status_code == 403
    here = sent.becomes("ca-pm", DeliveryStatus.WAITING)
    assert f"/deliveries/{here}/cancel" in lou.get(f"/deliveries/{here}").text
    assert lou.post(f"/deliveries/{here}/cancel", data={"reason": "no"}).status_code == 303


def test_a_campaign_is_a_scope_too(
    sent: Sent,
    desk: App,
    user: Callable[..., None],
    browser: Browser,
    kim,  # type: ignore[no-untyped-def]
) -> None:
    with desk.database.begin() as session:
        other = Campaign(slug="other", name="Another petition")
        session.add(other)
        session.flush()
        number = other.id
    user("max", *WORK, scope=Scope(campaign_id=number))
    client = browser("max")
    for path in (
        "/petition/versions/1",
        "/signatures/1",
        f"/rounds/{sent.round_id}",
        "/deliveries/1",
        "/review/1",
    ):
        assert client.get(path).status_code == 404, path
        assert browser("staff_sam").get(path).status_code == 200, path
    assert client.get("/governments/GB").status_code == 200, "offices belong to no campaign"
    assert "/petition/versions/1" not in client.get("/petition").text
    assert kim.get("/petition/versions/1").status_code == 200
    assert kim.post("/petition/versions/1/withdraw", data={"reason": "no"}).status_code == 403, "it is for all"
    assert kim.post("/signatures/1/withdraw", data={"reason": "no"}).status_code == 403


def test_mail_about_no_delivery_is_everybodys(sent: Sent, kim) -> None:  # type: ignore[no-untyped-def]
    number = sent.receive(b"From: a@office.example\r\nTo: b@us.example\r\nSubject: Whose\r\n\r\nHello.\r\n")
    elsewhere = sent.answered("gb-pm")
    inbox = kim.get("/inbox").text
    assert f"/inbox/{number}" in inbox
    assert f"/inbox/{elsewhere}" not in inbox
    assert kim.get(f"/inbox/{number}").status_code == 200
    assert kim.post(f"/inbox/{number}/settle").status_code == 303
