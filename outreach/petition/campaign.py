"""What the campaign file says, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, Strict, StringConstraints

from outreach.petition.languages import REFERENCE
from outreach.petition.shapes import STRICT, Count, Day, PartialDate, Several, Slug, Truth, WebAddress, Words


@dataclass(frozen=True, slots=True)
class Organiser:
    """An organisation that runs the petition."""

    __pydantic_config__ = STRICT
    name: Words
    short: Words
    source: WebAddress


@dataclass(frozen=True, slots=True)
class SupportingOrganisations:
    """How many others support it, as of when; their names where the organisers gave them."""

    __pydantic_config__ = STRICT
    count: Count
    as_of: Day
    source: WebAddress
    names: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Consent:
    """That a signatory agreed to be named, when and how."""

    __pydantic_config__ = STRICT
    given: Truth
    on: Day | None
    how: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """A person who signs the letters. `title` is by language; `sample` people never sign a live one."""

    __pydantic_config__ = STRICT
    name: Words
    title: Mapping[str, Words]
    organisation: Words
    consent: Consent
    sample: Truth = False

    def title_in(self, language: str) -> str:
        """The title in `language`, or in the reference language where it is not translated."""
        return self.title.get(language, self.title[REFERENCE])


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """The sender's address, line by line."""

    __pydantic_config__ = STRICT
    lines: Annotated[tuple[Words, ...], Several]
    sample: Truth = False


@dataclass(frozen=True, slots=True)
class ReplyContact:
    """Whom an office can ask."""

    __pydantic_config__ = STRICT
    name: Words
    email: Annotated[str, StringConstraints(pattern=r"^[^\s@]+@[^\s@]+$")]
    phone: str = ""
    sample: Truth = False


@dataclass(frozen=True, slots=True)
class Goal:
    """How many signatures the organisers aim for, and by when."""

    __pydantic_config__ = STRICT
    count: Count
    by: PartialDate
    source: WebAddress


@dataclass(frozen=True, slots=True)
class CampaignFile:
    """`campaign.yaml`: who stands behind the letters. `follow_up_days` are counted from the letter's arrival."""

    __pydantic_config__ = STRICT
    schema: Literal["outreach-campaign/1"]
    slug: Slug
    name: Words
    site: WebAddress
    facts_as_of: Day
    organisers: Annotated[tuple[Organiser, ...], Several]
    supporting_organisations: SupportingOrganisations
    signatories: Annotated[tuple[Signatory, ...], Several]
    postal_address: PostalAddress
    reply_contact: ReplyContact
    privacy_notice: Mapping[str, Words]
    goal: Goal
    follow_up_days: Annotated[tuple[Annotated[int, Strict(), Field(ge=1)], ...], Several]

    @property
    def has_samples(self) -> bool:
        """Whether any placeholder of the demonstration is left: a live round refuses them."""
        signed_by_sample = any(signatory.sample for signatory in self.signatories)
        return signed_by_sample or self.postal_address.sample or self.reply_contact.sample

    def privacy_notice_in(self, language: str) -> str:
        """The notice in `language`, or in the reference language where it is not translated."""
        return self.privacy_notice.get(language, self.privacy_notice[REFERENCE])
