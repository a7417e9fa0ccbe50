"""The formal ways that lead to an office, what of ours each takes, and what a person has to do. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outreach.petition.formal import FormalText, formal_texts
from outreach.petition.routes import Admits, Need, Route, routes_to
from outreach.petition.values import Text
from outreach.recipients.glance import OfficeGlance
from outreach.recipients.values import OfficeInfo

_REASONS = {
    Need.MEMBER: "a member of that parliament has to present or authorise it",
    Need.HANDWRITING: "it has to be signed by hand",
    Need.CITIZENS: "only citizens of the country may petition this way",
    Need.RESIDENTS: "only citizens or residents may petition this way",
    Need.SITE: "it is entered on the body's own site",
    Need.COLLECTION: "it needs signatures gathered under its own rules",
}
OPEN_TO = frozenset({Need.CITIZENS, Need.RESIDENTS})
"""Needs that the route's own words on who may petition say best."""


@dataclass(frozen=True, slots=True)
class Way:
    """One formal route to an office, with the texts that this petition version has for it."""

    route: Route
    texts: tuple[FormalText, ...]

    def leads_to(self, office: OfficeInfo | OfficeGlance) -> bool:
        """Whether it is a way to the office."""
        return self.route.concerns(
            government=office.government, key=office.key, role=office.role, branch=office.branch
        )

    @property
    def limits(self) -> str:
        """What a text must keep to, in words; empty when the route takes no text of ours."""
        limits = self.route.text
        if limits is None:
            return ""
        told = [f"at most {limits.words} words" if limits.words else "no limit of words known"]
        told += [] if limits.links else ["no links"]
        told += ["no attachments"] if limits.attachments is False else []
        return ", ".join(told)

    @property
    def reason(self) -> str:
        """Why a person has to do it; empty when the round's own letter is enough."""
        who = f"who may: {self.route.who}" if self.route.who else ""
        told = [who if need in OPEN_TO and who else _REASONS[need] for need in self.route.needs]
        return "; ".join(dict.fromkeys(told))

    @property
    def made(self) -> str:
        """What there is of ours for it."""
        if self.route.admits is Admits.LETTER:
            return "the letter of this round"
        if self.route.admits is Admits.NOTHING:
            return "nothing is made for it here"
        if not self.texts:
            return f"a text ({self.limits}), which this petition version lacks"
        told = ", ".join(f"{one.language} {one.words} words" for one in self.texts)
        return f"a text of its own ({told}; {self.limits})"

    @property
    def summary(self) -> str:
        """The route in one line of a plan."""
        hand = ", by a person" if self.reason else ""
        return f"{self.route.body}: {self.made}{hand}"


def ways_to(office: OfficeInfo, *, routes: Sequence[Route], texts: Mapping[str, Text]) -> tuple[Way, ...]:
    """The formal ways to an office, in the order of the file."""
    found = routes_to(routes, government=office.government, key=office.key, role=office.role, branch=office.branch)
    return tuple(Way(one, tuple(formal_texts(one, texts))) for one in found)
