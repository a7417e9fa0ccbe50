"""A live round starts only when its mails would be taken: a real DNS server and a real relay are asked."""

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import Session, select

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.relay import Relay, Tls
from outreach.delivery.store import list_deliveries
from outreach.errors import NotAllowed, Refused
from outreach.fakes import SmtpServer
from outreach.operations.preflight import Way
from outreach.operations.road import Road
from outreach.operations.start import start, start_round
from outreach.petition.tables import PetitionText, PetitionVersion
from outreach.resolver import Resolver
from outreach.rounds.status import RoundStatus
from outreach.rounds.store import get_round
from outreach.rounds.tables import Round
from outreach.signatures.tables import Snapshot
from tests.delivery.an_open_round import CAMPAIGN, NOW, TEXT, OpenRound
from tests.dns_server import dns_server
from tests.operations.test_preflight_mail import GOOD, SENDER
from tests.people import COORDINATOR_CHI, STAFF_SAM

Zone = dict[tuple[str, str], list[str]]


@pytest.fixture
def scheduled(database: Database, blobs: FolderBlobs) -> Database:
    """A live round with one approved mail to office@gov.example, in which nothing is wrong."""
    with database.begin() as session:
        OpenRound(session, blobs, live=True).add("office@gov.example")
        _make_true(session)
    return database


def _make_true(session: Session) -> None:
    """What only the organisers can supply, in this database alone."""
    campaign, text = copy.deepcopy(CAMPAIGN), copy.deepcopy(TEXT)
    for one in (*campaign["signatories"], campaign["postal_address"], campaign["reply_contact"]):
        one["sample"] = False
    text["review"] = {"state": "reviewed", "reader": "N. Reader", "reviewed_on": "2026-11-01"}
    text["signed_wording"] = {"text": "What people signed.", "source": "https://petition.example"}
    rows: list[tuple[Any, dict[str, object]]] = [
        (PetitionVersion, {"campaign": campaign}),
        (PetitionText, {"body": text}),
        (Snapshot, {"sample": False}),
        (Round, {"status": RoundStatus.SCHEDULED, "started_at": None}),
    ]
    for table, values in rows:
        row = session.exec(select(table)).one()
        for name, value in values.items():
            setattr(row, name, value)
    session.flush()


def try_to_start(
    database: Database,
    changed: Zone | None = None,
    change: Callable[[Road], Road] = lambda road: road,
    *,
    limit: int = 10_000_000,
    smtputf8: bool = True,
) -> int:
    """Start round 1 with this zone and relay; how many mails are queued."""
    zone = {name: values for name, values in {**GOOD, **(changed or {})}.items() if values}
    with SmtpServer() as server, dns_server(zone) as port:
        server.manners.size_limit, server.manners.offers_smtputf8 = limit, smtputf8
        relay = SmtpTransport(Relay("127.0.0.1", server.port, Tls.NONE), is_live=True)
        road = Road(Way(True, "campaign.org"), SENDER, Resolver(["127.0.0.1"], port), relay)
        started = start(database, round_id=1, road=change(road), actor=STAFF_SAM, now=NOW)
        assert server.received == [], "asking sends nothing"
    return started.queued


def left_as_it_was(database: Database) -> bool:
    with database.read() as session:
        return (get_round(session, 1).status, list_deliveries(session)) == (RoundStatus.SCHEDULED, [])


def test_when_all_is_well_it_starts(scheduled: Database) -> None:
    assert try_to_start(scheduled) == 1
    with scheduled.read() as session:
        assert get_round(session, 1).status is RoundStatus.OPEN


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({("replies.campaign.org", "TXT"): []}, "SPF replies.campaign.org: It does not say who may send"),
        ({("k1._domainkey.post.campaign.org", "TXT"): []}, "DKIM: k1._domainkey.post.campaign.org has no"),
        ({("replies.campaign.org", "MX"): ["0 ."]}, "replies: replies.campaign.org takes no mail"),
        ({("gov.example", "MX"): ["0 ."]}, "gb-office-1: gov.example says that it takes no mail"),
        ({("gov.example", "MX"): []}, "gb-office-1: gov.example is not in DNS"),
    ],
)
def test_what_dns_says_stops_it(scheduled: Database, changed: Zone, told: str) -> None:
    with pytest.raises(Refused, match=rf"1 thing stands in the way of live round 1.*{told}"):
        try_to_start(scheduled, changed)
    assert left_as_it_was(scheduled)
    assert try_to_start(scheduled) == 1


def test_a_relay_that_cannot_name_an_address_stops_it(database: Database, blobs: FolderBlobs) -> None:
    with database.begin() as session:
        OpenRound(session, blobs, live=True).add("局長@gov.example")
        _make_true(session)
    with pytest.raises(Refused, match="gb-office-1: Its address needs SMTPUTF8, which our relay does not offer"):
        try_to_start(database, smtputf8=False)
    assert left_as_it_was(database)
    assert try_to_start(database) == 1


def test_dmarc_is_advice(scheduled: Database) -> None:
    assert try_to_start(scheduled, {("_dmarc.campaign.org", "TXT"): []}) == 1


def test_silence_about_our_own_names_stops_it(scheduled: Database) -> None:
    silent = replace(SENDER, return_domain="our.broken")
    with pytest.raises(Refused, match=r"DNS did not say TXT of our\.broken"):
        try_to_start(scheduled, change=lambda road: replace(road, ours=silent))
    assert left_as_it_was(scheduled)


def test_a_mail_above_the_relays_limit_stops_it(scheduled: Database) -> None:
    with pytest.raises(Refused, match="our relay takes 20,000"):
        try_to_start(scheduled, limit=20_000)
    assert left_as_it_was(scheduled)


def test_a_relay_that_does_not_answer_stops_it(scheduled: Database) -> None:
    nobody = SmtpTransport(Relay("127.0.0.1", 9, Tls.NONE), is_live=True)
    with pytest.raises(Refused, match=r"No usable connection to 127\.0\.0\.1:9"):
        try_to_start(scheduled, change=lambda road: replace(road, relay=nobody))
    assert left_as_it_was(scheduled)


def test_a_live_round_does_not_start_on_a_road_that_ends_in_the_sandbox(scheduled: Database) -> None:
    with pytest.raises(Refused, match="The round is live and mail is not"):
        try_to_start(scheduled, change=lambda road: replace(road, way=Way(False, "campaign.org"), relay=None))


def test_without_a_look_no_live_round_starts(scheduled: Database) -> None:
    with pytest.raises(Refused, match="Round 1 is live"), scheduled.begin() as session:
        start_round(session, round_id=1, actor=STAFF_SAM, now=NOW)


def test_only_staff_may_ask(scheduled: Database) -> None:
    road = Road(Way(True, "campaign.org"), SENDER, Resolver(["127.0.0.1"], 9), None)
    with pytest.raises(NotAllowed):
        start(scheduled, round_id=1, road=road, actor=COORDINATOR_CHI, now=NOW)
