"""What letter and dossier say of earlier rounds. Pure: from the history and the two printed tables, nothing else.

A change is the difference of two printed counts, and is left out where either was not printed or where it is
smaller than what may be printed. Nothing is told of an answer in a dossier unless it may be made known, and no
dossier says that an office did not answer: that would tell which answers are kept back.
"""

from dataclasses import dataclass

from outreach.dossiers.content import Content
from outreach.dossiers.figures import EU, EU_MEMBERS
from outreach.dossiers.history import Heard, History, Printed, Written

MANY = 30
"""More offices than this are not listed one by one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A count then and now; None where it cannot be printed, or compared."""

    name: str
    before: int | None
    now: int | None

    @property
    def change(self) -> int | None:
        return None if self.before is None or self.now is None else self.now - self.before


@dataclass(frozen=True, slots=True)
class Place:
    """What a dossier tells of one office: its name, the letter's day and what may be told of its answer."""

    name: str
    written: str
    answer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """The dossier's chapter. `lines` is empty where the tables cannot be compared."""

    as_of: str
    counted_then: str
    counted_now: str
    lines: tuple[Line, ...]
    offices: tuple[Place, ...]


def letter_since(content: Content, office_key: str) -> str:
    """What the letter to an office says of the one before; empty when none left."""
    history = content.history
    written = history.office(office_key) if history else None
    if history is None or written is None:
        return ""
    wording, formats = content.wording, content.formats
    said = [
        wording.phrase(
            "letter.since.written",
            date=formats.day(written.dated),
            reference=formats.isolated(written.reference),
        )
    ]
    printed = history.printed_with(written)
    if printed is not None and content.disclosure.total > printed.total:
        before, now = formats.number(printed.total), formats.number(content.disclosure.total)
        said.append(wording.phrase("letter.since.counts", before=before, now=now))
    if written.heard is Heard.NOTHING:
        said.append(wording.phrase("letter.since.nothing", date=formats.day(history.as_of)))
    elif written.heard_on is not None:
        said.append(wording.phrase(f"letter.since.{written.heard}", date=formats.day(written.heard_on)))
    return formats.sentences(*said)


def dossier_since(content: Content) -> Since | None:
    """The chapter of a dossier, None when no letter to this government left before."""
    history, formats = content.history, content.formats
    if history is None or not history.offices:
        return None
    printed = history.printed_with(history.last)
    return Since(
        as_of=formats.day(history.as_of),
        counted_then=formats.day(printed.as_of.date()) if printed else "",
        counted_now=formats.day(content.disclosure.as_of.date()),
        lines=_lines(content, printed),
        offices=tuple(_place(content, one) for one in _in_order(history)),
    )


def _in_order(history: History) -> list[Written]:
    """Offices by key; where they are many (a parliament's members), only those with an answer to tell of."""
    offices = history.offices if len(history.offices) <= MANY else [one for one in history.offices if one.told]
    return sorted(offices, key=lambda one: one.office_key)


def _place(content: Content, written: Written) -> Place:
    formats, wording, told = content.formats, content.wording, written.told
    answer = []
    if told is not None:
        answer.append(wording.phrase("dossier.since.answer", date=formats.day(told.received_on)))
        numbers = {demand.id: n for n, demand in enumerate(content.text.petition.demands, start=1)}
        for demand, position in told.positions:
            if demand in numbers:
                words = wording.phrase(f"dossier.since.positions.{position}")
                number = formats.number(numbers[demand])
                answer.append(wording.phrase("dossier.since.position", number=number, position=words))
    name = written.names.get(content.language, written.name)
    return Place(name, formats.day(written.dated), tuple(answer))


def _lines(content: Content, printed: Printed | None) -> tuple[Line, ...]:
    if printed is None:
        return ()
    total = _total(content, printed)
    if not printed.countries or not content.disclosure.countries:
        return (total,)
    return total, _here(content, printed)


def _total(content: Content, printed: Printed) -> Line:
    """Totals are always printed; two of them differ by nothing, or by no fewer than may be printed."""
    return Line(content.wording.phrase("dossier.row_total"), printed.total, content.disclosure.total)


def _here(content: Content, printed: Printed) -> Line:
    before, now = _own(content, dict(printed.countries)), content.figures.here
    limit = max(printed.limit, content.disclosure.limit)
    if before is not None and now is not None and 0 < abs(now - before) < limit:
        before = None
    return Line(content.government_name, before, now)


def _own(content: Content, counts: dict[str, int | None]) -> int | None:
    """This government's count of then: for the EU only where the same members were printed as now."""
    if content.government != EU:
        return counts.get(content.government, 0)
    members = {row.code for row in content.figures.members}
    then = {code: count for code, count in counts.items() if code in EU_MEMBERS and count is not None}
    return sum(then.values()) if then.keys() == members else None
