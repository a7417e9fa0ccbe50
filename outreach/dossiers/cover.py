"""What is said with the documents: the mail they are attached to, or the text for a form or a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session

from outreach.dossiers.content import Content, Recipient
from outreach.dossiers.file_names import dossier_file_name, letter_file_name
from outreach.dossiers.fit import fit, weight
from outreach.dossiers.gather import gather
from outreach.dossiers.page import page_values
from outreach.dossiers.places import phrases_located
from outreach.dossiers.templates import render
from outreach.errors import Refused
from outreach.recipients.form_limits import FormLimits
from outreach.recipients.status import Channel
from outreach.recipients.store import get_contact
from outreach.rounds.store import get_addressee, get_round
from outreach.signatures.store import find_disclosure

BETWEEN = "\n\n" + "-" * 72 + "\n\n"
"""Between the languages of one text."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The words around the documents, in all `languages`. `html` is empty for what is not a mail.

    `left_out` is what a web form's limit left no room for, sentence by sentence.
    """

    subject: str
    text: str
    html: str
    languages: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def cover_for(session: Session, *, addressee_id: int, templates: Path) -> Cover:
    """The cover of one addressee: a mail in text and HTML, or for other channels text to paste or hand over.

    Raises:
        Refused: the addressee is left out, the round's documents were not built yet, or a form takes too little.
        BadInput: a template or phrase lacks something.
    """
    addressee = get_addressee(session, addressee_id)
    round_ = get_round(session, addressee.round_id)
    disclosure = find_disclosure(session, round_.snapshot_id)
    if not addressee.included:
        raise Refused(f"Addressee {addressee_id} is left out: {addressee.left_out_because}")
    if disclosure is None:
        raise Refused(
            f"The documents of round {round_.id} were not built: "
            f"build them with `outreach dossiers build {round_.id}`."
        )
    gathering = gather(session, round_, disclosure, histories={})  # a cover says nothing of earlier rounds
    parts = [
        (gathering.letter_content(addressee, language), gathering.recipient(addressee, language))
        for language in addressee.languages
    ]
    contact = get_contact(session, addressee.contact_id) if addressee.contact_id else None
    limits = contact.limits if contact else None
    try:
        with phrases_located(templates):
            return cover_of(parts, channel=addressee.channel or Channel.POST, templates=templates, limits=limits)
    except Refused as refused:
        raise Refused(f"{addressee.office_key} ({addressee.reference}): {refused}") from refused


def cover_of(
    parts: Sequence[tuple[Content, Recipient]],
    *,
    channel: Channel,
    templates: Path,
    limits: FormLimits | None = None,
) -> Cover:
    """The cover in the languages of `parts`, the first one's subject first; cut to `limits` for a web form.

    Raises:
        Refused: not even what must be said fits.
        BadInput: a template or phrase lacks something.
    """
    section = "mail" if channel is Channel.EMAIL else "handover"
    values = [_values(content, recipient, channel) for content, recipient in parts]
    subjects = [
        content.wording.phrase(f"{section}.subject", reference=recipient.reference) for content, recipient in parts
    ]
    texts = [render(templates, f"{section}.txt.j2", v, language=v["language"]).strip() for v in values]
    fitted = fit(texts, between=BETWEEN, limits=limits if channel is Channel.WEB_FORM else None)
    html = ""
    if channel is Channel.EMAIL:
        shared = {"parts": values, "subject": subjects[0], "language": values[0]["language"]}
        html = render(templates, "mail.html.j2", shared, language=values[0]["language"])
    return Cover(subjects[0], fitted.text, html, tuple(v["language"] for v in values), fitted.left_out)


def _values(content: Content, recipient: Recipient, channel: Channel) -> dict[str, Any]:
    return page_values(content) | {
        "recipient": recipient,
        "asks": content.text.asks_for(recipient.role),
        "channel": channel,
        "weight": weight,
        "letter_file": letter_file_name(content, recipient),
        "dossier_file": dossier_file_name(content),
    }
