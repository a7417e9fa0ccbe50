"""What a text file says in one language, as frozen values; the campaign file's are in campaign.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from outreach.petition.campaign import CampaignFile
from outreach.petition.languages import direction_of
from outreach.petition.shapes import STRICT, Day, PartialDate, Several, Slug, WebAddress, Words
from outreach.petition.status import ReviewState

__all__ = [
    "CampaignFile",
    "Demand",
    "Evidence",
    "PetitionWords",
    "Provenance",
    "SignedWording",
    "Text",
    "TextReview",
]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who wrote a text, how, and how old its facts are."""

    __pydantic_config__ = STRICT
    written_by: Words
    method: Words
    facts_as_of: Day


@dataclass(frozen=True, slots=True)
class TextReview:
    """Whether a native reader checked the text; `reader` and `reviewed_on` are there exactly when one did."""

    __pydantic_config__ = STRICT
    state: ReviewState
    reader: Words | None
    reviewed_on: Day | None


@dataclass(frozen=True, slots=True)
class SignedWording:
    """What people signed, verbatim. Empty until the organisers supply it; `source_page` is their own page."""

    __pydantic_config__ = STRICT
    text: str
    source: str
    source_page: str = ""


@dataclass(frozen=True, slots=True)
class Demand:
    """One of the things that the petition asks for; `id` is the same in every language."""

    __pydantic_config__ = STRICT
    id: Slug
    title: Words
    text: Words


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who found or said what, when. Attributed, never asserted."""

    __pydantic_config__ = STRICT
    id: Slug
    text: Words
    who: Words
    when: PartialDate
    source: WebAddress


@dataclass(frozen=True, slots=True)
class PetitionWords:
    """The petition in one language: our summary, labelled so, the joint statement, demands and evidence."""

    __pydantic_config__ = STRICT
    name: Words
    title: Words
    summary_label: Words
    summary: Annotated[tuple[Words, ...], Several]
    joint_statement: Words
    demands: Annotated[tuple[Demand, ...], Several]
    evidence: Annotated[tuple[Evidence, ...], Several]


@dataclass(frozen=True, slots=True)
class Text:
    """One language. `body` is the whole file as plain data: `body["letter"]`, `body["mail"]` and so on."""

    language: str
    provenance: Provenance
    review: TextReview
    signed_wording: SignedWording
    petition: PetitionWords
    asks: Mapping[str, tuple[Words, ...]]
    body: Mapping[str, Any]

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return direction_of(self.language)

    @property
    def is_reviewed(self) -> bool:
        """Whether a named native reader checked it."""
        return self.review.state is ReviewState.REVIEWED

    def asks_for(self, role: str) -> tuple[str, ...]:
        """What is asked of an office with this role, or of any office."""
        return self.asks.get(role, self.asks["default"])
