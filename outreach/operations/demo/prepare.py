"""What the demonstration starts from: people, petition, sample counts, offices with sample addresses."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from outreach.accounts import Actor, Role
from outreach.accounts.add import add_user
from outreach.accounts.store import get_actor
from outreach.operations.demo.cast import Cast, sample_address
from outreach.operations.samples import SAMPLE_COUNTS
from outreach.petition.freeze import freeze
from outreach.petition.store import VersionInfo
from outreach.recipients.edit import add, edit
from outreach.recipients.status import Channel
from outreach.recipients.store import contacts_by_office, list_offices
from outreach.recipients.sync import sync
from outreach.signatures.import_counts import import_counts
from outreach.signatures.read import Format
from outreach.signatures.store import SnapshotInfo

COUNTED_AT = datetime.fromisoformat("2025-12-15T00:00:00+00:00")
"""The day of the published total that the sample counts add up to."""


@dataclass(frozen=True, slots=True)
class People:
    """Who acts in the demonstration: four eyes need at least two."""

    staff: Actor
    organiser: Actor
    coordinator: Actor


def add_people(session: Session, *, now: datetime) -> People:
    """Add one user of each role."""
    console = Actor("system:demo", frozenset({Role.ADMIN}))
    for name, full_name, role in (
        ("staff_sam", "SAMPLE Sam", Role.STAFF),
        ("organiser_olga", "SAMPLE Olga", Role.ORGANISER),
        ("coordinator_chi", "SAMPLE Chi", Role.COORDINATOR),
        ("admin_ada", "SAMPLE Ada", Role.ADMIN),
    ):
        add_user(session, actor=console, now=now, name=name, full_name=full_name, roles=[role])
    return People(*(get_actor(session, name) for name in ("staff_sam", "organiser_olga", "coordinator_chi")))


def freeze_petition(session: Session, *, texts: Path, people: People, now: datetime) -> VersionInfo:
    """Freeze the campaign and its ten texts."""
    return freeze(session, directory=texts, actor=people.organiser, now=now)


def import_sample(session: Session, *, campaign_id: int, people: People, now: datetime) -> SnapshotInfo:
    """Import the invented counts per country that add up to the published total."""
    return import_counts(
        session,
        campaign_id=campaign_id,
        file=SAMPLE_COUNTS,
        format=Format.COUNTS,
        as_of=COUNTED_AT,
        sample=True,
        actor=people.staff,
        now=now,
    )


def load_offices(session: Session, *, offices: Path, cast: Cast, people: People, now: datetime) -> int:
    """Take in every office, and give those who play by e-mail an address under `.example`; return how many."""
    sync(session, directory=offices, actor=people.staff, now=now)
    contacts = contacts_by_office(session)
    everyone = list_offices(session)
    for office in everyone:
        if office.key in cast.by_hand or not cast.has_mailbox(office.role):
            continue
        address = sample_address(office.key)
        empty = [one for one in contacts[office.key] if one.channel is Channel.EMAIL and not one.value]
        if empty:
            edit(session, contact_id=empty[0].id, value=address, actor=people.staff, now=now)
        else:
            add(
                session,
                office_key=office.key,
                channel=Channel.EMAIL,
                value=address,
                preferred=True,
                actor=people.staff,
                now=now,
            )
    return len(everyone)
