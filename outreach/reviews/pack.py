"""Pack a round: a parcel for each included addressee, ready to be reviewed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.dossiers.cover import cover_for
from outreach.errors import Conflict, Refused, WrongStatus
from outreach.petition.routes import Route, load_routes
from outreach.petition.store import get_version
from outreach.petition.values import Text
from outreach.reviews.formal import manifest_routes
from outreach.reviews.manifest import Manifest
from outreach.reviews.rebuild import Words, rebuild, sources_of
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import ParcelInfo, find_newest_parcel
from outreach.reviews.tables import Parcel, Review
from outreach.reviews.validity import why_invalid
from outreach.rounds.routes import ways_to
from outreach.rounds.scope import require_round
from outreach.rounds.status import UNFINISHED
from outreach.rounds.store import AddresseeInfo, get_round, list_addressees


@dataclass(frozen=True, slots=True)
class PackReport:
    """How many parcels are new (they await a review), how many are as before, and who could not be packed why."""

    packed: int
    unchanged: int
    problems: tuple[str, ...]


def pack_round(session: Session, *, round_id: int, templates: Path, actor: Actor, now: datetime) -> PackReport:
    """Pack every included addressee whose documents are built.

    A parcel whose approval holds stays, whatever became of the templates. Otherwise an unchanged one stays as
    well, a changed one gets the next number and a new review. A withdrawn approval is asked for again this way.

    Raises:
        NotAllowed: the actor is not staff.
        WrongStatus: the round is over.
        Conflict: somebody else packs it at this moment.
    """
    require_round(session, actor, Role.STAFF, round_id=round_id)
    current = get_round(session, round_id)
    if current.status not in UNFINISHED:
        raise WrongStatus(f"Round {round_id} is {current.status}: nothing more is packed for it.")
    packed, unchanged, problems = 0, 0, []
    files = _Files(templates, load_routes(templates), get_version(session, current.version_id).texts)
    for addressee in list_addressees(session, round_id=round_id, included=True):
        try:
            is_new = _pack(session, addressee, files=files, actor=actor, now=now)
        except Refused as refused:
            problems.append(str(refused))
        else:
            packed, unchanged = packed + is_new, unchanged + (not is_new)
    facts = {"packed": packed, "unchanged": unchanged, "problems": len(problems)}
    subject = f"round:{round_id}"
    audit.record(session, actor=actor, action="round.packed", subject=subject, now=now, facts=facts)
    return PackReport(packed, unchanged, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Files:
    """What words are made of, read once for a round: templates, formal routes and the version's texts."""

    templates: Path
    routes: tuple[Route, ...]
    texts: Mapping[str, Text]


def _pack(session: Session, addressee: AddresseeInfo, *, files: _Files, actor: Actor, now: datetime) -> bool:
    earlier = find_newest_parcel(session, addressee_id=addressee.id)
    if earlier and why_invalid(session, parcel_id=earlier.id, now=now) is None:
        return False
    cover = cover_for(session, addressee_id=addressee.id, templates=files.templates)
    sources = sources_of(session, addressee, now=now)
    routes = manifest_routes(ways_to(sources.office, routes=files.routes, texts=files.texts))
    manifest = rebuild(sources, words=Words(cover.subject, cover.text, cover.html, routes, cover.left_out))
    if manifest.holder_form != addressee.holder_form:
        raise Refused(
            f"{addressee.office_key} has another holder since it was planned: run `outreach rounds refresh "
            f"{addressee.round_id}`."
        )
    if earlier and earlier.manifest == manifest and earlier.status is not ReviewStatus.WITHDRAWN:
        return False
    _store(session, addressee, manifest, number=earlier.number + 1 if earlier else 1, actor=actor, now=now)
    if earlier:
        _supersede(session, earlier, actor=actor, now=now)
    return True


def _store(
    session: Session, addressee: AddresseeInfo, manifest: Manifest, *, number: int, actor: Actor, now: datetime
) -> None:
    parcel = Parcel(
        round_id=addressee.round_id,
        addressee_id=addressee.id,
        number=number,
        manifest=manifest.as_data(),
        manifest_sha256=manifest.sha256,
        packed_at=now,
        asked_by=actor.name,
    )
    session.add(parcel)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict(f"Somebody else packs round {addressee.round_id} at this moment: try again.") from error
    assert parcel.id is not None
    session.add(Review(parcel_id=parcel.id, status=ReviewStatus.AWAITING, manifest_sha256=parcel.manifest_sha256))
    session.flush()


def _supersede(session: Session, earlier: ParcelInfo, *, actor: Actor, now: datetime) -> None:
    """What nobody has decided yet need not be decided any more; decisions stay as they are."""
    undecided = (col(Review.parcel_id) == earlier.id, col(Review.status) == ReviewStatus.AWAITING)
    changes = {
        "status": ReviewStatus.WITHDRAWN,
        "decided_at": now,
        "decided_by": actor.name,
        "comment": f"Replaced by number {earlier.number + 1}.",
    }
    session.exec(update(Review).where(*undecided).values(**changes))
