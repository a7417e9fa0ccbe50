"""A person decides about parcels: approve, approve many alike, ask for changes, take an approval back."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.blobs import sha256_of
from outreach.errors import BadInput, Conflict, Refused, WrongStatus
from outreach.reviews.eyes import require_other_eyes, require_seen
from outreach.reviews.manifest import likeness
from outreach.reviews.reading import require_reading
from outreach.reviews.status import MOVES, ReviewStatus
from outreach.reviews.store import ParcelInfo, get_parcel
from outreach.reviews.tables import Review
from outreach.reviews.validity import why_outdated
from outreach.rounds.scope import require_addressee
from outreach.rounds.status import UNFINISHED
from outreach.rounds.store import get_round
from outreach.transitions import advance


def approve(
    session: Session,
    *,
    parcel_id: int,
    manifest_sha256: str,
    actor: Actor,
    now: datetime,
    comment: str = "",
    native_reader: str = "",
) -> ParcelInfo:
    """Approve the parcel whose manifest has the hash that the reviewer saw.

    `native_reader` names who checked a letter that is sent live, for a reviewer who does not read its language.

    Raises:
        NotAllowed: the actor is not an organiser, or a part of the system.
        Refused: the actor had a part in it, it is no longer what would be sent, or nobody who reads its language
            checked it.
        WrongStatus: it does not await a decision, or its round is over.
        Conflict: it is not what the reviewer saw, or somebody else decided meanwhile.
    """
    reader = native_reader.strip()
    parcel = _approvable(session, parcel_id, manifest_sha256, reader=reader, actor=actor, now=now)
    status = ReviewStatus.APPROVED
    return _decide(session, parcel, status, actor=actor, now=now, comment=comment, seen=True, reader=reader)


def approve_batch(
    session: Session,
    *,
    parcels: Mapping[int, str],
    seen: Collection[int],
    actor: Actor,
    now: datetime,
    comment: str = "",
    native_reader: str = "",
) -> list[ParcelInfo]:
    """Approve like parcels together: all or none. `parcels` are ids with the manifest hashes the reviewer saw.

    `seen` are the ids opened one by one; a first letter to an office or holder must be among them.

    Raises:
        BadInput: no parcel is named, or `seen` names one that is not among them.
        Refused: they differ in template, languages, text or counts, or a first letter was not seen;
            and whatever `approve` raises.
    """
    if not parcels or not set(seen) <= set(parcels):
        raise BadInput("Name at least one parcel; those seen must be among them.")
    reader = native_reader.strip()
    found = [
        _approvable(session, number, sha, reader=reader, actor=actor, now=now) for number, sha in parcels.items()
    ]
    if len({likeness(parcel.manifest) for parcel in found}) > 1:
        raise Refused("These parcels are not alike: approve each template, language, text and count by itself.")
    require_seen(session, found, seen=seen)
    batch = hashlib.sha256("".join([now.isoformat(), *sorted(parcels.values())]).encode()).hexdigest()[:12]
    said: dict[str, Any] = {"actor": actor, "now": now, "comment": comment, "batch": batch, "reader": reader}
    return [_decide(session, one, ReviewStatus.APPROVED, seen=one.id in seen, **said) for one in found]


def ask_for_changes(
    session: Session, *, parcel_id: int, manifest_sha256: str, comment: str, actor: Actor, now: datetime
) -> ParcelInfo:
    """Say what must change before this can be approved; a changed parcel gets a new number and review.

    Raises:
        NotAllowed: the actor is not an organiser.
        BadInput: the comment is empty.
        WrongStatus: it was already sent back or withdrawn.
        Conflict: it is not what the reviewer saw, or somebody else decided meanwhile.
    """
    actor.require_person()
    actor.require_role(Role.ORGANISER)
    _require_words(comment, "Say what must change")
    parcel = _pinned(session, parcel_id, manifest_sha256)
    require_addressee(session, actor, Role.ORGANISER, addressee_id=parcel.addressee_id)
    status = ReviewStatus.CHANGES_WANTED
    return _decide(session, parcel, status, actor=actor, now=now, comment=comment, seen=True)


def withdraw_approval(session: Session, *, parcel_id: int, reason: str, actor: Actor, now: datetime) -> ParcelInfo:
    """Take an approval back: what is not sent yet stays here. Packing again asks for a new review.

    Raises:
        NotAllowed: the actor is not an organiser.
        BadInput: no reason is given.
        WrongStatus: it is not approved.
        Conflict: somebody else decided meanwhile.
    """
    actor.require_person()
    actor.require_role(Role.ORGANISER)
    _require_words(reason, "Say why the approval is taken back")
    parcel = get_parcel(session, parcel_id)
    require_addressee(session, actor, Role.ORGANISER, addressee_id=parcel.addressee_id)
    if parcel.status is not ReviewStatus.APPROVED:
        raise WrongStatus(f"Parcel {parcel_id} is {parcel.status}: there is no approval to take back.")
    status = ReviewStatus.WITHDRAWN
    return _decide(session, parcel, status, actor=actor, now=now, comment=reason, seen=parcel.seen)


def _approvable(
    session: Session, parcel_id: int, manifest_sha256: str, *, reader: str, actor: Actor, now: datetime
) -> ParcelInfo:
    parcel = _pinned(session, parcel_id, manifest_sha256)
    require_other_eyes(session, parcel, actor=actor)
    require_reading(session, parcel, native_reader=reader, actor=actor)
    advance(parcel.status, ReviewStatus.APPROVED, moves=MOVES, what=f"parcel {parcel_id}")
    of_round = get_round(session, parcel.round_id)
    if of_round.status not in UNFINISHED:
        raise WrongStatus(f"Round {of_round.id} is {of_round.status}: nothing more is approved for it.")
    outdated = why_outdated(session, parcel, now=now)
    if outdated is not None:
        raise Refused(f"Parcel {parcel_id} cannot be approved: {outdated}")
    return parcel


def _pinned(session: Session, parcel_id: int, manifest_sha256: str) -> ParcelInfo:
    parcel = get_parcel(session, parcel_id)
    if manifest_sha256 != parcel.manifest_sha256:
        raise Conflict(f"Parcel {parcel_id} is not what you saw: look at it again with `outreach reviews show`.")
    if parcel.manifest_sha256 != parcel.manifest.sha256:
        raise Refused(f"The manifest of parcel {parcel_id} was altered: pack its round again.")
    return parcel


def _require_words(words: str, what: str) -> None:
    if not words.strip():
        raise BadInput(f"{what}, in a sentence.")


def _decide(
    session: Session,
    parcel: ParcelInfo,
    status: ReviewStatus,
    *,
    actor: Actor,
    now: datetime,
    comment: str,
    seen: bool,
    batch: str | None = None,
    reader: str = "",
) -> ParcelInfo:
    """Write the decision by compare-and-set on the status that was read."""
    advance(parcel.status, status, moves=MOVES, what=f"parcel {parcel.id}")
    undecided = (col(Review.parcel_id) == parcel.id, col(Review.status) == parcel.status)
    decision = {
        "status": status,
        "manifest_sha256": parcel.manifest_sha256,
        "decided_at": now,
        "decided_by": actor.name,
        "comment": comment,
        "batch": batch,
        "seen": seen,
        "native_reader": reader or None,
    }
    decided = session.exec(update(Review).where(*undecided).values(**decision))
    if decided.rowcount != 1:
        raise Conflict(f"Somebody else decided about parcel {parcel.id} meanwhile: look at it again.")
    audit.record(
        session,
        actor=actor,
        action=f"parcel.{status}",
        subject=f"parcel:{parcel.id}",
        now=now,
        facts={
            "manifest": parcel.manifest_sha256,
            "seen": seen,
            "batch": batch,
            **({"native_reader_sha256": sha256_of(reader.encode())} if reader else {}),
        },
    )
    return get_parcel(session, parcel.id)
