"""Recesses and dissolutions: recorded by people, ended by people, and what they concern."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from outreach import audit
from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.errors import BadInput, NotAllowed, NotFound, WrongStatus
from outreach.recipients.close import close, reopen
from outreach.recipients.closures import ClosureInfo, list_closures, standing_closures
from outreach.recipients.status import Branch, ClosureKind
from outreach.recipients.store import get_office
from outreach.recipients.tables import Office
from tests.delivery.an_open_round import NOW, OpenRound
from tests.people import ORGANISER_OLGA, STAFF_SAM


def closed(session: Session, place: str = "GB", **more: Any) -> ClosureInfo:
    values = {
        "kind": ClosureKind.RECESS,
        "first_day": date(2026, 12, 18),
        "last_day": date(2027, 1, 4),
        "actor": STAFF_SAM,
        **more,
    }
    return close(session, place=place, source="the calendar", now=NOW, **values)


def test_a_parliaments_recess_concerns_its_offices_alone(any_database: Database, blobs: FolderBlobs) -> None:
    with any_database.begin() as session:
        opened = OpenRound(session, blobs)
        opened.add("office@gov.example")
        opened.add("speaker@gov.example")
        speaker = session.exec(select(Office).where(Office.key == "gb-office-2")).one()
        speaker.branch = Branch.LEGISLATURE
        session.flush()
        recess, own = closed(session), closed(session, "gb-office-1")
        minister, house = get_office(session, "gb-office-1"), get_office(session, "gb-office-2")
    assert (recess.concerns(minister), recess.concerns(house)) == (False, True)
    assert (own.concerns(minister), own.concerns(house)) == (True, False)
    assert recess.told == "The parliament of GB is in recess from 2026-12-18, until 2027-01-04."


def test_it_stands_until_a_person_ends_it(any_database: Database, blobs: FolderBlobs) -> None:
    with any_database.begin() as session:
        OpenRound(session, blobs)
        found = closed(session, kind=ClosureKind.DISSOLUTION, last_day=None)
        assert found.told == "The parliament of GB is dissolved from 2026-12-18, and no end is recorded."
        with pytest.raises(BadInput, match="why"):
            reopen(session, closure_id=found.id, reason=" ", actor=STAFF_SAM, now=NOW)
        reopen(session, closure_id=found.id, reason="it met", actor=STAFF_SAM, now=NOW)
        with pytest.raises(WrongStatus, match="staff_sam"):
            reopen(session, closure_id=found.id, reason="it met", actor=STAFF_SAM, now=NOW)
        assert standing_closures(session) == []
        assert [one.ended_because for one in list_closures(session)] == ["it met"]
        assert audit.verify(session).broken is None


def test_what_cannot_be_is_refused(database: Database, blobs: FolderBlobs) -> None:
    with database.begin() as session:
        OpenRound(session, blobs)
        with pytest.raises(NotAllowed):
            closed(session, actor=ORGANISER_OLGA)
        with pytest.raises(NotFound):
            closed(session, "XX")
        with pytest.raises(NotFound):
            closed(session, "gb-nobody")
        with pytest.raises(BadInput, match="before"):
            closed(session, last_day=date(2026, 12, 1))
