"""The table that may be printed of a snapshot: everything that is published reads only this."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Self

from outreach.canonical import data_sha256
from outreach.clock import parse_utc


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One region; `count` is None when it is not printed."""

    name: str
    count: int | None


@dataclass(frozen=True, slots=True)
class CountryRow:
    """One country; `count` is None when it is not printed, and then it has no regions."""

    code: str
    name_en: str
    count: int | None
    regions: tuple[RegionRow, ...] = ()


@dataclass(frozen=True, slots=True)
class GrowthPoint:
    """The total that was printed as of a moment."""

    as_of: datetime
    total: int


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What may be printed of a snapshot.

    Printed countries come first, most signatures first; those in `suppressed` have the count None, and `merged`
    is their sum. So do a country's regions, the hidden ones by name: no order tells of what is hidden.
    `difference` is the stated total minus all countries; it is None when it is too small to print alone, and is
    then part of `merged`. Printed countries + merged + difference = total.
    A table without any countries prints the total only. When too little changed since an earlier
    disclosure, `as_of` and all figures are the earlier ones. `sha256` is that of `body()` as canonical JSON.
    """

    snapshot_id: int
    as_of: datetime
    total: int
    sample: bool
    limit: int
    countries: tuple[CountryRow, ...]
    merged: int | None
    suppressed: tuple[str, ...]
    difference: int | None
    growth: tuple[GrowthPoint, ...]
    sha256: str = ""

    def sealed(self) -> Self:
        """The same with its sha256."""
        return replace(self, sha256=data_sha256(self.body()))

    def body(self) -> dict[str, Any]:
        """Everything but the hash, as JSON data; times in ISO 8601, UTC."""
        body = asdict(self)
        del body["sha256"]
        body["as_of"] = self.as_of.isoformat()
        body["growth"] = [{"as_of": p.as_of.isoformat(), "total": p.total} for p in self.growth]
        return body


def disclosure_from(body: dict[str, Any]) -> Disclosure:
    """Read what `Disclosure.body` gave; the hash is computed anew."""
    countries = tuple(
        CountryRow(row["code"], row["name_en"], row["count"], tuple(RegionRow(**r) for r in row["regions"]))
        for row in body["countries"]
    )
    growth = tuple(GrowthPoint(parse_utc(p["as_of"]), p["total"]) for p in body["growth"])
    fields = body | {
        "as_of": parse_utc(body["as_of"]),
        "countries": countries,
        "suppressed": tuple(body["suppressed"]),
        "growth": growth,
    }
    return Disclosure(**fields).sealed()
