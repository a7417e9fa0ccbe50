"""The text for a web form is cut before it is packed, so that what is reviewed is what is pasted."""

from datetime import datetime

import pytest

from outreach.accounts import Actor
from outreach.db import Database
from outreach.recipients.limit_form import limit_form
from outreach.recipients.status import Channel
from outreach.reviews.form_text import form_texts
from outreach.reviews.store import ParcelInfo, find_newest_parcel
from outreach.reviews.validity import why_outdated
from outreach.rounds.store import get_addressee
from tests.packed import Packed, pack


@pytest.fixture
def form(packed: Packed) -> ParcelInfo:
    return next(one for one in packed.parcels.values() if one.manifest.channel == Channel.WEB_FORM)


def limit(database: Database, parcel: ParcelInfo, characters: int, actor: Actor, now: datetime) -> None:
    with database.begin() as session:
        limit_form(
            session,
            contact_id=parcel.manifest.contact_id,
            characters=characters,
            words=None,
            files=False,
            source="the form itself",
            actor=actor,
            now=now,
        )


def newest(database: Database, parcel: ParcelInfo) -> ParcelInfo:
    with database.read() as session:
        found = find_newest_parcel(session, addressee_id=parcel.addressee_id)
    assert found is not None
    return found


def told(database: Database, parcel: ParcelInfo) -> str:
    with database.read() as session:
        return form_texts(session, [get_addressee(session, parcel.addressee_id)])[parcel.addressee_id]


def test_without_a_limit_the_text_is_whole_and_says_so(database: Database, form: ParcelInfo) -> None:
    assert (form.manifest.limits, form.manifest.left_out) == (None, ())
    assert told(database, form).startswith("limit not known; the whole text: ")


def test_a_limit_asks_for_a_new_parcel_with_a_cut_text(
    database: Database, packed: Packed, form: ParcelInfo, staff_sam: Actor, now: datetime
) -> None:
    limit(database, form, 900, staff_sam, now)
    with database.read() as session:
        assert why_outdated(session, form, now=now) == "What the form takes was recorded anew."
    with database.begin() as session:
        assert pack(session, packed.round_id, now=now).packed == 1
    cut = newest(database, form)
    assert cut.manifest.limits is not None
    assert cut.manifest.limits.form.fits(cut.manifest.text)
    assert cut.manifest.left_out
    assert cut.manifest.reference in cut.manifest.text
    assert told(database, form).startswith("at most 900 characters; the text was cut: ")
    with database.read() as session:
        assert why_outdated(session, cut, now=now) is None


def test_a_better_source_asks_for_nothing(
    database: Database, packed: Packed, form: ParcelInfo, staff_sam: Actor, now: datetime
) -> None:
    limit(database, form, 900, staff_sam, now)
    with database.begin() as session:
        pack(session, packed.round_id, now=now)
        limit_form(
            session,
            contact_id=form.manifest.contact_id,
            characters=900,
            words=None,
            files=False,
            source="a page of the office",
            actor=staff_sam,
            now=now,
        )
        assert pack(session, packed.round_id, now=now).packed == 0


def test_a_form_that_takes_too_little_is_told_and_packs_nothing(
    database: Database, packed: Packed, form: ParcelInfo, staff_sam: Actor, now: datetime
) -> None:
    limit(database, form, 60, staff_sam, now)
    with database.begin() as session:
        (problem,) = pack(session, packed.round_id, now=now).problems
    assert problem.startswith(f"{form.manifest.office_key} ({form.manifest.reference}): The form takes at most 60")
    assert newest(database, form).id == form.id
