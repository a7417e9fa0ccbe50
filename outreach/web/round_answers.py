"""What was answered so far in the steps that plan a round. The answers stand in the address of each step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from urllib.parse import urlencode

from fastapi import Request

from outreach.recipients.status import Channel, OfficeKind
from outreach.rounds.narrow import Narrow
from outreach.rounds.plan import DEFAULT_WINDOW_DAYS
from outreach.web.fields import whole, word

STEPS = ("text", "counts", "governments", "offices", "name", "check")
SWITCHES = ("live", "choose_forms", "all_languages")


class Fields(Protocol):
    """The names and values of a form or of an address."""

    def getlist(self, key: str, /) -> Iterable[object]: ...


@dataclass(frozen=True, slots=True)
class Answers:
    """What was chosen so far; 0, empty or False is not chosen yet. No `office`, `language` or `channel` is all."""

    version: int = 0
    snapshot: int = 0
    government: tuple[str, ...] = ()
    kind: OfficeKind = OfficeKind.INSTITUTIONS
    office: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    channel: tuple[Channel, ...] = ()
    name: str = ""
    day: date | None = None
    days: int = DEFAULT_WINDOW_DAYS
    per_minute: int | None = None
    live: bool = False
    choose_forms: bool = False
    all_languages: bool = False

    def link(self, step: str) -> str:
        """The address of a step with these answers."""
        return f"/rounds/new?{urlencode([('step', step), *self.pairs()])}"

    def pairs(self, *, without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        """Names and values of the fields, as a form sends them."""
        single = [
            ("version", str(self.version or "")),
            ("snapshot", str(self.snapshot or "")),
            ("kind", self.kind),
            ("name", self.name),
            ("day", self.day.isoformat() if self.day else ""),
            ("days", str(self.days)),
            ("per_minute", str(self.per_minute or "")),
            *((field, "yes") for field in SWITCHES if getattr(self, field)),
        ]
        many = ("government", "office", "language", "channel")
        pairs = [*single, *((field, value) for field in many for value in getattr(self, field))]
        return [(key, value) for key, value in pairs if value and key not in without]

    @property
    def narrow(self) -> Narrow:
        return Narrow(self.office, self.language, self.channel)

    def pace(self, most: int) -> int:
        """Mails a minute, of an installation that sends at most so many."""
        return min(self.per_minute or most, most)

    @property
    def next_step(self) -> str:
        """The first step without an answer."""
        answered = (self.version, self.snapshot, self.government, self.kind, self.name)
        return next((step for step, given in zip(STEPS, answered, strict=False) if not given), "check")


def answers_from(fields: Fields) -> Answers:
    """Read them; what is not well formed is not answered. Many may stand in one field, apart by blanks."""

    def many(name: str) -> tuple[str, ...]:
        given = [str(value) for value in fields.getlist(name)]
        return tuple(dict.fromkeys(part for value in given for part in value.replace(",", " ").split()))

    def one(name: str) -> str:
        return next((str(value).strip() for value in fields.getlist(name)), "")

    live = bool(one("live"))
    return Answers(
        version=whole(one("version")) or 0,
        snapshot=whole(one("snapshot")) or 0,
        government=many("government"),
        kind=word(one("kind"), OfficeKind) or OfficeKind.INSTITUTIONS,
        office=many("office"),
        language=many("language"),
        channel=tuple(found for value in many("channel") if (found := word(value, Channel))),
        name=one("name"),
        day=_day(one("day")),
        days=whole(one("days")) or DEFAULT_WINDOW_DAYS,
        per_minute=whole(one("per_minute")) or None,
        live=live,
        choose_forms=bool(one("choose_forms")) and not live,
        all_languages=bool(one("all_languages")),
    )


def asked(request: Request) -> Answers:
    """The answers in an address."""
    return answers_from(request.query_params)


async def given(request: Request) -> Answers:
    """The answers in a form."""
    return answers_from(await request.form())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
