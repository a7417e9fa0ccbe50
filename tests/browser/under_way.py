"""A round under way: parcels to review, letters sent and to hand over, mail that came in, an answer."""

import io
from datetime import datetime, timedelta

import pikepdf
from sqlalchemy import update
from sqlmodel import Session

from outreach.clock import utc_now
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import list_deliveries
from outreach.delivery.tables import Delivery
from outreach.dossiers.tables import Document
from outreach.operations.start import start_round
from outreach.recipients.status import Channel
from outreach.replies.collect import collect
from outreach.replies.maildir import Maildir
from outreach.responses.answer import Commitment
from outreach.responses.files import keep_file
from outreach.responses.follow_up import plan_follow_up
from outreach.responses.record import record
from outreach.responses.status import AnswerChannel, Position
from outreach.reviews.decide import approve
from outreach.reviews.store import list_parcels
from outreach.wiring import App
from tests.packed import pack, pack_a_round
from tests.people import COORDINATOR_CHI, ORGANISER_OLGA, STAFF_SAM
from tests.replies.mails import KEY, address, answer
from tests.world import Ground

WAITING = 2
"""How many parcels nobody has approved yet."""
STATUSES = (DeliveryStatus.UNCERTAIN, DeliveryStatus.ACCEPTED, DeliveryStatus.BOUNCED)


def set_under_way(app: App, *, name: str = "Under way") -> None:
    """A round to GB: the first deliveries in `STATUSES`, the others to be handed over."""
    now = utc_now()
    with app.database.begin() as session:
        round_id = _packed(session, app, name, now)
        parcels = list_parcels(session, round_id=round_id)
        for one in parcels[:-WAITING]:
            sha256 = one.manifest_sha256
            approve(session, parcel_id=one.id, manifest_sha256=sha256, actor=ORGANISER_OLGA, now=now)
        start_round(session, round_id=round_id, actor=STAFF_SAM, now=now)
        ids = [one.id for one in list_deliveries(session, round_id=round_id)]
        for number, status in zip(ids, STATUSES, strict=False):
            values = {"status": status, "channel": Channel.EMAIL}
            session.exec(update(Delivery).where(Delivery.id == number).values(**values))
    mails = [
        answer(address(ids[1]), body="We agree with a part. Our ref: TO-2026/1234."),
        answer("us@example.org"),
        answer(address(ids[1]), body="Please remove this address from your list and do not write to us again."),
    ]
    _receive(app, mails, now)
    with app.database.begin() as session:
        record(
            session,
            delivery_id=ids[2],
            received_on=now.date(),
            channel=AnswerChannel.PHONE,
            positions={"d2-halt-exchange": Position.PARTLY, "d4-accountability": Position.REFERRED},
            commitments=[Commitment("a review of cooperation", now.date())],
            files=[keep_file(app.blobs, name="minute.pdf", content=b"%PDF-1.4 a minute of the call")],
            actor=COORDINATOR_CHI,
            now=now,
        )
        plan_follow_up(session, delivery_id=ids[2], what="Call", due_on=now.date(), actor=COORDINATOR_CHI, now=now)


def _packed(session: Session, app: App, name: str, now: datetime) -> int:
    packed = pack_a_round(session, Ground(1, 1, 1), now=now, name=name, governments=("GB",))
    pdf, out = pikepdf.new(), io.BytesIO()
    for _ in range(2):
        pdf.add_blank_page()
    pdf.save(out)
    session.exec(update(Document).values(sha256=app.blobs.put(out.getvalue())))
    pack(session, packed.round_id, now=now)
    return packed.round_id


def _receive(app: App, mails: list[bytes], now: datetime) -> None:
    new = app.settings.home / "inbox" / "new"
    new.mkdir(parents=True, exist_ok=True)
    for number, raw in enumerate(mails):
        (new / f"{number}.office").write_bytes(raw)
    mailbox, later = Maildir(new.parent), now + timedelta(seconds=1)
    collect(app.database, app.blobs, mailbox=mailbox, token_keys=[KEY], now=later, actor=COORDINATOR_CHI)
