"""What is known today of the offices of chosen governments."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from outreach.errors import BadInput, Problem
from outreach.recipients.status import OfficeKind
from outreach.recipients.store import (
    contacts_by_office,
    current_holder,
    current_holders,
    get_office,
    list_contacts,
    list_governments,
    list_objections,
    list_offices,
)
from outreach.rounds.choose import Candidate
from outreach.rounds.narrow import Narrow


def list_candidates(
    session: Session,
    *,
    governments: Sequence[str],
    on: date,
    offices: OfficeKind = OfficeKind.INSTITUTIONS,
) -> list[Candidate]:
    """Every office of the governments that is meant, retired institutions too, in the order given.

    A legislator's seat that is retired is nobody's, so it is not told of.

    Raises:
        BadInput: no government is named, or one is not known.
    """
    _refuse_unknown(session, governments)
    contacts, holders = contacts_by_office(session), current_holders(session, on)
    standing = [objection for objection in list_objections(session) if objection.lifted_at is None]
    return [
        Candidate(
            office=office,
            contacts=tuple(contacts.get(office.key, ())),
            objections=tuple(objection for objection in standing if objection.office_key == office.key),
            holder=holders.get(office.key),
        )
        for government in dict.fromkeys(governments)
        for office in list_offices(session, government=government, include_retired=True, kind=offices)
        if not (office.retired and office.imported_from is not None)
    ]


def narrowed(candidates: Sequence[Candidate], narrow: Narrow) -> list[Candidate]:
    """The single offices that are named, or all when none is; raises BadInput: one of them is not there."""
    wanted = dict.fromkeys(narrow.offices)
    unknown = wanted.keys() - {candidate.office.key for candidate in candidates}
    if unknown:
        problems = [Problem(f"{key!r} is not an office of these governments.") for key in sorted(unknown)]
        raise BadInput(" ".join(map(str, problems)), problems=problems)
    return [candidate for candidate in candidates if not wanted or candidate.office.key in wanted]


def get_candidate(session: Session, office_key: str, *, on: date) -> Candidate:
    """One office; raises NotFound."""
    objections = list_objections(session, office_key=office_key)
    return Candidate(
        office=get_office(session, office_key),
        contacts=tuple(list_contacts(session, office_key)),
        objections=tuple(objection for objection in objections if objection.lifted_at is None),
        holder=current_holder(session, office_key, on),
    )


def _refuse_unknown(session: Session, governments: Sequence[str]) -> None:
    if not governments:
        raise BadInput("Name at least one government, such as GB.")
    known = {government.code for government in list_governments(session)}
    problems = [
        Problem(f"Government {code!r} is not known; known: {', '.join(sorted(known)) or 'none'}.")
        for code in governments
        if code not in known
    ]
    if problems:
        raise BadInput("Some governments are not known.", problems=problems)
