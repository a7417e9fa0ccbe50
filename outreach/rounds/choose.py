"""How one office is written to, or the sentence that says why it is left out. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from outreach.errors import Refused
from outreach.petition.values import Text
from outreach.recipients.forms import PARTS, form, needs_choice
from outreach.recipients.status import Channel, HolderForm
from outreach.recipients.store import ContactInfo, HolderInfo, ObjectionInfo, OfficeInfo
from outreach.rounds.narrow import EVERYTHING, Narrow

FIRST_LANGUAGE_ONLY = frozenset({"IL"})
"""Governments whose offices get a letter in their first language only, unless staff choose all."""

_NAMES = {
    Channel.EMAIL: "the e-mail contact",
    Channel.POST: "the postal contact",
    Channel.WEB_FORM: "the web form",
    Channel.VIA_MEMBER: "the way through a member",
    Channel.IN_PERSON: "the hand-over in person",
}
_MISSING = {
    Channel.EMAIL: "has no address",
    Channel.POST: "has no address",
    Channel.WEB_FORM: "has no URL",
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for a whole plan. `texts` are the petition version's, by language."""

    live: bool
    choose_holder_forms: bool
    all_languages: bool
    texts: Mapping[str, Text]
    now: datetime
    narrow: Narrow = EVERYTHING


@dataclass(frozen=True, slots=True)
class Candidate:
    """An office with what is known of it today; `objections` are those that stand."""

    office: OfficeInfo
    contacts: tuple[ContactInfo, ...]
    objections: tuple[ObjectionInfo, ...]
    holder: HolderInfo | None


@dataclass(frozen=True, slots=True)
class Choice:
    """The way an office is written to; exactly one of `contact` and `left_out_because` is set."""

    languages: tuple[str, ...]
    contact: ContactInfo | None = None
    holder_form: HolderForm | None = None
    left_out_because: str | None = None


def choose(candidate: Candidate, rules: Rules) -> Choice:
    """Choose the first usable contact in the office's order of preference, its languages and form of address."""
    every = languages_for(candidate.office, all_languages=rules.all_languages)
    languages = tuple(tag for tag in every if not rules.narrow.languages or tag in rules.narrow.languages)
    reason = _office_trouble(candidate) or _language_trouble(every, languages) or _text_trouble(languages, rules)
    if reason is not None:
        return Choice(languages, left_out_because=reason)
    troubles = {contact: trouble(contact, candidate.objections, rules) for contact in candidate.contacts}
    contact = next((contact for contact, found in troubles.items() if found is None), None)
    if contact is None:
        told = "; ".join(f"{_NAMES[contact.channel]} {found}" for contact, found in troubles.items())
        reason = f"No usable contact: {told}." if troubles else "No contact is known."
        return Choice(languages, left_out_because=reason)
    try:
        holder_form = holder_form_for(
            candidate.office, languages, candidate.holder, choose_first=rules.choose_holder_forms
        )
    except Refused as refused:
        return Choice(languages, left_out_because=str(refused))
    return Choice(languages, contact=contact, holder_form=holder_form)


def languages_for(office: OfficeInfo, *, all_languages: bool) -> tuple[str, ...]:
    """The languages of the letters to an office, the first one first."""
    if office.government in FIRST_LANGUAGE_ONLY and not all_languages:
        return office.languages[:1]
    return office.languages


def holder_form_for(
    office: OfficeInfo, languages: Sequence[str], holder: HolderInfo | None, *, choose_first: bool
) -> HolderForm:
    """The holder's own form, else one that fits whoever holds the office, else (if `choose_first`) the first.

    Raises:
        Refused: a person must choose the form first, or the office lacks a form of address in a language.
    """
    wanted: Sequence[HolderForm]
    if not needs_choice(office, languages):
        wanted = (HolderForm.ANY,)
    elif holder is not None:
        wanted = (holder.form,)
    else:
        wanted = (HolderForm.ANY, HolderForm.M, HolderForm.F) if choose_first else (HolderForm.ANY,)
    name = holder.name if holder else ""
    refusals = [(candidate, _refusal(office, languages, candidate, name)) for candidate in wanted]
    for candidate, refused in refusals:
        if refused is None:
            return candidate
    raise _refusal(office, languages, None, name) or Refused(str(refusals[-1][1]))


def trouble(contact: ContactInfo, objections: Sequence[ObjectionInfo], rules: Rules) -> str | None:
    """Why a contact cannot be used, to be read after its name; None when it can."""
    if any(objection.contact_id == contact.id for objection in objections):
        return "was objected to"
    if rules.narrow.channels and contact.channel not in rules.narrow.channels:
        return "is not a channel of this round"
    if contact.channel in _MISSING and not contact.value:
        return _MISSING[contact.channel]
    if contact.flagged_reason is not None:
        return f"is in doubt ({contact.flagged_reason})"
    if rules.live and contact.check_expires_at is None:
        return "was never checked by a person"
    if rules.live and contact.check_expires_at is not None and contact.check_expires_at <= rules.now:
        return f"has a check that expired on {contact.check_expires_at:%Y-%m-%d}"
    return None


def _refusal(office: OfficeInfo, languages: Sequence[str], holder: HolderForm | None, name: str) -> Refused | None:
    try:
        for language in languages:
            for part in PARTS:
                form(office, part, language, holder, name=name)
    except Refused as refused:
        return refused
    return None


def _office_trouble(candidate: Candidate) -> str | None:
    if candidate.office.retired:
        return "The office is retired."
    whole = [objection for objection in candidate.objections if objection.contact_id is None]
    if whole:
        return f"The office asked on {whole[0].objected_at:%Y-%m-%d} not to be written to."
    return None


def _language_trouble(every: Sequence[str], languages: Sequence[str]) -> str | None:
    """A sentence when the round leaves out every language of the office."""
    if every and not languages:
        return f"It is written to in {' and '.join(every)} only, which this round leaves out."
    return None


def _text_trouble(languages: Sequence[str], rules: Rules) -> str | None:
    if not languages:
        return "The office has no language."
    for language in languages:
        text = rules.texts.get(language)
        if text is None:
            return f"The petition has no text in {language}."
        if rules.live and not text.is_reviewed:
            return f"No native reader has checked the text in {language}."
        if rules.live and not text.signed_wording.text.strip():
            return f"The wording that people signed is missing in {language}."
    return None
