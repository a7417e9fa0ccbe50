"""The offices of a round as its page lists them: narrowed, and each with what is known of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from outreach.accounts import Actor
from outreach.recipients.glance import OfficeGlance, glance_offices, office_names
from outreach.recipients.store import GovernmentInfo, OfficeInfo, list_governments, offices_by_key
from outreach.rounds.glance import AddresseeGlance, Window, list_windows
from outreach.rounds.routes import Way
from outreach.rounds.store import AddresseeInfo, addressees_by_id
from outreach.web.filters import on_desk

Ways = Mapping[str, tuple[Way, ...]]
"""The formal ways to each office that has one, by its key."""


@dataclass(frozen=True, slots=True)
class Line:
    """An addressee with its office and government, and the formal ways to the office."""

    addressee: AddresseeInfo
    office: OfficeInfo
    government: GovernmentInfo
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of offices is narrowed to; an empty field narrows nothing."""

    part: str = ""
    government: str = ""
    q: str = ""

    def of(self, session: Session, every: Sequence[AddresseeGlance]) -> list[AddresseeGlance]:
        """Those that are like that, in the same order."""
        words = self.q.casefold().split()
        names = office_names(session) if words else {}
        return [
            one
            for one in every
            if (self.part == "" or (self.part == "included") is one.included)
            and self.government in ("", one.government)
            and all(word in _haystack(one, names.get(one.office_key, "")) for word in words)
        ]


def _haystack(one: AddresseeGlance, name: str) -> str:
    return f"{one.office_key} {name} {one.reference}".casefold()


def known_lines(session: Session, glances: Sequence[AddresseeGlance], *, ways: Ways) -> list[Line]:
    """The whole of each, in the same order."""
    addressees = addressees_by_id(session, addressee_ids=[one.id for one in glances])
    offices = offices_by_key(session, keys={one.office_key for one in glances})
    governments = {one.code: one for one in list_governments(session)}
    return [
        Line(
            addressees[one.id],
            offices[one.office_key],
            governments[one.government],
            ways.get(one.office_key, ()),
        )
        for one in glances
    ]


def reason_of(one: AddresseeGlance) -> str:
    """Why it is left out, in the same words for every office."""
    return on_desk(one.left_out_because).removeprefix(f"{one.office_key}: ")


def windows_of(session: Session, round_id: int, *, actor: Actor) -> list[tuple[GovernmentInfo, Window]]:
    """The window of each government of a round that is scheduled, in the actor's scope."""
    governments = {one.code: one for one in list_governments(session)}
    windows = list_windows(session, round_ids=[round_id])
    return [(governments[one.government], one) for one in windows if actor.sees(governments=[one.government])]


def routes_of(session: Session, ways: Ways) -> list[tuple[Way, list[OfficeGlance]]]:
    """Each formal route once, with the offices that it concerns."""
    offices = glance_offices(session, keys=ways.keys()) if ways else {}
    known: dict[str, tuple[Way, list[OfficeGlance]]] = {}
    for key, found in ways.items():
        for way in found:
            concerned = known.setdefault(way.route.id, (way, []))[1]
            concerned.extend([offices[key]] if key in offices else [])
    return list(known.values())
