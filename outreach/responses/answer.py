"""What an office answered, as a person read it. Values and their checks only."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from outreach.errors import Problem
from outreach.responses.status import SUBSTANTIVE, AnswerChannel, CommitmentOutcome, Disclosure, Position


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a commitment, since when that is known, and where it can be read."""

    outcome: CommitmentOutcome
    on: date
    source: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """Something an office said it will do, and by when, if it said so; `verdict` once a person judged it."""

    what: str
    due_on: date | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A scan or photo of an answer, kept under its sha256: `size` in bytes, `media_type` told by its content."""

    name: str
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `positions` are by demand id; a demand it says nothing about is not among them."""

    received_on: date
    channel: AnswerChannel
    reference_number: str = ""
    summary: str = ""
    disclosure: Disclosure = Disclosure.INTERNAL
    positions: Mapping[str, Position] = field(default_factory=dict)
    commitments: tuple[Commitment, ...] = ()
    mail_id: int | None = None
    files: tuple[AnswerFile, ...] = ()

    @property
    def is_substantive(self) -> bool:
        """Whether it takes a position on any demand, rather than only acknowledging or passing on the letter."""
        return not SUBSTANTIVE.isdisjoint(self.positions.values())


def problems_of(answer: Answer, *, demands: Collection[str], today: date) -> Iterator[Problem]:
    """What is wrong with an answer to a letter with these demands."""
    if answer.received_on > today:
        yield Problem(f"received on {answer.received_on} is in the future; today is {today} (UTC).")
    if not answer.positions and not answer.summary.strip():
        yield Problem("say what was answered: a position on a demand, a summary, or both.")
    for demand in answer.positions:
        if demand not in demands:
            yield Problem(f"{demand!r} is no demand of that letter; it has {', '.join(demands)}.")
    for commitment in answer.commitments:
        if not commitment.what.strip():
            yield Problem("a commitment needs words that say what was promised.")
        if commitment.verdict:
            yield from _problems_of_verdict(commitment.verdict, today)


def _problems_of_verdict(verdict: Verdict, today: date) -> Iterator[Problem]:
    if verdict.on > today:
        yield Problem(f"a commitment cannot be judged as of {verdict.on}: today is {today} (UTC).")
    if not verdict.source.strip():
        yield Problem("say where it can be read what became of the commitment: a law, a page, a minute.")
