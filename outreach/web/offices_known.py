"""Everything that is known of offices and their contacts, read in a handful of queries."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from outreach.recipients.contact_state import KINDS, ContactState, state_of
from outreach.recipients.status import ProposalStatus
from outreach.recipients.store import (
    ContactInfo,
    GovernmentInfo,
    OfficeInfo,
    contacts_by_office,
    list_governments,
    list_objections,
    list_offices,
    list_proposals,
)


@dataclass(frozen=True, slots=True)
class KnownContact:
    """A contact with its office and its state today."""

    office: OfficeInfo
    contact: ContactInfo
    state: ContactState

    @property
    def kind(self) -> str:
        return KINDS[self.state]


@dataclass(frozen=True, slots=True)
class KnownOffice:
    """An office with its contacts, best first; `objections` and `proposals` are counts of those that stand."""

    office: OfficeInfo
    contacts: tuple[KnownContact, ...]
    objections: int
    proposals: int


@dataclass(frozen=True, slots=True)
class KnownGovernment:
    """A government with its offices in use."""

    government: GovernmentInfo
    offices: tuple[KnownOffice, ...]

    @property
    def states(self) -> Counter[ContactState]:
        """How many contacts are in each state."""
        return Counter(contact.state for office in self.offices for contact in office.contacts)

    @property
    def shares(self) -> list[tuple[str, int, str]]:
        """Colour, count and word of each state that there is, the best first: for a bar."""
        states = self.states
        return [(KINDS[state], states[state], str(state)) for state in reversed(ContactState) if states[state]]

    @property
    def objections(self) -> int:
        return sum(office.objections for office in self.offices)

    @property
    def proposals(self) -> int:
        return sum(office.proposals for office in self.offices)


def known_governments(session: Session, *, now: datetime) -> list[KnownGovernment]:
    """All governments by code, with the state of every contact."""
    contacts = contacts_by_office(session)
    objected: dict[str, list[int | None]] = defaultdict(list)
    for objection in list_objections(session):
        if objection.lifted_at is None:
            objected[objection.office_key].append(objection.contact_id)
    proposed = Counter(one.office_key for one in list_proposals(session, status=ProposalStatus.OPEN))
    offices: dict[str, list[KnownOffice]] = defaultdict(list)
    for office in list_offices(session):
        standing = objected.get(office.key, [])
        known = tuple(
            KnownContact(office, contact, state_of(contact, objected=standing, now=now))
            for contact in contacts.get(office.key, ())
        )
        offices[office.government].append(KnownOffice(office, known, len(standing), proposed[office.key]))
    return [KnownGovernment(one, tuple(offices[one.code])) for one in list_governments(session)]


def known_contacts(governments: list[KnownGovernment]) -> list[KnownContact]:
    """Every contact of them, in the order of the offices."""
    return [contact for one in governments for office in one.offices for contact in office.contacts]
