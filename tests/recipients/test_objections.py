"""Who asked not to be written to, and who holds an office."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from outreach.accounts import Actor
from outreach.db import Database
from outreach.errors import BadInput, NotAllowed, NotFound, WrongStatus
from outreach.recipients.hold import hold
from outreach.recipients.lift import lift
from outreach.recipients.object import object_to
from outreach.recipients.status import HolderForm, Scope
from outreach.recipients.store import current_holder, find_objection, list_contacts, list_objections
from outreach.recipients.sync import SyncReport


@pytest.fixture
def office(any_database: Database, synced: Callable[[Database], SyncReport]) -> Database:
    """A database with the small folder in it."""
    synced(any_database)
    return any_database


def test_an_objection_of_the_office_covers_every_contact(
    office: Database, coordinator_chi: Actor, staff_sam: Actor, now: datetime
) -> None:
    with office.begin() as session:
        made = object_to(
            session, office_key="fr-pm", who="cabinet", source="mail:1", actor=coordinator_chi, now=now
        )
        assert made.scope is Scope.OFFICE
        for contact in [None, *list_contacts(session, "fr-pm")]:
            found = find_objection(session, office_key="fr-pm", contact_id=contact and contact.id)
            assert found == made
        assert find_objection(session, office_key="fr-senat", contact_id=None) is None
        lift(session, objection_id=made.id, reason="letter of the cabinet", actor=staff_sam, now=now)
        assert find_objection(session, office_key="fr-pm", contact_id=None) is None
        assert [one.lifted_at for one in list_objections(session, office_key="fr-pm")] == [now]


def test_an_objection_of_a_contact_covers_that_one(office: Database, staff_sam: Actor, now: datetime) -> None:
    with office.begin() as session:
        mail, post = list_contacts(session, "fr-pm")
        object_to(
            session,
            office_key="fr-pm",
            contact_id=mail.id,
            who="cabinet",
            source="call",
            actor=staff_sam,
            now=now,
        )
        assert find_objection(session, office_key="fr-pm", contact_id=mail.id)
        assert find_objection(session, office_key="fr-pm", contact_id=post.id) is None
        assert find_objection(session, office_key="fr-pm", contact_id=None) is None


def test_an_objection_names_who_and_where(office: Database, staff_sam: Actor, now: datetime) -> None:
    with pytest.raises(BadInput), office.begin() as session:
        object_to(session, office_key="fr-pm", who=" ", source="call", actor=staff_sam, now=now)


def test_a_contact_of_another_office_is_refused(office: Database, staff_sam: Actor, now: datetime) -> None:
    with office.read() as session:
        mail = list_contacts(session, "fr-pm")[0]
    with pytest.raises(NotFound, match="is not one of fr-senat"), office.begin() as session:
        object_to(
            session,
            office_key="fr-senat",
            contact_id=mail.id,
            who="x",
            source="y",
            actor=staff_sam,
            now=now,
        )


def test_lifting_needs_staff_and_happens_once(
    office: Database, coordinator_chi: Actor, staff_sam: Actor, now: datetime
) -> None:
    with office.begin() as session:
        made = object_to(session, office_key="fr-pm", who="cabinet", source="call", actor=staff_sam, now=now)
    with pytest.raises(NotAllowed), office.begin() as session:
        lift(session, objection_id=made.id, reason="x", actor=coordinator_chi, now=now)
    with office.begin() as session:
        lift(session, objection_id=made.id, reason="x", actor=staff_sam, now=now)
    with pytest.raises(WrongStatus, match="was lifted before, by staff_sam"), office.begin() as session:
        lift(session, objection_id=made.id, reason="x", actor=staff_sam, now=now)


def test_the_holder_of_a_day(office: Database, staff_sam: Actor, now: datetime) -> None:
    with office.begin() as session:
        for form, since in (
            (HolderForm.M, None),
            (HolderForm.F, date(2026, 3, 1)),
            (HolderForm.M, date(2026, 11, 1)),
        ):
            hold(session, office_key="fr-pm", form=form, since=since, source="https://x", actor=staff_sam, now=now)
        found = {
            day: current_holder(session, "fr-pm", day)
            for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 10, 31), date(2026, 11, 1))
        }
    assert [holder and holder.form for holder in found.values()] == [
        HolderForm.M,
        HolderForm.F,
        HolderForm.F,
        HolderForm.M,
    ]
    assert [holder and holder.until for holder in found.values()][:2] == [date(2026, 2, 28), date(2026, 10, 31)]


def test_an_office_without_a_holder_has_none(office: Database, staff_sam: Actor, now: datetime) -> None:
    with office.begin() as session:
        assert current_holder(session, "fr-pm", now.date()) is None
        hold(
            session,
            office_key="fr-pm",
            form=HolderForm.F,
            until=date(2026, 1, 1),
            source="https://x",
            actor=staff_sam,
            now=now,
        )
        assert current_holder(session, "fr-pm", now.date()) is None


@pytest.mark.parametrize(
    ("source", "since", "until"), [(" ", None, None), ("https://x", date(2026, 2, 1), date(2026, 1, 1))]
)
def test_a_holder_needs_a_source_and_days_in_order(
    office: Database, staff_sam: Actor, now: datetime, source: str, since: date | None, until: date | None
) -> None:
    with pytest.raises(BadInput), office.begin() as session:
        hold(
            session,
            office_key="fr-pm",
            form=HolderForm.F,
            since=since,
            until=until,
            source=source,
            actor=staff_sam,
            now=now,
        )
