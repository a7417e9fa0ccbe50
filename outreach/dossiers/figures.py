"""What one government's letter and dossier may say of the counts: read from the disclosure, from nothing else."""

from dataclasses import dataclass

from outreach.recipients.region import Region
from outreach.signatures.disclosure import CountryRow, Disclosure, RegionRow

EU = "EU"
EU_MEMBERS = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)
"""ISO 3166-1 codes of the member states since 2020."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts as one government sees them.

    `here` is None when its count is not printed. For the EU it is the sum of the printed counts of
    the member states in `members`; their regions are left out. `assigned` is the sum of all printed
    countries and what was merged. `by_country` is false where the table prints the total only.
    """

    total: int
    countries: int
    here: int | None
    members: tuple[CountryRow, ...]
    regions: tuple[RegionRow, ...]
    assigned: int
    by_country: bool

    @property
    def difference(self) -> int:
        """Stated total minus what is assigned to countries; below zero when the parts exceed it."""
        return self.total - self.assigned


def figures_for(disclosure: Disclosure, government: str) -> Figures:
    """The figures of `disclosure` for a government's code (ISO 3166-1, or EU)."""
    rows = disclosure.countries
    printed = [row for row in rows if row.count is not None]
    members = tuple(row for row in printed if row.code in EU_MEMBERS) if government == EU else ()
    own = next((row for row in rows if row.code == government), None)
    if not rows:
        here: int | None = None
    elif government == EU:
        here = sum(row.count or 0 for row in members)
    else:
        here = 0 if own is None else own.count
    return Figures(
        total=disclosure.total,
        countries=len(rows),
        here=here,
        members=members,
        regions=own.regions if own else (),
        assigned=sum(row.count or 0 for row in printed) + (disclosure.merged or 0),
        by_country=bool(rows),
    )


@dataclass(frozen=True, slots=True)
class RegionCount:
    """A region by its name in the letter's language, and its printed count."""

    name: str
    count: int


def region_count(
    disclosure: Disclosure, government: str, region: Region | None, *, language: str
) -> RegionCount | None:
    """The count of a legislator's region, if the disclosure prints it in a row of its own.

    Rows are matched by the region's own list of names and codes, within its country, or by the country code that
    it has of its own. Nothing is worked out: a count that is withheld, or two rows for one region, give None.
    """
    if region is None:
        return None
    here = next((row for row in disclosure.countries if row.code == government), None)
    counts = [row.count for row in (here.regions if here else ()) if region.is_called(row.name)]
    counts += [row.count for row in disclosure.countries if region.country and row.code == region.country]
    if len(counts) != 1 or counts[0] is None:
        return None
    return RegionCount(region.names.get(language) or next(iter(region.names.values())), counts[0])


def withheld_somewhere(disclosure: Disclosure) -> bool:
    """Whether any count of the table is put together with others or not printed."""
    regions = (region for row in disclosure.countries for region in row.regions)
    return bool(disclosure.suppressed) or any(region.count is None for region in regions)
