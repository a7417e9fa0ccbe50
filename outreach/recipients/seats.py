"""From members to seats: offices with key, name and forms of address, or why a row is not taken in. Pure."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from unicodedata import normalize

from outreach.recipients.address import fault_of
from outreach.recipients.member import Member, Refusal, RowFault, Why
from outreach.recipients.parliament import House, Parliament
from outreach.recipients.region import Region
from outreach.recipients.status import Branch, Channel
from outreach.recipients.values import ContactEntry, OfficeEntry

MAX_KEY = 64
DIGEST = 8
"""Letters of the hash that stands where a name has no Latin letters, or too many."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where rows come from: the file's name and sha256. `post` are lines that the user gives for rows without."""

    file_name: str
    sha256: str
    post: str = ""

    def cites(self, member: Member) -> str:
        """Where in which file a row stands."""
        line = f", line {member.line}" if member.line else ""
        return f"{self.file_name}{line}, {member.record}"


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat that somebody holds: the office as it is to be, its region, and the row."""

    office: OfficeEntry
    region: Region | None
    member: Member


def seats_of(
    members: Sequence[Member], parliament: Parliament, *, provenance: Provenance, on: date
) -> tuple[list[Seat], list[Refusal]]:
    """The seats held on a day, and a refusal for each other row."""
    seats: list[Seat] = []
    refusals: list[Refusal] = []
    for member in members:
        found = _seat_or_refusal(member, parliament, provenance)
        absent = _not_sitting(member, on)
        if absent is not None:
            key = found.office.key if isinstance(found, Seat) else ""
            refusals.append(replace(absent, office_key=key))
        elif isinstance(found, Seat):
            seats.append(found)
        else:
            refusals.append(found)
    single, doubled = _without_doubles(seats)
    return single, refusals + doubled


def _seat_or_refusal(member: Member, parliament: Parliament, provenance: Provenance) -> Seat | Refusal:
    try:
        return _seat(member, parliament, provenance)
    except RowFault as fault:
        return Refusal(member.line, member.record, Why.FAULT, str(fault))


def _not_sitting(member: Member, on: date) -> Refusal | None:
    if member.until is not None and member.until < on:
        return Refusal(member.line, member.record, Why.ENDED, f"the term ended on {member.until}.")
    if member.since is not None and member.since > on:
        return Refusal(member.line, member.record, Why.AHEAD, f"the term begins on {member.since}.")
    return None


def _seat(member: Member, parliament: Parliament, provenance: Provenance) -> Seat:
    house = _house(member, parliament)
    region = parliament.find_region(member.region)
    if member.region and region is None and parliament.regions:
        raise RowFault(
            f"the region {member.region!r} is unknown: list that way of writing it in the parliament's file."
        )
    for part in house.seat_needs:
        if not (part == "district" and house.names_at_large) and not getattr(member, part):
            raise RowFault(f"it has no {part}, which tells the seats of the {house.name} apart.")
    places = {
        "district": member.district,
        "seat": member.seat,
        "name": member.name,
    }
    short = region.code.partition("-")[2] if region else member.region
    return Seat(_office(member, house, parliament, provenance, region, places, short), region, member)


def _house(member: Member, parliament: Parliament) -> House:
    if member.chamber is None:
        if len(parliament.houses) == 1:
            return parliament.houses[0]
        raise RowFault("nothing says which chamber it belongs to: give --chamber.")
    house = parliament.house(member.chamber)
    if house is None:
        raise RowFault(f"{parliament.government} has no {member.chamber} chamber in the parliament's file.")
    return house


def _office(
    member: Member,
    house: House,
    parliament: Parliament,
    provenance: Provenance,
    region: Region | None,
    places: dict[str, str],
    short: str,
) -> OfficeEntry:
    patterns = house.names if member.district or not house.names_at_large else house.names_at_large
    names = {
        language: _filled(pattern, places | {"region": _called(region, language, member.region)})
        for language, pattern in patterns.items()
    }
    key = _filled(house.seat, {part: _slug(text) for part, text in (places | {"region": short}).items()})
    return OfficeEntry(
        key=_fitting(f"{parliament.government.lower()}-{house.slug}-{key}"),
        branch=Branch.LEGISLATURE,
        role=house.role,
        name=names.get("en") or next(iter(names.values())),
        names=names,
        languages=tuple(names),
        forms=house.forms,
        website=member.website if member.website and not fault_of(Channel.WEB_FORM, member.website) else "",
        confidence=house.confidence,
        sources=(
            {"id": "import", "kind": "imported file", "ref": provenance.cites(member), "note": _sum(provenance)},
        ),
        verified=False,
        notes=house.notes,
        contacts=_contacts(member, provenance),
    )


def _contacts(member: Member, provenance: Provenance) -> tuple[ContactEntry, ...]:
    note = f"{provenance.cites(member)} ({_sum(provenance)})"
    own = [ContactEntry(one.channel, one.value, note) for one in member.contacts]
    if provenance.post and not any(one.channel is Channel.POST for one in own):
        own.append(ContactEntry(Channel.POST, provenance.post, "given with the import; not in its file"))
    return tuple(own)


def _sum(provenance: Provenance) -> str:
    return f"sha256 {provenance.sha256}"


def _called(region: Region | None, language: str, written: str) -> str:
    return region.names.get(language) or next(iter(region.names.values())) if region else written


def _filled(pattern: str, values: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], ""), pattern).strip(" ,-")


def _slug(text: str) -> str:
    """Letters a-z, digits and hyphens; a hash where nothing of the text would be left."""
    plain = normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    return slug or (_digest(text) if text else "")


def _fitting(key: str) -> str:
    return key if len(key) <= MAX_KEY else f"{key[: MAX_KEY - DIGEST - 1]}-{_digest(key)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST]


def _without_doubles(seats: Sequence[Seat]) -> tuple[list[Seat], list[Refusal]]:
    """Two rows for one seat: nobody can say which holds it, so neither is taken."""
    claims: dict[str, list[Seat]] = defaultdict(list)
    for seat in seats:
        claims[seat.office.key].append(seat)
    single = [seat for seat in seats if len(claims[seat.office.key]) == 1]
    refusals = []
    for seat in seats:
        others = [one.member for one in claims[seat.office.key] if one is not seat]
        if others:
            named = ", ".join(f"line {one.line}" if one.line else one.record for one in others)
            reason = f"{seat.office.key} is claimed by {named} as well: say in the file who holds it."
            refusals.append(Refusal(seat.member.line, seat.member.record, Why.FAULT, reason))
    return single, refusals
