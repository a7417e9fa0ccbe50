"""Add an addressee for a later purpose: the same again elsewhere, a correction, a follow-up, an answer."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import Conflict, Refused, WrongStatus
from outreach.petition.store import get_version
from outreach.recipients.closures import days_for, standing_closures
from outreach.recipients.status import HolderForm
from outreach.recipients.store import ContactInfo, get_contact, get_government, get_office
from outreach.rounds.calendar import window
from outreach.rounds.candidates import get_candidate
from outreach.rounds.choose import Rules, holder_form_for, trouble
from outreach.rounds.scope import require_addressee
from outreach.rounds.status import UNFINISHED, Purpose
from outreach.rounds.store import AddresseeInfo, RoundInfo, get_addressee, get_round, list_addressees
from outreach.rounds.tables import Addressee


def add_addressee(
    session: Session,
    *,
    replaces: int,
    contact_id: int,
    purpose: Purpose,
    actor: Actor,
    now: datetime,
    in_reply_to: str | None = None,
) -> AddresseeInfo:
    """Add an addressee to the round of addressee `replaces`, at a contact of the same office.

    Languages are those of the one replaced, the form of address is today's holder's, else the same. A window that
    has opened already starts anew today, which dates the letter.
    `in_reply_to` is the Message-ID that an answer continues. It still needs its letter, a parcel and a review.

    Raises:
        NotAllowed: the actor is not staff.
        NotFound: no such addressee or contact.
        WrongStatus: the round is over.
        Refused: the contact is another office's, cannot be used, or the office objected.
        Conflict: the round writes to that contact already.
    """
    require_addressee(session, actor, Role.STAFF, addressee_id=replaces)
    earlier, contact = get_addressee(session, replaces), get_contact(session, contact_id)
    current = get_round(session, earlier.round_id)
    if current.status not in UNFINISHED:
        raise WrongStatus(f"Round {current.id} is {current.status}: plan a new round.")
    if purpose is Purpose.ROUND and earlier.included:
        raise Refused(f"Addressee {replaces} is in round {current.id} already: say resend or correction.")
    _refuse_contact(session, contact, earlier, current, now)
    opens_at, closes_at = _window(session, earlier, current, now)
    row = Addressee(
        round_id=current.id,
        government=earlier.government,
        office_key=earlier.office_key,
        contact_id=contact_id,
        channel=contact.channel,
        languages=list(earlier.languages),
        holder_form=_holder_form(session, earlier, now),
        included=True,
        purpose=purpose,
        replaces=replaces,
        in_reply_to=in_reply_to,
        opens_at=opens_at,
        closes_at=closes_at,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict(f"Somebody else added contact {contact_id} to round {current.id} just now.") from error
    assert row.id is not None
    audit.record(
        session,
        actor=actor,
        action="addressee.added",
        subject=f"addressee:{row.id}",
        now=now,
        facts={"round": current.id, "replaces": replaces, "contact": contact_id, "purpose": purpose},
    )
    return get_addressee(session, row.id)


def _refuse_contact(
    session: Session, contact: ContactInfo, earlier: AddresseeInfo, current: RoundInfo, now: datetime
) -> None:
    if contact.office_key != earlier.office_key:
        raise Refused(f"Contact {contact.id} belongs to {contact.office_key}, not to {earlier.office_key}.")
    candidate = get_candidate(session, earlier.office_key, on=now.date())
    rules = Rules(current.live, False, True, get_version(session, current.version_id).texts, now)
    if candidate.office.retired or any(objection.contact_id is None for objection in candidate.objections):
        raise Refused(f"{earlier.office_key} is retired or asked not to be written to.")
    found = "is retired" if contact.retired else trouble(contact, candidate.objections, rules)
    if found is not None:
        raise Refused(f"Contact {contact.id} ({contact.channel}) {found}: choose another.")
    used = {addressee.contact_id for addressee in list_addressees(session, round_id=current.id)}
    if contact.id in used:
        raise Conflict(f"Round {current.id} writes to contact {contact.id} already: choose another.")


def _window(
    session: Session, earlier: AddresseeInfo, current: RoundInfo, now: datetime
) -> tuple[datetime | None, datetime | None]:
    if earlier.opens_at is None or earlier.opens_at > now:
        return earlier.opens_at, earlier.closes_at
    zone = get_government(session, earlier.government).time_zone
    today = now.astimezone(ZoneInfo(zone)).date()
    closed = days_for(standing_closures(session), get_office(session, earlier.office_key))
    return window(
        earlier.government, time_zone=zone, dispatch_on=today, window_days=current.window_days, closed=closed
    )


def _holder_form(session: Session, earlier: AddresseeInfo, now: datetime) -> HolderForm:
    candidate = get_candidate(session, earlier.office_key, on=now.date())
    if candidate.holder is None and earlier.holder_form is not None:
        return earlier.holder_form
    return holder_form_for(candidate.office, earlier.languages, candidate.holder, choose_first=False)
