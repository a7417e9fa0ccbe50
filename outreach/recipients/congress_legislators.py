"""Reads `legislators-current.yaml` of github unitedstates/congress-legislators: people with all their terms.

The last term that covers the day is a person's seat; when none does, the newest term says why the person is not
taken in. The address is the room in the Capitol complex; a few have a web form; nobody has an e-mail address.
"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

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
from outreach.recipients.yaml_records import read_records

CHAMBERS = {"rep": Chamber.LOWER, "sen": Chamber.UPPER}
ADDRESS = re.compile(r"(.+?),? (Washington,? DC \d{5}(?:-\d{4})?)", re.IGNORECASE)
AT_LARGE = "0"
"""The district of a state or territory that has one seat only."""


def read_congress(text: str, *, file: Path, on: date) -> Reading:
    """Everybody of the file, in the seat they hold on the day `on`, else in their newest one.

    Raises:
        BadInput: the file is not YAML, or no list.
    """
    return reading_of(_row(line, record, on) for line, record in read_records(text, file=file))


def _row(line: int, record: Any, on: date) -> Member | Refusal:
    called = f"record {text_at(record, 'id', 'bioguide') or '?'}"
    try:
        return _member(record if isinstance(record, dict) else {}, line=line, called=called, on=on)
    except RowFault as fault:
        return Refusal(line, called, Why.FAULT, str(fault))


def _member(record: Mapping[str, Any], *, line: int, called: str, on: date) -> Member:
    if called.endswith("?"):
        raise RowFault("it has no `id: bioguide:`, so it cannot be told from others.")
    term, since, until = _term(record, on)
    kind = text_at(term, "type")
    if kind not in CHAMBERS:
        raise RowFault(f"the type of its term {kind!r} is neither rep nor sen.")
    contacts, doubts = contacts_of(
        [(Channel.WEB_FORM, text_at(term, "contact_form")), (Channel.POST, _envelope(text_at(term, "address")))]
    )
    district = text_at(term, "district")
    return Member(
        line=line,
        record=called,
        name=name_of(_name(record)),
        form=form_of(text_at(record, "bio", "gender")),
        chamber=CHAMBERS[kind],
        region=text_at(term, "state"),
        district="" if district == AT_LARGE else district,
        seat=text_at(term, "class"),
        since=since,
        until=until,
        contacts=contacts,
        website=text_at(term, "url"),
        doubts=doubts,
    )


def _term(record: Mapping[str, Any], on: date) -> tuple[Mapping[str, Any], date, date]:
    """The term that covers the day, else the newest one, with its first and last day."""
    dated = []
    listed = record.get("terms")
    for term in listed if isinstance(listed, list) else []:
        since, until = day_of(text_at(term, "start"), "start"), day_of(text_at(term, "end"), "end")
        if since is None or until is None or until < since:
            raise RowFault("a term of it has no start or end, or ends before it starts.")
        dated.append((since, until, term))
    if not dated:
        raise RowFault("it has no `terms:`.")
    dated.sort(key=lambda one: one[:2])
    covering = [one for one in dated if one[0] <= on <= one[1]]
    since, until, term = (covering or dated)[-1]
    return term, since, until


def _name(record: Mapping[str, Any]) -> str:
    """As the person's own house writes it, else the parts that there are."""
    parts = [text_at(record, "name", part) for part in ("first", "middle", "last", "suffix")]
    return text_at(record, "name", "official_full") or " ".join(part for part in parts if part)


def _envelope(address: str) -> str:
    """One line of the file as the envelope's two: room and building, then city and ZIP code."""
    found = ADDRESS.fullmatch(address)
    return f"{found[1]}\n{found[2]}" if found else address
