"""The letter, its cover and its parcel bear one day: the planned dispatch day where the office stands."""

from datetime import datetime, timedelta

from outreach.db import Database
from outreach.dossiers.gather import gather
from outreach.recipients.edit import add
from outreach.recipients.status import Channel
from outreach.reviews.store import find_newest_parcel
from outreach.rounds.add import add_addressee
from outreach.rounds.status import Purpose
from outreach.rounds.store import get_addressee, get_round
from outreach.signatures.disclose import disclosure_of
from tests.packed import Packed, pack, put_documents
from tests.people import STAFF_SAM


def test_one_that_is_sent_again_later_bears_the_later_day(
    database: Database, packed: Packed, now: datetime
) -> None:
    later = now + timedelta(days=20)  # Monday, 14 December
    first = packed.parcels["gb-pm"]
    with database.begin() as session:
        channel, value = Channel.EMAIL, "pm@gov.example"
        contact = add(session, office_key="gb-pm", channel=channel, value=value, actor=STAFF_SAM, now=later)
        again = add_addressee(
            session,
            replaces=first.addressee_id,
            contact_id=contact.id,
            purpose=Purpose.RESEND,
            actor=STAFF_SAM,
            now=later,
        )
        put_documents(session, packed.round_id, now=later, content="second")
        pack(session, packed.round_id, now=later)
        parcel = find_newest_parcel(session, addressee_id=again.id)
        assert parcel is not None
        disclosure = disclosure_of(session, snapshot_id=packed.ground.snapshot_id, limit=10, now=later)
        gathering = gather(session, get_round(session, packed.round_id), disclosure, histories={})
        earlier = get_addressee(session, first.addressee_id)
        days = [gathering.letter_content(who, "en").dated.isoformat() for who in (earlier, again)]
    assert [first.manifest.dated, parcel.manifest.dated] == days == ["2026-11-24", "2026-12-14"]
