"""What letters, dossiers and mails are made of, as frozen values: no database, no files."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from outreach.dossiers.figures import Figures, RegionCount, figures_for
from outreach.dossiers.formats import Formats, formats_of
from outreach.dossiers.history import History
from outreach.dossiers.postal import postal_block
from outreach.dossiers.wording import Wording
from outreach.petition.values import CampaignFile, Text
from outreach.signatures.disclosure import Disclosure

US_LETTER = frozenset({"US", "CA"})
"""Countries where paper is 8.5 by 11 inches; everywhere else it is A4 (ISO 216)."""


@dataclass(frozen=True)
class Content:
    """One government and language in one round. `dated` is the planned dispatch day.

    `history` is None in a first round.
    """

    campaign: CampaignFile
    text: Text
    version_number: int
    version_sha256: str
    disclosure: Disclosure
    government: str
    government_name: str
    dated: date
    history: History | None = None

    @cached_property
    def formats(self) -> Formats:
        return formats_of(self.text.language, self.government)

    @cached_property
    def wording(self) -> Wording:
        return Wording(self.text, self.formats)

    @cached_property
    def figures(self) -> Figures:
        return figures_for(self.disclosure, self.government)

    @property
    def language(self) -> str:
        return self.text.language

    @property
    def paper(self) -> str:
        """The CSS page size."""
        return "letter" if self.government in US_LETTER else "A4"

    @property
    def answer_days(self) -> int:
        """Days that the campaign gives for an answer: its own choice, and the letter says so."""
        return self.campaign.follow_up_days[0]

    @property
    def answer_by(self) -> date:
        return self.dated + timedelta(days=self.answer_days)

    @property
    def is_sample(self) -> bool:
        """Whether any figure, signatory or address is invented for demonstration."""
        return self.disclosure.sample or self.campaign.has_samples

    @property
    def is_draft(self) -> bool:
        """Whether no native reader has approved the text."""
        return not self.text.is_reviewed

    @property
    def marks(self) -> list[str]:
        """The words that stand on every page: sample, draft, both or none."""
        wanted = [("marks.sample", self.is_sample), ("marks.draft", self.is_draft)]
        return [self.wording.phrase(key) for key, holds in wanted if holds]

    @property
    def goal_ahead(self) -> bool:
        """Whether the campaign's goal is neither reached nor past: only then is it named."""
        goal = self.campaign.goal
        return goal.by >= self.dated.isoformat()[: len(goal.by)] and self.disclosure.total < goal.count


@dataclass(frozen=True, slots=True)
class Recipient:
    """One office as a letter addresses it, in the letter's language and the holder's form.

    `block` is the addressee and `address` in the order in which the office's country writes them. `region` is a
    legislator's own, where its count is printed.
    """

    office_key: str
    office_name: str
    role: str
    branch: str
    addressee: str
    salutation: str
    closing: str
    address: tuple[str, ...]
    reference: str
    region: RegionCount | None = None

    @property
    def block(self) -> tuple[str, ...]:
        return postal_block(self.addressee, self.address)
