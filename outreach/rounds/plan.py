"""Plan a round: one addressee for every office of the chosen governments, or the reason why not."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import BadInput, Conflict, Refused
from outreach.petition.store import VersionInfo, get_version
from outreach.recipients.status import OfficeKind
from outreach.rounds.candidates import list_candidates, narrowed
from outreach.rounds.choose import Candidate, Rules, choose
from outreach.rounds.narrow import EVERYTHING, Narrow
from outreach.rounds.paces import checked_pace
from outreach.rounds.status import Purpose, RoundStatus
from outreach.rounds.store import RoundInfo, find_round, get_round
from outreach.rounds.tables import Addressee, Round
from outreach.signatures.store import SnapshotInfo, get_snapshot

OLDEST_SNAPSHOT = timedelta(days=45)
"""A live round refuses counts older than this."""
DEFAULT_WINDOW_DAYS = 5
"""With the days off that may be added, a letter still leaves within the seven days that its date allows."""


def plan(
    session: Session,
    *,
    campaign_id: int,
    name: str,
    version_id: int,
    snapshot_id: int,
    governments: Sequence[str],
    live: bool,
    choose_holder_forms: bool,
    actor: Actor,
    now: datetime,
    all_languages: bool = False,
    offices: OfficeKind = OfficeKind.INSTITUTIONS,
    narrow: Narrow = EVERYTHING,
    per_minute: int | None = None,
) -> RoundInfo:
    """Write a planned round with its addressees: of institutions, unless `offices` says legislators or all.

    `choose_holder_forms` takes the first form of address where nobody has chosen one (demonstrations only);
    `all_languages` also gives Israel's offices a letter in each of their languages. `narrow` may name single
    offices, which are then the whole round, and languages and channels: an office that these leave nothing is left
    out with that reason. `per_minute` makes it leave more slowly than other mail.

    Raises:
        NotAllowed: the actor is not staff.
        BadInput: no name, a pace that is none, or a government or office that is not known.
        Conflict: the campaign has a round of that name.
        Refused: the text or the counts are withdrawn or another campaign's, or not good enough for a live round;
            or no such office is known.
    """
    actor.require(Role.STAFF, campaign=campaign_id, governments=governments)
    version, snapshot = get_version(session, version_id), get_snapshot(session, snapshot_id)
    _refuse_wrong_sources(version, snapshot, campaign_id=campaign_id)
    if live:
        _refuse_for_live(snapshot, choose_holder_forms=choose_holder_forms, now=now)
    found = narrowed(list_candidates(session, governments=governments, on=now.date(), offices=offices), narrow)
    if not found:
        raise Refused(
            f"There are no {offices} to write to: import a file of members with `outreach recipients import`."
        )
    row = Round(
        campaign_id=campaign_id,
        name=_free_name(session, name, campaign_id=campaign_id),
        version_id=version_id,
        snapshot_id=snapshot_id,
        status=RoundStatus.PLANNED,
        live=live,
        planned_by=actor.name,
        planned_at=now,
        window_days=DEFAULT_WINDOW_DAYS,
        narrow=narrow.as_data(),
        per_minute=checked_pace(per_minute),
    )
    _insert(session, row)
    assert row.id is not None
    rules = Rules(live, choose_holder_forms, all_languages, version.texts, now, narrow)
    rows = [addressee_row(candidate, rules, round_id=row.id) for candidate in found]
    session.add_all(rows)
    session.flush()
    included = sum(addressee.included for addressee in rows)
    audit.record(
        session,
        actor=actor,
        action="round.planned",
        subject=f"round:{row.id}",
        now=now,
        facts={
            "version": version_id,
            "snapshot": snapshot_id,
            "live": live,
            "per_minute": per_minute,
            "included": included,
            "left_out": len(rows) - included,
        },
    )
    return get_round(session, row.id)


def addressee_row(candidate: Candidate, rules: Rules, *, round_id: int) -> Addressee:
    """The row of an office in a round, included or with its reason."""
    choice = choose(candidate, rules)
    return Addressee(
        round_id=round_id,
        government=candidate.office.government,
        office_key=candidate.office.key,
        contact_id=choice.contact.id if choice.contact else None,
        channel=choice.contact.channel if choice.contact else None,
        languages=list(choice.languages),
        holder_form=choice.holder_form,
        included=choice.left_out_because is None,
        left_out_because=choice.left_out_because,
        purpose=Purpose.ROUND,
    )


def _insert(session: Session, row: Round) -> None:
    """Flush the row; its name may have been taken since it was looked up."""
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict(f"Somebody else planned a round {row.name!r} just now: choose another name.") from error


def _free_name(session: Session, name: str, *, campaign_id: int) -> str:
    name = name.strip()
    if not 0 < len(name) <= 80:
        raise BadInput("A round needs a name of 1 to 80 characters.")
    if find_round(session, campaign_id=campaign_id, name=name):
        raise Conflict(f"There is a round {name!r} already: choose another name.")
    return name


def _refuse_wrong_sources(version: VersionInfo, snapshot: SnapshotInfo, *, campaign_id: int) -> None:
    for what, source in ((f"Petition version {version.id}", version), (f"Snapshot {snapshot.id}", snapshot)):
        if source.campaign_id != campaign_id:
            raise Refused(f"{what} belongs to campaign {source.campaign_id}, not {campaign_id}.")
        if source.withdrawn_at is not None:
            raise Refused(f"{what} is withdrawn: choose another.")


def _refuse_for_live(snapshot: SnapshotInfo, *, choose_holder_forms: bool, now: datetime) -> None:
    if choose_holder_forms:
        raise Refused("A live round does not choose forms of address: record each office's holder first.")
    if snapshot.sample:
        raise Refused(f"Snapshot {snapshot.id} holds SAMPLE counts: import real ones for a live round.")
    if now - snapshot.as_of > OLDEST_SNAPSHOT:
        raise Refused(
            f"Snapshot {snapshot.id} is of {snapshot.as_of:%Y-%m-%d}, more than {OLDEST_SNAPSHOT.days} days old: "
            "import newer counts."
        )
