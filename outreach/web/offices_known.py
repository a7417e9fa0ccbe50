"""What is known of governments, their offices and contacts, read in a handful of queries."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from outreach.recipients.contact_state import KINDS, ContactState
from outreach.recipients.glance import KnownContact, OfficeGlance, glance_contacts, glance_offices
from outreach.recipients.status import ProposalStatus
from outreach.recipients.store import GovernmentInfo, list_governments, list_objections, list_proposals

Share = tuple[str, int, str]
"""Colour, count and word of a state: a piece of a bar."""


@dataclass(frozen=True, slots=True)
class KnownOffice:
    """An office with its contacts, best first; `objections` and `proposals` are counts of those that stand."""

    office: OfficeGlance
    contacts: tuple[KnownContact, ...]
    objections: int
    proposals: int


@dataclass(frozen=True, slots=True)
class KnownGovernment:
    """A government with the number of its offices in use, and of their contacts in each state."""

    government: GovernmentInfo
    offices: int
    states: Counter[ContactState]
    objections: int
    proposals: int

    @property
    def shares(self) -> list[Share]:
        return shares_of(self.states)


def shares_of(states: Counter[ContactState]) -> list[Share]:
    """The states that there are, the best first."""
    return [(KINDS[state], states[state], str(state)) for state in reversed(ContactState) if states[state]]


def known_governments(session: Session, *, now: datetime) -> list[KnownGovernment]:
    """All governments by code, with the state of every contact."""
    offices = glance_offices(session)
    states: dict[str, Counter[ContactState]] = defaultdict(Counter)
    for one in glance_contacts(session, offices, now=now):
        states[one.office.government][one.state] += 1
    number = Counter(office.government for office in offices.values())
    objected, proposed = (_by_government(counts, offices) for counts in (_objected(session), _proposed(session)))
    return [
        KnownGovernment(one, number[one.code], states[one.code], objected[one.code], proposed[one.code])
        for one in list_governments(session)
    ]


def _by_government(counts: Counter[str], offices: Mapping[str, OfficeGlance]) -> Counter[str]:
    found: Counter[str] = Counter()
    for key, count in counts.items():
        if key in offices:
            found[offices[key].government] += count
    return found


def known_offices(
    session: Session, offices: Sequence[OfficeGlance], contacts: Sequence[KnownContact]
) -> list[KnownOffice]:
    """These offices with those of the contacts that are theirs."""
    by_office: dict[str, list[KnownContact]] = defaultdict(list)
    for one in contacts:
        by_office[one.office.key].append(one)
    objected, proposed = _objected(session), _proposed(session)
    return [KnownOffice(one, tuple(by_office[one.key]), objected[one.key], proposed[one.key]) for one in offices]


def _objected(session: Session) -> Counter[str]:
    return Counter(one.office_key for one in list_objections(session) if one.lifted_at is None)


def _proposed(session: Session) -> Counter[str]:
    return Counter(one.office_key for one in list_proposals(session, status=ProposalStatus.OPEN))
