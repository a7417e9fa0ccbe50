"""Which way an office is written to, and every reason why it is left out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outreach.petition.load import load_texts
from outreach.petition.status import ReviewState
from outreach.petition.values import SignedWording, Text, TextReview
from outreach.recipients.status import Branch, Channel, HolderForm, OfficeRole, Scope
from outreach.recipients.store import ContactInfo, HolderInfo, ObjectionInfo, OfficeInfo
from outreach.recipients.values import FormText
from outreach.rounds.choose import Candidate, Choice, Rules, choose, languages_for

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
M, F, ANY = HolderForm.M, HolderForm.F, HolderForm.ANY
TEMPLATES = Path(__file__).resolve().parents[2] / "letter_templates"
DRAFT = load_texts(TEMPLATES)["en"]
READY = replace(
    DRAFT,
    review=TextReview(ReviewState.REVIEWED, reader="A Reader", reviewed_on=NOW.date()),
    signed_wording=SignedWording("What people signed.", "the organisers"),
)


def forms(
    *holders: HolderForm, languages: tuple[str, ...] = ("en",)
) -> dict[str, dict[str, tuple[FormText, ...]]]:
    texts = tuple(FormText(holder, f"for {holder}") for holder in holders)
    return {part: dict.fromkeys(languages, texts) for part in ("addressee", "salutation", "closing")}


OFFICE = OfficeInfo(
    key="gb-pm",
    government="GB",
    branch=Branch.EXECUTIVE,
    role=OfficeRole.HEAD_OF_GOVERNMENT,
    name="The Prime Minister",
    names={"en": "The Prime Minister"},
    languages=("en",),
    forms=forms(ANY),
    website="",
    confidence={},
    sources=(),
    verified=False,
    notes="",
    retired=False,
)
POST = ContactInfo(
    id=1,
    office_key="gb-pm",
    channel=Channel.POST,
    value="10 Downing Street\nLondon",
    note="",
    preference=1,
    edited_by=None,
    checked_by="staff_sam",
    checked_at=NOW,
    check_source="https://www.gov.uk",
    check_expires_at=NOW + timedelta(days=90),
    flagged_reason=None,
    retired=False,
)
EMAIL = replace(POST, id=2, channel=Channel.EMAIL, value="pm@gov.example", preference=0)
WEB = replace(POST, id=3, channel=Channel.WEB_FORM, value="https://gov.example/contact")
MEMBER = replace(POST, id=4, channel=Channel.VIA_MEMBER, value="")
OBJECTION = ObjectionInfo(1, Scope.OFFICE, "gb-pm", None, "the office", "a letter", NOW, None)
HOLDER = HolderInfo(1, "gb-pm", F, "", None, None, "the office's page")


def candidate(*contacts: ContactInfo, office: OfficeInfo = OFFICE, **more: object) -> Candidate:
    values: dict[str, object] = {"objections": (), "holder": None, **more}
    return Candidate(office=office, contacts=contacts, **values)  # type: ignore[arg-type]


def rules(*, live: bool = False, choose_holder_forms: bool = False, text: Text = READY) -> Rules:
    return Rules(live, choose_holder_forms, False, {"en": text, "fr": text}, NOW)


@pytest.mark.parametrize(
    ("contacts", "chosen"),
    [
        ((EMAIL, POST), EMAIL),
        ((POST, EMAIL), POST),
        ((replace(EMAIL, value=""), POST), POST),
        ((replace(WEB, value=""), replace(EMAIL, flagged_reason="bounced: dead"), POST), POST),
        ((MEMBER,), MEMBER),
        ((MEMBER, POST), MEMBER),
    ],
)
def test_first_usable_contact(contacts: tuple[ContactInfo, ...], chosen: ContactInfo) -> None:
    assert choose(candidate(*contacts), rules(live=True)) == Choice(("en",), contact=chosen, holder_form=ANY)


def test_an_objection_to_a_contact_leaves_the_others() -> None:
    objected = candidate(EMAIL, POST, objections=(replace(OBJECTION, scope=Scope.CONTACT, contact_id=2),))
    assert choose(objected, rules()).contact == POST


OLD = replace(POST, check_expires_at=NOW)
UNCHECKED = replace(POST, check_expires_at=None)


@pytest.mark.parametrize(
    ("who", "how", "reason"),
    [
        (candidate(POST, office=replace(OFFICE, retired=True)), rules(), "The office is retired."),
        (
            candidate(POST, objections=(OBJECTION,)),
            rules(),
            "The office asked on 2026-11-24 not to be written to.",
        ),
        (candidate(), rules(), "No contact is known."),
        (candidate(replace(WEB, value="")), rules(), "No usable contact: the web form has no URL."),
        (
            candidate(replace(EMAIL, value=""), replace(POST, value="")),
            rules(),
            "No usable contact: the e-mail contact has no address; the postal contact has no address.",
        ),
        (
            candidate(replace(EMAIL, flagged_reason="bounced")),
            rules(),
            "No usable contact: the e-mail contact is in doubt (bounced).",
        ),
        (
            candidate(POST, objections=(replace(OBJECTION, scope=Scope.CONTACT, contact_id=1),)),
            rules(),
            "No usable contact: the postal contact was objected to.",
        ),
        (
            candidate(OLD),
            rules(live=True),
            "No usable contact: the postal contact has a check that expired on 2026-11-24.",
        ),
        (
            candidate(UNCHECKED),
            rules(live=True),
            "No usable contact: the postal contact was never checked by a person.",
        ),
        (
            candidate(POST, office=replace(OFFICE, languages=("en", "ja"))),
            rules(),
            "The petition has no text in ja.",
        ),
        (candidate(POST), rules(live=True, text=DRAFT), "No native reader has checked the text in en."),
        (
            candidate(POST),
            rules(live=True, text=replace(READY, signed_wording=SignedWording("", ""))),
            "The wording that people signed is missing in en.",
        ),
        (candidate(POST, office=replace(OFFICE, languages=())), rules(), "The office has no language."),
    ],
)
def test_left_out_because(who: Candidate, how: Rules, reason: str) -> None:
    choice = choose(who, how)
    assert choice.left_out_because == reason
    assert choice.contact is None


@pytest.mark.parametrize("contact", [OLD, UNCHECKED])
def test_checks_matter_in_a_live_round_only(contact: ContactInfo) -> None:
    assert choose(candidate(contact), rules()).contact == contact


TWO = replace(OFFICE, forms=forms(M, F))
THREE = replace(OFFICE, forms=forms(M, F, ANY))


@pytest.mark.parametrize(
    ("office", "holder", "choose_first", "form"),
    [
        (OFFICE, None, False, ANY),
        (OFFICE, HOLDER, False, ANY),
        (TWO, HOLDER, False, F),
        (TWO, None, True, M),
        (THREE, None, False, ANY),
        (THREE, None, True, ANY),
        (THREE, HOLDER, False, F),
    ],
)
def test_form_of_address(
    office: OfficeInfo, holder: HolderInfo | None, choose_first: bool, form: HolderForm
) -> None:
    found = choose(candidate(POST, office=office, holder=holder), rules(choose_holder_forms=choose_first))
    assert found.holder_form == form


@pytest.mark.parametrize(
    ("office", "holder", "told"),
    [
        (TWO, None, "depends on who holds the office; choose m or f"),
        (replace(OFFICE, forms=forms(M)), HOLDER, "depends on who holds the office; choose m"),
        (replace(OFFICE, forms={}), None, "gb-pm has no addressee in en"),
    ],
)
def test_no_form_of_address(office: OfficeInfo, holder: HolderInfo | None, told: str) -> None:
    assert told in (choose(candidate(POST, office=office, holder=holder), rules()).left_out_because or "")


@pytest.mark.parametrize(
    ("government", "everything", "languages"),
    [("CA", False, ("en", "fr")), ("IN", False, ("en", "fr")), ("IL", False, ("en",)), ("IL", True, ("en", "fr"))],
)
def test_languages(government: str, everything: bool, languages: tuple[str, ...]) -> None:
    office = replace(OFFICE, government=government, languages=("en", "fr"))
    assert languages_for(office, all_languages=everything) == languages
