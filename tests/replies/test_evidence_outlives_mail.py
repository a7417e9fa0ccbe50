"""Evidence holds whatever becomes of the mail in it: bundles made before it was erased, and those made after."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest

from outreach.accounts import Actor
from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.check_bundle import check_bundle
from outreach.delivery.queue import queue_round
from outreach.delivery.sandbox import Sandbox
from outreach.delivery.send import send_due
from outreach.operations.evidence import evidence_of
from outreach.replies.erase import erase_person, purge
from tests.delivery.an_open_round import IDENTITY, OpenRound
from tests.delivery.an_open_round import NOW as SENT
from tests.people import STAFF_SAM
from tests.replies.conftest import NOW, Inbox
from tests.replies.mails import address, answer, automatic, report

LATER = NOW + timedelta(days=400)


@pytest.fixture
def inbox(database: Database, blobs: FolderBlobs, tmp_path: Path) -> Inbox:
    """Two letters that were really sent, to the sandbox."""
    with database.begin() as session:
        opened = OpenRound(session, blobs)
        opened.add("minister@ministry.example")
        opened.add("other@ministry.example")
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=SENT)
    send_due(
        database,
        blobs,
        transport=Sandbox(tmp_path / "sandbox"),
        identity=IDENTITY,
        clock=lambda: SENT,
        worker="test",
        actor=STAFF_SAM,
    )
    return Inbox(tmp_path / "inbox", database, blobs, (1, 2))


def bundle_of(inbox: Inbox) -> bytes:
    with inbox.database.read() as session:
        return evidence_of(session, inbox.blobs, delivery_id=inbox.sent[0], now=LATER)


def facts_of(bundle: bytes) -> dict[str, object]:
    with zipfile.ZipFile(BytesIO(bundle)) as archive:
        found: dict[str, object] = json.loads(archive.read("bundle.json"))
        return found


def whole(bundle: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(bundle)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def filled(inbox: Inbox) -> None:
    """A report that it was delivered, an automatic note, a person's answer; and one about another delivery."""
    to = address(inbox.sent[0])
    delivered = report(to, action="delivered", status="2.0.0", diagnostic="250 ok")
    inbox.receive(delivered, automatic(to), answer(to), automatic(address(inbox.sent[1])))


def test_what_came_later_is_in_it(inbox: Inbox) -> None:
    filled(inbox)
    bundle = bundle_of(inbox)
    assert bundle_of(inbox) == bundle
    verdict = check_bundle(bundle)
    assert (verdict.problem, verdict.erased) == (None, ())
    with zipfile.ZipFile(BytesIO(bundle)) as archive:
        mails = sorted(name for name in archive.namelist() if name.startswith("mails/"))
        assert mails == ["mails/1-delivery_receipt.eml", "mails/2-auto_reply.eml", "mails/3-human.eml"]
        assert b"Reporting-MTA" in archive.read(mails[0])
    assert "delivery_receipt, sha256" in verdict.certificate


def test_what_was_made_before_an_erasure_holds_and_what_is_made_after_names_the_tombstone(
    inbox: Inbox, admin_ada: Actor, coordinator_chi: Actor
) -> None:
    filled(inbox)
    before = bundle_of(inbox)
    purge(inbox.database, inbox.blobs, mail_days=365, attachment_days=0, actor=admin_ada, now=LATER)
    erase_person(inbox.database, inbox.blobs, address="office@ministry.example", actor=coordinator_chi, now=LATER)
    after = bundle_of(inbox)
    assert check_bundle(before).problem is None
    verdict = check_bundle(after)
    assert verdict.problem is None
    gone = {one.path: one for one in verdict.erased}
    assert gone.keys() == {"mails/1-delivery_receipt.eml", "mails/2-auto_reply.eml", "mails/3-human.eml"}
    assert gone["mails/1-delivery_receipt.eml"].because == "retention"
    assert (gone["mails/3-human.eml"].because, gone["mails/3-human.eml"].actor) == ("request", "coordinator_chi")
    facts = facts_of(after)
    assert {one.entry for one in verdict.erased} <= {entry["number"] for entry in facts["ledger"]}  # type: ignore[attr-defined]
    assert b"office@ministry.example" in whole(before)
    assert b"office@ministry.example" not in whole(after)
