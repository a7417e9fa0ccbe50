"""Four eyes, pinned hashes, batches of like parcels, and decisions that happen once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, update

from outreach.accounts import Actor, Role, system_actor
from outreach.audit.store import list_entries
from outreach.db import Database
from outreach.errors import BadInput, Conflict, NotAllowed, NotFound, OutreachError, Refused, WrongStatus
from outreach.recipients.hold import hold
from outreach.recipients.status import HolderForm
from outreach.reviews.decide import approve, approve_batch, ask_for_changes, withdraw_approval
from outreach.reviews.status import MOVES, ReviewStatus
from outreach.reviews.store import ParcelInfo, get_parcel, list_parcels
from outreach.reviews.tables import Parcel, Review
from outreach.rounds.steer import cancel, start
from tests.packed import BUILDER_BO, CHECKER_CY, PACKER_PIA, PLANNER_SAM, Packed, pack_a_round
from tests.people import ADMIN_ADA, COORDINATOR_CHI, ORGANISER_OLGA, STAFF_SAM


def yes(session: Session, parcel: ParcelInfo, now: datetime, *, actor: Actor = ORGANISER_OLGA) -> ParcelInfo:
    return approve(session, parcel_id=parcel.id, manifest_sha256=parcel.manifest_sha256, actor=actor, now=now)


def change(session: Session, parcel: ParcelInfo, now: datetime, *, actor: Actor = ORGANISER_OLGA) -> ParcelInfo:
    return ask_for_changes(
        session,
        parcel_id=parcel.id,
        manifest_sha256=parcel.manifest_sha256,
        comment="The title is wrong.",
        actor=actor,
        now=now,
    )


def withdraw(session: Session, parcel: ParcelInfo, now: datetime, *, actor: Actor = ORGANISER_OLGA) -> ParcelInfo:
    return withdraw_approval(session, parcel_id=parcel.id, reason="A doubt.", actor=actor, now=now)


Verb = Callable[[Session, ParcelInfo, datetime], ParcelInfo]
AWAITING, APPROVED, CHANGES_WANTED, WITHDRAWN = ReviewStatus
WAYS: dict[ReviewStatus, tuple[Verb, ...]] = {
    AWAITING: (),
    APPROVED: (yes,),
    CHANGES_WANTED: (change,),
    WITHDRAWN: (yes, withdraw),
}
LEADS_TO = {
    (yes, AWAITING): APPROVED,
    (change, AWAITING): CHANGES_WANTED,
    (change, APPROVED): CHANGES_WANTED,
    (withdraw, APPROVED): WITHDRAWN,
}


@pytest.mark.parametrize("verb", [yes, change, withdraw])
@pytest.mark.parametrize("status", list(ReviewStatus))
def test_moves(database: Database, packed: Packed, now: datetime, status: ReviewStatus, verb: Verb) -> None:
    parcel = packed.parcels["gb-pm"]
    with database.begin() as session:
        for step in WAYS[status]:
            step(session, parcel, now)
        target = LEADS_TO.get((verb, status))
        if target is None:
            with pytest.raises(WrongStatus):
                verb(session, parcel, now)
        else:
            assert verb(session, parcel, now).status is target
            assert target in MOVES[status]
        assert get_parcel(session, parcel.id).status is (target or status)


def test_an_approval_says_who_when_and_what(database: Database, packed: Packed, now: datetime) -> None:
    parcel = packed.parcels["gb-pm"]
    with database.begin() as session:
        approved = yes(session, parcel, now)
        entry = list_entries(session, subject=f"parcel:{parcel.id}")[0]
        assert (entry.action, entry.actor) == ("parcel.approved", "organiser_olga")
        assert entry.facts["manifest"] == parcel.manifest_sha256
    assert (approved.decided_by, approved.decided_at, approved.seen) == ("organiser_olga", now, True)


@pytest.mark.parametrize(
    ("actor", "error", "told"),
    [
        (PLANNER_SAM, Refused, "staff_sam planned the round"),
        (BUILDER_BO, Refused, "builder_bo asked for the build"),
        (PACKER_PIA, Refused, "packer_pia packed the parcel"),
        (CHECKER_CY, Refused, "checker_cy checked the contact"),
        (STAFF_SAM, NotAllowed, "needs the role organiser"),
        (COORDINATOR_CHI, NotAllowed, "needs the role organiser"),
        (ADMIN_ADA, NotAllowed, "needs the role organiser"),
        (system_actor("scheduler", Role.ORGANISER), NotAllowed, "a person must"),
    ],
)
def test_four_eyes(
    database: Database, packed: Packed, now: datetime, actor: Actor, error: type[OutreachError], told: str
) -> None:
    parcel = packed.parcels["gb-pm"]
    with database.begin() as session:
        with pytest.raises(error, match=told):
            yes(session, parcel, now, actor=actor)
        batch = {parcel.id: parcel.manifest_sha256}
        with pytest.raises(error, match=told):
            approve_batch(session, parcels=batch, seen=list(batch), actor=actor, now=now)
        assert get_parcel(session, parcel.id).status is AWAITING


def test_who_checked_another_contact_may_approve(database: Database, packed: Packed, now: datetime) -> None:
    with database.begin() as session:
        assert yes(session, packed.parcels["gb-foreign"], now, actor=CHECKER_CY).status is APPROVED


@pytest.mark.parametrize("actor", [STAFF_SAM, COORDINATOR_CHI, system_actor("scheduler", Role.ORGANISER)])
@pytest.mark.parametrize("verb", [change, withdraw])
def test_only_organisers_decide(
    database: Database, packed: Packed, now: datetime, verb: Callable[..., ParcelInfo], actor: Actor
) -> None:
    with pytest.raises(NotAllowed), database.begin() as session:
        verb(session, packed.parcels["gb-pm"], now, actor=actor)


def test_the_hash_is_pinned(database: Database, packed: Packed, now: datetime) -> None:
    seen = replace(packed.parcels["gb-pm"], manifest_sha256="0" * 64)
    for verb in (yes, change):
        with pytest.raises(Conflict, match="is not what you saw"), database.begin() as session:
            verb(session, seen, now)


def test_an_altered_manifest_is_refused(database: Database, packed: Packed, now: datetime) -> None:
    parcel = packed.parcels["gb-pm"]
    altered = {**parcel.manifest.as_data(), "address": "somewhere else"}
    with database.begin() as session:
        session.exec(update(Parcel).where(Parcel.id == parcel.id).values(manifest=altered))  # type: ignore[arg-type]
        with pytest.raises(Refused, match="was altered"):
            yes(session, parcel, now)


def test_what_would_not_be_sent_is_not_approved(database: Database, packed: Packed, now: datetime) -> None:
    with database.begin() as session:
        hold(session, office_key="gb-pm", form=HolderForm.F, source="gov.uk", actor=CHECKER_CY, now=now)
        with pytest.raises(Refused, match="Somebody else holds the office now"):
            yes(session, packed.parcels["gb-pm"], now)


def test_nothing_is_approved_for_a_round_that_is_over(database: Database, packed: Packed, now: datetime) -> None:
    with database.begin() as session:
        cancel(session, round_id=packed.round_id, actor=STAFF_SAM, now=now)
        with pytest.raises(WrongStatus, match="nothing more is approved"):
            yes(session, packed.parcels["gb-pm"], now)


@pytest.mark.parametrize(
    ("verb", "told"), [(ask_for_changes, "Say what must change"), (withdraw_approval, "Say why")]
)
def test_words_are_needed(
    database: Database, packed: Packed, now: datetime, verb: Callable[..., ParcelInfo], told: str
) -> None:
    parcel = packed.parcels["gb-pm"]
    words = {"reason": " "} if verb is withdraw_approval else {"comment": " "}
    words |= {} if verb is withdraw_approval else {"manifest_sha256": parcel.manifest_sha256}
    with pytest.raises(BadInput, match=told), database.begin() as session:
        verb(session, parcel_id=parcel.id, actor=ORGANISER_OLGA, now=now, **words)


def test_two_people_decide_at_once(
    database: Database, packed: Packed, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one has read is decided by the other before the first one writes."""
    parcel = packed.parcels["gb-pm"]
    with database.begin() as session:

        def read_then_overtaken(session: Session, parcel_id: int) -> ParcelInfo:
            read = get_parcel(session, parcel_id)
            overtaken = update(Review).where(Review.parcel_id == parcel_id)  # type: ignore[arg-type]
            session.exec(overtaken.values(status=CHANGES_WANTED))
            return read

        monkeypatch.setattr("outreach.reviews.decide.get_parcel", read_then_overtaken)
        with pytest.raises(Conflict, match="Somebody else decided"):
            yes(session, parcel, now)


def test_an_unknown_parcel(database: Database, packed: Packed, now: datetime) -> None:
    with pytest.raises(NotFound, match="no parcel 999"), database.begin() as session:
        approve(session, parcel_id=999, manifest_sha256="", actor=ORGANISER_OLGA, now=now)


def british(packed: Packed) -> dict[int, str]:
    return {p.id: p.manifest_sha256 for key, p in packed.parcels.items() if key.startswith("gb-")}


def test_a_batch_of_first_letters_needs_each_seen(database: Database, packed: Packed, now: datetime) -> None:
    batch = british(packed)
    last = max(batch)
    with database.begin() as session:
        with pytest.raises(Refused, match=rf"not seen: {last};"):
            approve_batch(session, parcels=batch, seen=set(batch) - {last}, actor=ORGANISER_OLGA, now=now)
        done = approve_batch(session, parcels=batch, seen=batch, actor=ORGANISER_OLGA, now=now)
    assert {p.id for p in done} == set(batch)
    assert len({p.batch for p in done}) == 1
    assert all(p.batch and p.seen and p.status is APPROVED for p in done)


def test_a_later_letter_need_not_be_seen_singly(database: Database, packed: Packed, now: datetime) -> None:
    later = now + timedelta(days=3)
    with database.begin() as session:
        approve_batch(session, parcels=british(packed), seen=british(packed), actor=ORGANISER_OLGA, now=now)
        start(session, round_id=packed.round_id, actor=STAFF_SAM, now=now)
        second = pack_a_round(session, packed.ground, now=later, name="Summer", governments=("GB",))
        done = approve_batch(session, parcels=british(second), seen=(), actor=ORGANISER_OLGA, now=later)
        assert {p.seen for p in done} == {False}


def test_a_new_holder_gets_a_first_letter(database: Database, packed: Packed, now: datetime) -> None:
    later = now + timedelta(days=3)
    with database.begin() as session:
        approve_batch(session, parcels=british(packed), seen=british(packed), actor=ORGANISER_OLGA, now=now)
        start(session, round_id=packed.round_id, actor=STAFF_SAM, now=now)
        hold(session, office_key="gb-pm", form=HolderForm.F, source="gov.uk", actor=CHECKER_CY, now=now)
        second = pack_a_round(session, packed.ground, now=later, name="Summer", governments=("GB",))
        first_letter = second.parcels["gb-pm"].id
        with pytest.raises(Refused, match=rf"not seen: {first_letter};"):
            approve_batch(session, parcels=british(second), seen=(), actor=ORGANISER_OLGA, now=later)


def test_a_round_that_never_started_wrote_to_nobody(database: Database, packed: Packed, now: datetime) -> None:
    with database.begin() as session:
        approve_batch(session, parcels=british(packed), seen=british(packed), actor=ORGANISER_OLGA, now=now)
        second = pack_a_round(session, packed.ground, now=now, name="Summer", governments=("GB",))
        with pytest.raises(Refused, match="First letters"):
            approve_batch(session, parcels=british(second), seen=(), actor=ORGANISER_OLGA, now=now)


def test_a_batch_is_of_like_parcels_and_all_or_nothing(database: Database, packed: Packed, now: datetime) -> None:
    everything = {p.id: p.manifest_sha256 for p in packed.parcels.values()}
    with pytest.raises(Refused, match="not alike"), database.begin() as session:
        approve_batch(session, parcels=everything, seen=everything, actor=ORGANISER_OLGA, now=now)
    wrong = {**british(packed), max(british(packed)): "0" * 64}
    with pytest.raises(Conflict), database.begin() as session:
        approve_batch(session, parcels=wrong, seen=wrong, actor=ORGANISER_OLGA, now=now)
    with database.read() as session:
        assert {p.status for p in list_parcels(session, round_id=packed.round_id)} == {AWAITING}


@pytest.mark.parametrize(("parcels", "seen"), [({}, ()), ({1: "a"}, (2,))])
def test_a_batch_that_names_nothing(
    database: Database, now: datetime, parcels: dict[int, str], seen: tuple[int, ...]
) -> None:
    with pytest.raises(BadInput, match="at least one parcel"), database.begin() as session:
        approve_batch(session, parcels=parcels, seen=seen, actor=ORGANISER_OLGA, now=now)
