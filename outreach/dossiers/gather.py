"""Read what a round's documents are made of from the stages before: version, disclosure, offices, addressees."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session

from outreach.dossiers.addressing import recipient_of
from outreach.dossiers.content import Content, Recipient
from outreach.dossiers.figures import region_count
from outreach.dossiers.history import History
from outreach.errors import BadInput, Refused
from outreach.petition.store import VersionInfo, get_version
from outreach.recipients.store import current_holder, get_government, get_office, list_contacts
from outreach.recipients.values import ContactInfo, GovernmentInfo, OfficeInfo
from outreach.rounds.calendar import letter_day
from outreach.rounds.store import AddresseeInfo, RoundInfo
from outreach.signatures.disclosure import Disclosure


@dataclass(slots=True)
class Gathering:
    """One round's sources; each government, office and content is read once."""

    session: Session
    round: RoundInfo
    disclosure: Disclosure
    version: VersionInfo
    histories: Mapping[str, History]
    _governments: dict[str, GovernmentInfo] = field(default_factory=dict)
    _offices: dict[str, tuple[OfficeInfo, list[ContactInfo]]] = field(default_factory=dict)
    _contents: dict[tuple[str, str], Content] = field(default_factory=dict)
    _dated: dict[tuple[str, str, date], Content] = field(default_factory=dict)

    def content(self, government: str, language: str) -> Content:
        """What all documents of a government and language share.

        Raises:
            Refused: the round has no dispatch day yet, which is the date of its letters.
            BadInput: the petition version has no text in this language.
        """
        key = (government, language)
        if key not in self._contents:
            self._contents[key] = self._make_content(government, language)
        return self._contents[key]

    def letter_content(self, addressee: AddresseeInfo, language: str) -> Content:
        """The same, dated for this very addressee: later than the dossier after days off, or when sent again."""
        content = self.content(addressee.government, language)
        if addressee.opens_at is None:
            return content
        time_zone = self._government(addressee.government).time_zone
        day = letter_day(addressee.opens_at, time_zone=time_zone)
        return self._dated.setdefault((addressee.government, language, day), replace(content, dated=day))

    def recipient(self, addressee: AddresseeInfo, language: str) -> Recipient:
        """How a letter addresses this addressee, by whoever holds the office on the letter's day.

        Raises:
            Refused: the holder's form is open, or nobody holds a legislator's seat that day.
        """
        office, contacts = self._office(addressee.office_key)
        holder = current_holder(self.session, office.key, self.letter_content(addressee, language).dated)
        return recipient_of(
            office,
            contacts,
            language=language,
            holder=addressee.holder_form,
            reference=addressee.reference,
            name=holder.name if holder else "",
            region=region_count(self.disclosure, office.government, office.region, language=language),
        )

    def _make_content(self, government: str, language: str) -> Content:
        if self.round.dispatch_on is None:
            raise Refused(
                f"Round {self.round.id} has no dispatch day, which is the date of its letters: "
                f"give it one with `outreach rounds schedule {self.round.id}` first."
            )
        text = self.version.texts.get(language)
        if text is None:
            raise BadInput(f"Petition version {self.version.number} has no text in {language}: add it and freeze.")
        found = self._government(government)
        return Content(
            campaign=self.version.campaign,
            text=text,
            version_number=self.version.number,
            version_sha256=self.version.sha256,
            disclosure=self.disclosure,
            government=government,
            government_name=found.names.get(language, found.name),
            dated=self.round.dispatch_on,
            history=self.histories.get(government),
        )

    def _government(self, code: str) -> GovernmentInfo:
        if code not in self._governments:
            self._governments[code] = get_government(self.session, code)
        return self._governments[code]

    def _office(self, key: str) -> tuple[OfficeInfo, list[ContactInfo]]:
        if key not in self._offices:
            self._offices[key] = get_office(self.session, key), list_contacts(self.session, key)
        return self._offices[key]


def gather(
    session: Session, round_: RoundInfo, disclosure: Disclosure, *, histories: Mapping[str, History]
) -> Gathering:
    """The sources of a round whose disclosure is fixed; raises NotFound when its version is gone."""
    return Gathering(session, round_, disclosure, get_version(session, round_.version_id), histories)
