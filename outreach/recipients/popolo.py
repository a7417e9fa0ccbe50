"""Reads Popolo JSON (https://www.popoloproject.com/specs/): persons, memberships, posts, areas, contact details.

One membership of a person in a house is one member. Memberships in parties and committees are passed over. A house
is an organization whose classification says so (`lower house`, `upper house`, `legislature`, …).
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from outreach.errors import BadInput
from outreach.recipients.member import (
    Member,
    Reading,
    Refusal,
    RowFault,
    Why,
    contacts_of,
    day_of,
    form_of,
    name_of,
    reading_of,
    text_at,
)
from outreach.recipients.status import Chamber, Channel

LISTS = ("persons", "memberships", "organizations", "posts", "areas", "events")
HOUSES: dict[str, Chamber | None] = {
    "lower house": Chamber.LOWER,
    "upper house": Chamber.UPPER,
    "unicameral legislature": Chamber.SINGLE,
    "legislature": None,
    "parliament": None,
    "chamber": None,
    "house": None,
}
"""Classifications of houses, with the chamber where the word says it."""
CHANNELS = {"email": Channel.EMAIL, "address": Channel.POST, "url": Channel.WEB_FORM, "form": Channel.WEB_FORM}
PARTIAL = re.compile(r"\d{4}(?:-\d{2})?")
MAX_ANCESTORS = 10

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Document:
    """The lists of a file, and each of its things by list and id."""

    lists: Mapping[str, list[Record]]
    known: Mapping[tuple[str, str], Record]

    def find(self, name: str, key: str) -> Record:
        """The thing with that id; an empty one when no id is given.

        Raises:
            RowFault: the id is not in the file.
        """
        if key and (name, key) not in self.known:
            raise RowFault(f"{key!r} is not among the file's {name}.")
        return self.known.get((name, key), {})


def read_popolo(text: str, *, file: Path, chamber: Chamber | None, on: date) -> Reading:
    """The memberships of houses; `chamber` is taken where a house's classification does not say which it is.

    Raises:
        BadInput: it is not JSON (with its line), or has no persons or memberships.
    """
    document = _document(text, file)
    houses = [one for one in document.lists["organizations"] if _classification(one) in HOUSES]
    known = {text_at(house, "id"): HOUSES[_classification(house)] or chamber for house in houses}
    return reading_of(_rows(document, known, on))


def _rows(document: _Document, houses: Mapping[str, Chamber | None], on: date) -> Iterator[Member | Refusal]:
    for index, membership in enumerate(document.lists["memberships"]):
        called = f"membership {text_at(membership, 'id') or index + 1}"
        try:
            post = document.find("posts", text_at(membership, "post_id"))
            house = text_at(membership, "organization_id") or text_at(post, "organization_id")
            if house in houses:
                yield _member(document, membership, post, called=called, chamber=houses[house], on=on)
        except RowFault as fault:
            yield Refusal(0, called, Why.FAULT, str(fault))


def _member(
    document: _Document, membership: Record, post: Record, *, called: str, chamber: Chamber | None, on: date
) -> Member:
    person = document.find("persons", text_at(membership, "person_id"))
    if not person:
        raise RowFault("it has no `person_id`.")
    area = document.find("areas", text_at(membership, "area_id") or text_at(post, "area_id"))
    event = document.find("events", text_at(membership, "legislative_period_id"))
    since = _first_day(text_at(membership, "start_date") or text_at(event, "start_date"))
    until = _last_day(text_at(membership, "end_date") or text_at(event, "end_date"), on)
    contacts, doubts = contacts_of([*_contacts(membership), *_contacts(post), *_contacts(person)])
    return Member(
        line=0,
        record=called,
        name=name_of(text_at(person, "name")),
        form=form_of(text_at(person, "gender")),
        chamber=chamber,
        region=text_at(_ancestors(document, area)[-1], "name") if area else "",
        district=text_at(area, "name") or text_at(post, "label"),
        since=since,
        until=until,
        contacts=contacts,
        website=next((text_at(link, "url") for link in _list(person, "links")), ""),
        doubts=doubts,
    )


def _contacts(record: Record) -> list[tuple[Channel, str]]:
    """Contact details in their order; a person's own `email` comes last."""
    details = [
        (text_at(one, "type").casefold(), text_at(one, "value")) for one in _list(record, "contact_details")
    ]
    found = [(CHANNELS[kind], value.replace(";", "\n")) for kind, value in details if kind in CHANNELS]
    return [*found, (Channel.EMAIL, text_at(record, "email"))]


def _ancestors(document: _Document, area: Record) -> list[Record]:
    """The area and what it lies in, the largest last; a country itself is left out."""
    found = [area]
    while (parent := document.find("areas", text_at(found[-1], "parent_id"))) and len(found) < MAX_ANCESTORS:
        if _classification(parent) == "country":
            break
        found.append(parent)
    return found


def _first_day(written: str) -> date | None:
    """A date of a year or month begins with its first day (Popolo allows reduced precision, ISO 8601)."""
    return day_of(f"{written}-01-01"[:10] if PARTIAL.fullmatch(written) else written, "start_date")


def _last_day(written: str, on: date) -> date | None:
    """An end in another year or month than `on` is over or to come; within it nobody can say."""
    if not PARTIAL.fullmatch(written):
        return day_of(written, "end_date")
    if on.isoformat().startswith(written):
        raise RowFault(f"its end_date {written!r} does not say whether it is over on {on}: give the day.")
    return day_of(f"{written}-01-01"[:10], "end_date")


def _document(text: str, file: Path) -> _Document:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInput(f"is not valid JSON: {error.msg}.", file=file, line=error.lineno) from error
    except RecursionError as error:
        raise BadInput("is nested too deeply to be Popolo.", file=file) from error
    if not isinstance(data, dict):
        raise BadInput("must be one object with `persons` and `memberships`.", file=file, line=1)
    lists = {name: _list(data, name) for name in LISTS}
    for name in ("persons", "memberships", "organizations"):
        if not lists[name]:
            raise BadInput(f"has no `{name}`: a Popolo file of members needs them.", file=file)
    known: dict[tuple[str, str], Record] = {}
    for name in LISTS:
        for record in lists[name]:
            key = (name, text_at(record, "id"))
            if key in known:
                raise BadInput(f"has two {name} with the id {key[1]!r}.", file=file)
            if key[1]:
                known[key] = record
    return _Document(lists, known)


def _classification(record: Record) -> str:
    return text_at(record, "classification").casefold().replace("_", " ")


def _list(record: Record, key: str) -> list[Record]:
    found = record.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
