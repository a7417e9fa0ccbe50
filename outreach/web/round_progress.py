"""How far a round is: what is made of it, and what became of its letters."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from outreach.accounts import Actor
from outreach.delivery.known import KINDS
from outreach.delivery.search import Wanted, count_by_status
from outreach.delivery.status import DeliveryStatus
from outreach.jobs.status import JobKind
from outreach.jobs.store import JobInfo, find_newest, find_running
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import count_parcels
from outreach.rounds.status import RoundStatus
from outreach.rounds.store import RoundInfo, get_round


@dataclass(frozen=True, slots=True)
class Work:
    """What is done to a round now, what was done last, and what became of its letters so far."""

    round: RoundInfo
    running: JobInfo | None
    build: JobInfo | None
    rehearsal: JobInfo | None
    parcels: Counter[ReviewStatus]
    letters: Counter[DeliveryStatus]

    @property
    def is_live(self) -> bool:
        """Whether it changes by itself."""
        return self.running is not None or self.round.status is RoundStatus.OPEN

    @property
    def may_start(self) -> bool:
        """Whether anything is approved: a start is refused without."""
        return self.parcels[ReviewStatus.APPROVED] > 0

    @property
    def next(self) -> str:
        """The step that a round waits for, as a word for the page; empty when nothing is to be done."""
        if self.round.status is RoundStatus.PLANNED:
            return "day"
        if self.round.status is not RoundStatus.SCHEDULED:
            return self._next_of_started
        if self.running is not None and self.running.kind is JobKind.BUILD:
            return "wait"
        if self.parcels[ReviewStatus.AWAITING]:
            return "more" if self.may_start else "review"
        return "start" if self.may_start else "build"

    @property
    def _next_of_started(self) -> str:
        if self.round.status is RoundStatus.PAUSED:
            return "resume"
        if self.round.status is not RoundStatus.OPEN:
            return ""
        if self.letters[DeliveryStatus.QUEUED]:
            return "leave"
        return "hand" if self.letters[DeliveryStatus.TO_HAND_OVER] else ""

    @property
    def shares(self) -> list[tuple[str, int, str]]:
        """Colour, count and word of each status that letters are in: for a bar."""
        return [(KINDS.get(one, ""), count, one.replace("_", " ")) for one, count in self.letters.items()]

    @property
    def is_over_when(self) -> tuple[object, ...]:
        """When this differs, the page has to be read anew."""
        return (self.running and self.running.id, self.round.status)


def work_of(session: Session, round_id: int, *, actor: Actor, now: datetime) -> Work:
    """How far a round is, of what is in the actor's scope; raises NotFound."""
    subject = f"round:{round_id}"
    running = find_running(session, subject=subject)
    return Work(
        round=get_round(session, round_id),
        running=None if running is None or running.is_lost(now) else running,
        build=find_newest(session, subject=subject, kind=JobKind.BUILD),
        rehearsal=find_newest(session, subject=subject, kind=JobKind.REHEARSAL),
        parcels=count_parcels(session, round_id=round_id, seen_by=actor),
        letters=count_by_status(session, Wanted(round_id=round_id, seen_by=actor)),
    )
