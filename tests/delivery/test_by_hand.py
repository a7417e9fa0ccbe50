"""What people post, type into a form or hand over ends on the same ladder, with its photo in the bundle."""

import json
import zipfile
from datetime import date
from io import BytesIO

import pytest

from outreach.blob_folder import FolderBlobs
from outreach.blobs import sha256_of
from outreach.db import Database
from outreach.delivery.bundle import make_bundle
from outreach.delivery.check_bundle import check_bundle
from outreach.delivery.hand_over import Proof, hand_over_done
from outreach.delivery.queue import queue_round
from outreach.delivery.settle import settle
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import get_delivery, list_evidence
from outreach.recipients.status import Channel
from tests.delivery.an_open_round import NOW, OpenRound
from tests.people import COORDINATOR_CHI, STAFF_SAM

PHOTO = b"\x89PNG\r\n\x1a\n" + b"a photo of the slip"
SLIP = b"%PDF-1.7 the return slip"
ADDRESSES = {
    Channel.POST: "1 Street\nTown",
    Channel.WEB_FORM: "https://gov.example/contact",
    Channel.IN_PERSON: "",
    Channel.VIA_MEMBER: "",
}


@pytest.mark.parametrize("channel", ADDRESSES)
def test_the_bundle_carries_the_photo_and_the_certificate_says_it(
    database: Database, blobs: FolderBlobs, channel: Channel
) -> None:
    with database.begin() as session:
        opened = OpenRound(session, blobs)
        opened.add(ADDRESSES[channel], channel=channel)
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
        proof = Proof("kept in the binder", number="RR 12", file=PHOTO, who="Sam Lee")
        hand_over_done(
            session, blobs, delivery_id=1, on=date(2026, 11, 23), proof=proof, actor=COORDINATOR_CHI, now=NOW
        )
        settle(
            session,
            delivery_id=1,
            status=DeliveryStatus.RECEIPTED,
            reason="the slip came back",
            actor=COORDINATOR_CHI,
            now=NOW,
            blob_sha256=blobs.put(SLIP),
        )
        bundle = make_bundle(session, blobs, delivery_id=1, now=NOW)
        of_hand = list_evidence(session, 1)[0]
    assert of_hand.at.date() == date(2026, 11, 23)
    verdict = check_bundle(bundle)
    assert verdict.problem is None
    for line in ("who: Sam Lee", "number: RR 12", "proof: kept in the binder", "reason: the slip came back"):
        assert line in verdict.certificate
    for content in (PHOTO, SLIP):
        assert f"file, sha256: {sha256_of(content)}" in verdict.certificate
    assert "Proven:     a report or receipt says that it was delivered." in verdict.certificate
    assert "Tries:" not in verdict.certificate
    assert "What was approved to be handed over:" in verdict.certificate
    assert ("the text for the form, sha256 " in verdict.certificate) is (channel is Channel.WEB_FORM)
    with zipfile.ZipFile(BytesIO(bundle)) as archive:
        names = [name for name in archive.namelist() if name.startswith("evidence/")]
        assert sorted(name.rsplit("-", 1)[1] for name in names) == ["dsn_delivered.pdf", "handed_over.png"]
        photo = next(name for name in names if name.endswith(".png"))
        assert archive.read(photo) == PHOTO
        files = {name: archive.read(name) for name in archive.namelist()}
    assert json.loads(files["bundle.json"])["files"][photo] == sha256_of(PHOTO)
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content + b"!" if name == photo else content)
    assert check_bundle(out.getvalue()).problem == f"{photo} was changed: its sha256 is not {sha256_of(PHOTO)}"


def test_on_one_day_it_is_handed_over_after_it_was_queued(database: Database, blobs: FolderBlobs) -> None:
    afternoon, evening = NOW.replace(hour=15), NOW.replace(hour=19)
    with database.begin() as session:
        opened = OpenRound(session, blobs)
        opened.add("1 Street\nTown", channel=Channel.POST)
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=afternoon)
        proof = Proof("posted")
        hand_over_done(session, blobs, delivery_id=1, on=evening.date(), proof=proof, actor=STAFF_SAM, now=evening)
        assert list_evidence(session, 1)[0].at == get_delivery(session, 1).queued_at == afternoon
