"""What must hold for one office of a recipients file."""

import re
from collections.abc import Collection

from ruamel.yaml.comments import CommentedMap

from outreach.recipients.address import fault_of
from outreach.recipients.check_limits import check_limits
from outreach.recipients.document import Document
from outreach.recipients.forms import PARTS
from outreach.recipients.status import Branch, Channel, Confidence, HolderForm, OfficeRole

KEYS = (
    "id",
    "classification",
    "role",
    "name",
    "names",
    "languages",
    *PARTS,
    "contact_details",
    "links",
    "sources",
    "confidence",
    "verified",
    "notes",
)
CONFIDENCE_KEYS = ("institution", "postal_address", "salutation", "closing")
ABBREVIATIONS = re.compile(r"\b(?:c/o|a/s)\b")
"""care of, aux soins de: their stroke is part of the word."""
OPTIONAL_ENDING = re.compile(r"\w\(\w{1,3}\)")


def check_office(
    document: Document, office: CommentedMap, *, code: str, languages: Collection[str], sources: Collection[str]
) -> None:
    """Note every problem of an office of government `code`, whose file has these `languages` and `sources`."""
    document.keys(office, needed=KEYS)
    _check_key(document, office, code)
    document.word(office, "classification", Branch)
    document.word(office, "role", OfficeRole)
    document.text(office, "name")
    document.text(office, "notes", may_be_empty=True)
    if not isinstance(office.get("verified"), bool):
        document.say(office, "verified", "`verified` must be true or false.")
    spoken = _check_languages(document, office, languages)
    check_texts(document, office, "names", spoken)
    for part in PARTS:
        check_forms(document, office, part, spoken)
    contacts = document.items(office, "contact_details", at_least=1)
    seen = set()
    for index, _ in enumerate(contacts):
        if (contact := document.mapping(contacts, index)) is None:
            continue
        _check_contact(document, contact)
        said = (str(contact.get("type")), str(contact.get("value")))
        if said in seen:
            document.say(contacts, index, f"this {said[0]} contact stands here twice.")
        seen.add(said)
    _check_links(document, office)
    cited = document.items(office, "sources", at_least=1)
    for index, _ in enumerate(cited):
        if (source := document.text(cited, index)) and source not in sources:
            document.say(cited, index, f"the source {source!r} is not among the file's sources.")
    _check_confidence(document, office)


def _check_key(document: Document, office: CommentedMap, code: str) -> None:
    key = document.text(office, "id")
    if key and not re.fullmatch(rf"{code.lower()}-[a-z0-9-]{{1,60}}", key):
        document.say(office, "id", f"the id {key!r} must be `{code.lower()}-` and letters a-z, digits or hyphens.")


def _check_languages(document: Document, office: CommentedMap, languages: Collection[str]) -> list[str]:
    spoken = document.items(office, "languages", at_least=1)
    for index, language in enumerate(spoken):
        if language not in languages:
            document.say(spoken, index, f"unknown language {language!r}: it is not among the file's `languages`.")
    return [str(language) for language in spoken]


def check_texts(document: Document, office: CommentedMap, key: str, spoken: list[str]) -> None:
    """Note each language that is missing or too many at `key`, and each text that is not whole."""
    names = document.mapping(office, key)
    if names is None:
        return
    _same_languages(document, office, key, spoken)
    for language in names:
        _whole(document, names, language)


def check_forms(document: Document, office: CommentedMap, part: str, spoken: list[str]) -> None:
    """Note what is wrong with the forms of address of `part` in the languages of an office."""
    if part not in office or (forms := document.mapping(office, part)) is None:
        return
    _same_languages(document, office, part, spoken)
    for language in forms:
        holders = []
        texts = document.items(forms, language, at_least=1)
        for index, _ in enumerate(texts):
            if (text := document.mapping(texts, index)) is None:
                continue
            document.keys(text, needed=("holder", "text"))
            holders.append(document.word(text, "holder", HolderForm))
            _whole(document, text, "text")
        _check_holders(document, forms, language, part, holders)


def _check_holders(
    document: Document, forms: CommentedMap, language: str, part: str, holders: list[str | None]
) -> None:
    for holder in {holder for holder in holders if holder and holders.count(holder) > 1}:
        document.say(forms, language, f"the {part} in {language} has two forms for `{holder}`.")
    if HolderForm.ANY in holders:
        return
    for one, other in ((HolderForm.M, HolderForm.F), (HolderForm.F, HolderForm.M)):
        if one in holders and other not in holders:
            document.say(forms, language, f"the {part} in {language} has a form for `{one}`, none for `{other}`.")


def _same_languages(document: Document, office: CommentedMap, key: str, spoken: list[str]) -> None:
    for language in spoken:
        if language not in office[key]:
            document.say(office, key, f"`{key}` in {language} is missing.")
    for language in office[key]:
        if language not in spoken:
            document.say(office[key], language, f"`{key}` has {language}, which is not a language of this office.")


def _whole(document: Document, node: CommentedMap, key: str) -> None:
    text = document.text(node, key)
    if "/" in ABBREVIATIONS.sub("", text) or OPTIONAL_ENDING.search(text):
        document.say(node, key, f"{text!r} is a slash form: write one form for `m` and one for `f`, each in full.")


def _check_contact(document: Document, contact: CommentedMap) -> None:
    document.keys(contact, needed=("type", "value"), allowed=("note", "limits"))
    document.note(contact)
    channel = document.word(contact, "type", Channel)
    if channel is None or "value" not in contact:
        return
    check_limits(document, contact, channel)
    if channel == Channel.POST:
        lines = document.items(contact, "value", at_least=1)
        value = "\n".join(document.text(lines, index) for index, _ in enumerate(lines))
    else:
        value = document.text(contact, "value", may_be_empty=True)
    if value and (fault := fault_of(Channel(channel), value)):
        document.say(contact, "value", fault)


def _check_links(document: Document, office: CommentedMap) -> None:
    links = document.items(office, "links")
    for index, _ in enumerate(links):
        if (link := document.mapping(links, index)) is None:
            continue
        document.keys(link, needed=("url",), allowed=("note",))
        document.note(link)
        if fault := fault_of(Channel.WEB_FORM, document.text(link, "url")):
            document.say(link, "url", fault)


def _check_confidence(document: Document, office: CommentedMap) -> None:
    confidence = document.mapping(office, "confidence")
    if confidence is None:
        return
    document.keys(confidence, needed=CONFIDENCE_KEYS)
    for key in CONFIDENCE_KEYS:
        if key in confidence:
            document.word(confidence, key, Confidence)
