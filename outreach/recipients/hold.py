"""Who holds an office, and which form of address they use."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, or_, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import BadInput
from outreach.recipients.from_rows import holder_info
from outreach.recipients.scope import require_office
from outreach.recipients.status import HolderForm
from outreach.recipients.store import current_holder, get_office
from outreach.recipients.tables import Holder
from outreach.recipients.values import HolderInfo


def hold(
    session: Session,
    *,
    office_key: str,
    form: HolderForm,
    source: str,
    since: date | None = None,
    until: date | None = None,
    name: str = "",
    actor: Actor,
    now: datetime,
) -> HolderInfo:
    """Record the holder and the form they use, as `source` says; nothing is guessed from a name.

    At a legislator's seat a record without a name and a first day is about whoever holds it today.

    An earlier holder who would still be there leaves the day before `since`. Both days are included; None is open.

    Raises:
        BadInput: no source is named, `until` lies before `since`, or a legislator's name is missing.
        NotAllowed: the actor is not staff, or no person.
        NotFound: there is no such office.
    """
    require_office(session, actor, Role.STAFF, office_key=office_key)
    actor.require_person()
    if not source.strip():
        raise BadInput("Name the page or letter that says which form the holder uses.")
    if since and until and until < since:
        raise BadInput(f"The holder cannot leave ({until}) before they came ({since}).")
    office = get_office(session, office_key)
    if office.imported_from is not None and not name.strip():
        present = current_holder(session, office_key, now.date())
        if present is None or since is not None:
            raise BadInput(f"{office_key} is addressed by its holder's name: say it (--name).")
        name, since, until = present.name, present.since, until or present.until
    if since is not None:
        _end_earlier(session, office_key, since)
    row = Holder(
        office_key=office_key,
        form=form,
        name=name.strip(),
        since=since,
        until=until,
        source=source.strip(),
        recorded_at=now,
        recorded_by=actor.name,
    )
    session.add(row)
    session.flush()
    facts = {"office": office_key, "form": form.value}
    audit.record(session, actor=actor, action="holder.recorded", subject=f"holder:{row.id}", now=now, facts=facts)
    return holder_info(row)


def _end_earlier(session: Session, office_key: str, since: date) -> None:
    still_there = select(Holder).where(
        Holder.office_key == office_key,
        col(Holder.imported_from).is_(None),
        or_(col(Holder.until).is_(None), col(Holder.until) >= since),
    )
    for earlier in session.exec(still_there):
        if (earlier.since or date.min) < since:
            earlier.until = since - timedelta(days=1)
            session.add(earlier)
