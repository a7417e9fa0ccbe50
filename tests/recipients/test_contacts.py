"""What people find out about contacts: checks, edits, doubts and proposals."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from outreach.accounts import Actor, Role
from outreach.accounts.actor import system_actor
from outreach.db import Database
from outreach.errors import BadInput, NotAllowed, NotFound, Refused
from outreach.recipients.edit import add, edit
from outreach.recipients.flag import flag
from outreach.recipients.propose import propose
from outreach.recipients.status import Channel, ProposalStatus
from outreach.recipients.store import contacts_by_office, get_contact, list_contacts, list_proposals
from outreach.recipients.sync import SyncReport
from outreach.recipients.values import ContactInfo
from outreach.recipients.verify import verify

PAGE = "https://www.info.gouv.example/contact"


@pytest.fixture
def office(any_database: Database, synced: Callable[[Database], SyncReport]) -> Database:
    """A database with the small folder in it."""
    synced(any_database)
    return any_database


@pytest.fixture
def mail(office: Database) -> ContactInfo:
    """The e-mail contact of fr-pm."""
    with office.read() as session:
        return list_contacts(session, "fr-pm")[0]


def check(database: Database, contact_id: int, *, actor: Actor, now: datetime) -> ContactInfo:
    with database.begin() as session:
        return verify(session, contact_id=contact_id, source=PAGE, days=90, actor=actor, now=now)


def test_a_check_says_who_when_against_what_and_until(
    office: Database, mail: ContactInfo, staff_sam: Actor, now: datetime
) -> None:
    assert mail.check_expires_at is None
    checked = check(office, mail.id, actor=staff_sam, now=now)
    assert (checked.checked_by, checked.check_source, checked.checked_at) == ("staff_sam", PAGE, now)
    assert checked.check_expires_at == now + timedelta(days=90)
    with office.read() as session:
        assert get_contact(session, mail.id) == checked
        assert contacts_by_office(session)["fr-pm"][0] == checked


def test_a_check_holds_only_for_the_value_that_was_checked(
    office: Database, mail: ContactInfo, staff_sam: Actor, now: datetime
) -> None:
    check(office, mail.id, actor=staff_sam, now=now)
    for value, expires in (("other@gouv.example", None), (mail.value, now + timedelta(days=90))):
        with office.begin() as session:
            edited = edit(session, contact_id=mail.id, value=value, actor=staff_sam, now=now)
        assert (edited.value, edited.edited_by, edited.check_expires_at) == (value, "staff_sam", expires)


def test_the_newest_check_counts(office: Database, mail: ContactInfo, staff_sam: Actor, now: datetime) -> None:
    check(office, mail.id, actor=staff_sam, now=now)
    later = now + timedelta(days=30)
    assert check(office, mail.id, actor=staff_sam, now=later).check_expires_at == later + timedelta(days=90)


def test_a_doubt_stands_until_the_next_check(
    office: Database, mail: ContactInfo, staff_sam: Actor, now: datetime
) -> None:
    check(office, mail.id, actor=staff_sam, now=now)
    later = now + timedelta(days=1)
    collector = system_actor("replies", Role.COORDINATOR)
    with office.begin() as session:
        flagged = flag(
            session, contact_id=mail.id, reason="bounced: 5.1.1", evidence="mail:1", actor=collector, now=later
        )
    assert flagged.flagged_reason == "bounced: 5.1.1"
    assert flagged.check_expires_at is not None
    assert not flagged.retired
    rechecked = check(office, mail.id, actor=staff_sam, now=later + timedelta(days=1))
    assert rechecked.flagged_reason is None


def test_a_doubt_is_about_the_value_it_was_raised_for(
    office: Database, mail: ContactInfo, staff_sam: Actor, now: datetime
) -> None:
    with office.begin() as session:
        flag(session, contact_id=mail.id, reason="bounced", evidence="mail:1", actor=staff_sam, now=now)
        edited = edit(session, contact_id=mail.id, value="new@gouv.example", actor=staff_sam, now=now)
    assert edited.flagged_reason is None


def test_what_has_no_value_cannot_be_checked(office: Database, staff_sam: Actor, now: datetime) -> None:
    with office.read() as session:
        (form,) = list_contacts(session, "fr-senat")
    with pytest.raises(Refused, match="has no web_form value to check"):
        check(office, form.id, actor=staff_sam, now=now)


@pytest.mark.parametrize("value", ["nobody", "a@gouv.example\nBcc: b@gouv.example"])
def test_an_edit_must_be_well_formed(
    office: Database, mail: ContactInfo, staff_sam: Actor, now: datetime, value: str
) -> None:
    with pytest.raises(BadInput, match="is not an e-mail address"), office.begin() as session:
        edit(session, contact_id=mail.id, value=value, actor=staff_sam, now=now)


def test_an_address_can_be_taken_away(
    office: Database, mail: ContactInfo, staff_sam: Actor, now: datetime
) -> None:
    with office.begin() as session:
        assert edit(session, contact_id=mail.id, value=" ", actor=staff_sam, now=now).value == ""


def test_an_office_has_a_value_once(office: Database, mail: ContactInfo, staff_sam: Actor, now: datetime) -> None:
    with pytest.raises(Refused, match=f"it is contact {mail.id}"), office.begin() as session:
        add(session, office_key="fr-pm", channel=Channel.EMAIL, value=mail.value, actor=staff_sam, now=now)


def test_an_added_contact_stands_last(office: Database, staff_sam: Actor, now: datetime) -> None:
    with office.begin() as session:
        added = add(
            session,
            office_key="fr-pm",
            channel=Channel.WEB_FORM,
            value="https://www.info.gouv.example/form",
            actor=staff_sam,
            now=now,
        )
        assert [one.id for one in list_contacts(session, "fr-pm")][-1] == added.id


def test_entering_what_was_proposed_accepts_it(
    office: Database, mail: ContactInfo, staff_sam: Actor, coordinator_chi: Actor, now: datetime
) -> None:
    with office.begin() as session:
        for value in ("new@gouv.example", "else@gouv.example"):
            propose(
                session,
                office_key="fr-pm",
                channel=Channel.EMAIL,
                value=value,
                evidence="mail:3",
                actor=coordinator_chi,
                now=now,
            )
        assert get_contact(session, mail.id).value == mail.value, "a proposal changes nothing"
        edit(session, contact_id=mail.id, value="new@gouv.example", actor=staff_sam, now=now)
        assert [one.value for one in list_proposals(session, status=ProposalStatus.OPEN)] == ["else@gouv.example"]


@pytest.mark.parametrize("value", ["", "nobody"])
def test_a_proposal_must_be_well_formed(
    office: Database, coordinator_chi: Actor, now: datetime, value: str
) -> None:
    with pytest.raises(BadInput, match="was not kept"), office.begin() as session:
        propose(
            session,
            office_key="fr-pm",
            channel=Channel.EMAIL,
            value=value,
            evidence="mail:3",
            actor=coordinator_chi,
            now=now,
        )


def test_a_check_is_a_persons(office: Database, mail: ContactInfo, coordinator_chi: Actor, now: datetime) -> None:
    for actor in (coordinator_chi, system_actor("clock", Role.STAFF)):
        with pytest.raises(NotAllowed):
            check(office, mail.id, actor=actor, now=now)
        with pytest.raises(NotAllowed), office.begin() as session:
            edit(session, contact_id=mail.id, value="x@gouv.example", actor=actor, now=now)


def test_an_unknown_contact_or_office_is_told(office: Database, staff_sam: Actor, now: datetime) -> None:
    with pytest.raises(NotFound, match="no contact 999"):
        check(office, 999, actor=staff_sam, now=now)
    with pytest.raises(NotFound, match="'fr-king'"), office.begin() as session:
        add(session, office_key="fr-king", channel=Channel.POST, value="x", actor=staff_sam, now=now)
