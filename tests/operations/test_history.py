"""From the second round on documents tell of the letters that left before, and of nothing else."""

import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.queue import queue_round
from outreach.delivery.status import DeliveryStatus as D
from outreach.delivery.store import list_deliveries
from outreach.delivery.tables import Delivery
from outreach.dossiers.build import BuildReport
from outreach.dossiers.history import Heard, History, Told
from outreach.dossiers.keep_history import find_history
from outreach.dossiers.store import list_documents
from outreach.operations.build import build_with_history
from outreach.operations.history import histories_of
from outreach.petition.store import get_version
from outreach.responses.record import record
from outreach.responses.status import AnswerChannel, Disclosure, Position
from outreach.reviews.decide import approve
from outreach.rounds.schedule import schedule
from outreach.rounds.steer import start
from outreach.rounds.store import list_addressees
from tests.packed import Packed
from tests.people import COORDINATOR_CHI, ORGANISER_OLGA, STAFF_SAM
from tests.world import TEMPLATES, plan_round

SENT = ("gb-pm", "gb-foreign", "gb-health", "gb-justice")


@dataclass(frozen=True, slots=True)
class Twice:
    """A first round, in which four letters were sent, and a second one that is scheduled for a month later."""

    database: Database
    first: Packed
    second: int
    deliveries: dict[str, int]
    later: datetime

    def became(self, office: str, status: D) -> None:
        with self.database.begin() as session:
            session.get_one(Delivery, self.deliveries[office]).status = status

    def answers(self, office: str, disclosure: Disclosure) -> None:
        with self.database.begin() as session:
            demand = get_version(session, self.first.ground.version_id).texts["en"].petition.demands[0].id
            record(
                session,
                delivery_id=self.deliveries[office],
                received_on=self.later.date() - timedelta(days=9),
                channel=AnswerChannel.POST,
                summary="What it says.",
                disclosure=disclosure,
                positions={demand: Position.SUPPORTS},
                actor=COORDINATOR_CHI,
                now=self.later,
            )

    def history(self, government: str = "GB") -> History:
        with self.database.read() as session:
            return histories_of(session, round_id=self.second, today=self.later.date())[government]


@pytest.fixture
def twice(database: Database, packed: Packed, now: datetime) -> Twice:
    with database.begin() as session:
        for office in SENT:
            parcel = packed.parcels[office]
            sha256 = parcel.manifest_sha256
            approve(session, parcel_id=parcel.id, manifest_sha256=sha256, actor=ORGANISER_OLGA, now=now)
        start(session, round_id=packed.round_id, actor=STAFF_SAM, now=now)
        queue_round(session, round_id=packed.round_id, actor=STAFF_SAM, now=now)
        offices = {one.id: one.office_key for one in list_addressees(session, round_id=packed.round_id)}
        found = list_deliveries(session, round_id=packed.round_id)
        second = plan_round(session, packed.ground, now=now, name="Summer", governments=("GB",)).id
        day = (now + timedelta(days=30)).date()
        schedule(session, round_id=second, dispatch_on=day, window_days=5, actor=STAFF_SAM, now=now)
    deliveries = {offices[one.addressee_id]: one.id for one in found}
    played = Twice(database, packed, second, deliveries, now + timedelta(days=20))
    for office, status in zip(SENT, (D.ACCEPTED, D.BOUNCED, D.DELIVERED, D.UNCERTAIN), strict=True):
        played.became(office, status)
    return played


def test_only_what_left_was_a_letter(twice: Twice) -> None:
    history = twice.history()
    assert {one.office_key for one in history.offices} == {"gb-pm", "gb-health"}
    written = history.office("gb-pm")
    assert written is not None
    manifest = twice.first.parcels["gb-pm"].manifest
    assert (written.reference, written.dated.isoformat()) == (manifest.reference, manifest.dated)
    assert written.heard is Heard.NOTHING


def test_a_first_round_has_no_history(twice: Twice) -> None:
    with twice.database.read() as session:
        assert histories_of(session, round_id=twice.first.round_id, today=twice.later.date()) == {}


def test_an_answer_is_thanked_for_and_told_to_others_only_where_it_may_be(twice: Twice) -> None:
    twice.answers("gb-pm", Disclosure.INTERNAL)
    twice.answers("gb-health", Disclosure.SUMMARY)
    history = twice.history()
    own, public = history.office("gb-pm"), history.office("gb-health")
    assert own is not None
    assert public is not None
    assert (own.heard, own.told) == (Heard.ANSWERED, None)
    assert public.told == Told(public.heard_on or public.dated, (("d1-protect-citizens", "supports"),))


def build(twice: Twice, blobs: FolderBlobs, now: datetime) -> BuildReport:
    return build_with_history(
        twice.database,
        blobs,
        round_id=twice.second,
        templates=TEMPLATES,
        workers=1,
        small_count=10,
        actor=STAFF_SAM,
        now=now,
    )


def read(twice: Twice, blobs: FolderBlobs, name: str) -> str:
    """The text of the one document whose file name holds `name`."""
    with twice.database.read() as session:
        found = [one for one in list_documents(session, round_id=twice.second) if name in one.file_name]
    assert len(found) == 1, name
    pdf = blobs.get(found[0].sha256)
    told = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(told.stdout.decode().split())


def test_the_documents_say_it_and_only_a_change_builds_them_anew(twice: Twice, tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path / "blobs")
    twice.answers("gb-health", Disclosure.SUMMARY)
    first = build(twice, blobs, twice.later)
    reference = twice.first.parcels["gb-pm"].manifest.reference
    with twice.database.read() as session:
        addressees = {one.office_key: one for one in list_addressees(session, round_id=twice.second)}
        kept = find_history(session, round_id=twice.second, government="GB")
    assert kept == twice.history()
    letter = read(twice, blobs, addressees["gb-pm"].reference)
    assert f"reference {reference}" in letter
    assert "we had no answer to that letter" in letter
    assert "Thank you for your answer" in read(twice, blobs, addressees["gb-health"].reference)
    assert "our letter of" not in read(twice, blobs, addressees["gb-foreign"].reference)
    dossier = read(twice, blobs, "dossier")
    assert "Since our last letters" in dossier
    assert "Demand 1: supported" in dossier
    assert build(twice, blobs, twice.later + timedelta(days=1)).kept == first.built
    twice.answers("gb-pm", Disclosure.INTERNAL)
    again = build(twice, blobs, twice.later + timedelta(days=1))
    assert again.built > 0
    assert "Thank you for your answer" in read(twice, blobs, addressees["gb-pm"].reference)
