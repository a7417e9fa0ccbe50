"""What documents for a government may tell of earlier rounds: a frozen value, put together above this stage."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

from outreach.canonical import data_sha256
from outreach.clock import parse_utc
from outreach.signatures.disclosure import Disclosure


class Heard(StrEnum):
    """What came back to an earlier letter, as its own office may be told."""

    NOTHING = "nothing"
    """Nothing from a person is on record."""
    UNREAD = "unread"
    """Something is there that no answer was recorded from: nothing can be said."""
    ACKNOWLEDGED = "acknowledged"
    """A person at the office acknowledged it."""
    ANSWERED = "answered"
    """An answer is recorded, whoever may see it: the office knows its own answer."""


@dataclass(frozen=True, slots=True)
class Told:
    """The latest answer of an office that may be made known; `positions` are (demand, position) pairs."""

    received_on: date
    positions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The last earlier letter that left for an office. `names` are by language; `heard_on` is when that came."""

    office_key: str
    name: str
    names: Mapping[str, str]
    reference: str
    dated: date
    snapshot_id: int
    heard: Heard
    heard_on: date | None
    told: Told | None


@dataclass(frozen=True, slots=True)
class Printed:
    """What an earlier round printed of the counts; a country's count is None where it was not printed."""

    snapshot_id: int
    as_of: datetime
    total: int
    limit: int
    countries: tuple[tuple[str, int | None], ...]
    sha256: str

    @classmethod
    def of(cls, disclosure: Disclosure) -> Self:
        """The part of a disclosure that a later round compares with."""
        countries = tuple((row.code, row.count) for row in disclosure.countries)
        return cls(
            disclosure.snapshot_id,
            disclosure.as_of,
            disclosure.total,
            disclosure.limit,
            countries,
            disclosure.sha256,
        )


@dataclass(frozen=True, slots=True)
class History:
    """Earlier letters to the offices of one government, as known on `as_of`; `printed` is by their snapshots."""

    government: str
    as_of: date
    offices: tuple[Written, ...]
    printed: tuple[Printed, ...]

    def office(self, key: str) -> Written | None:
        """The last letter to an office, None when none left before."""
        return next((one for one in self.offices if one.office_key == key), None)

    def printed_with(self, written: Written) -> Printed | None:
        """The counts that went with a letter, None where they cannot be compared."""
        return next((one for one in self.printed if one.snapshot_id == written.snapshot_id), None)

    @property
    def last(self) -> Written:
        """The newest letter to any office."""
        return max(self.offices, key=lambda one: (one.dated, one.reference))

    @property
    def sha256(self) -> str:
        """The hash of `body()`."""
        return data_sha256(self.body())

    def body(self) -> dict[str, Any]:
        """Everything as JSON data; dates and times in ISO 8601."""
        data: dict[str, Any] = json.loads(json.dumps(asdict(self), default=lambda day: day.isoformat()))
        return data


def history_from(body: Mapping[str, Any]) -> History:
    """Read what `History.body` gave."""
    offices = tuple(_written(one) for one in body["offices"])
    printed = tuple(
        Printed(**one | {"as_of": parse_utc(one["as_of"]), "countries": _pairs(one["countries"])})
        for one in body["printed"]
    )
    return History(body["government"], date.fromisoformat(body["as_of"]), offices, printed)


def _written(one: Mapping[str, Any]) -> Written:
    told = one["told"]
    return Written(
        **{
            **one,
            "dated": date.fromisoformat(one["dated"]),
            "heard": Heard(one["heard"]),
            "heard_on": date.fromisoformat(one["heard_on"]) if one["heard_on"] else None,
            "told": Told(date.fromisoformat(told["received_on"]), _pairs(told["positions"])) if told else None,
        }
    )


def _pairs(items: list[list[Any]]) -> tuple[tuple[str, Any], ...]:
    return tuple((str(first), second) for first, second in items)
