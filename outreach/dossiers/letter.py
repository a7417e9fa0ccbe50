"""The letter: one addressee, one language, one or two pages."""

from pathlib import Path

from outreach.dossiers.content import Content, Recipient
from outreach.dossiers.manuscript import Manuscript
from outreach.dossiers.page import page_values
from outreach.dossiers.since import letter_since
from outreach.dossiers.style import read_style
from outreach.dossiers.templates import render


def letter_manuscript(content: Content, recipient: Recipient, *, templates: Path) -> Manuscript:
    """The letter to `recipient`, ready to be typeset.

    Raises:
        BadInput: the template or a phrase lacks something; with file, line or key, and language.
    """
    values = page_values(content) | {
        "recipient": recipient,
        "asks": content.text.asks_for(recipient.role),
        "since": letter_since(content, recipient.office_key),
        "footing": _footing(content, recipient),
        "clock": _clock(content, recipient),
        "page_word": content.wording.phrase("letter.page"),
    }
    return Manuscript(
        name=f"letter to {recipient.office_key} ({content.language})",
        language=content.language,
        dated=content.dated,
        html=render(templates, "letter.html.j2", values, language=content.language),
        css=read_style(templates),
    )


def _footing(content: Content, recipient: Recipient) -> str:
    """What the country's law says of petitions to the executive, where there is something to cite."""
    key = f"letter.footing.{content.government}"
    fits = recipient.branch == "executive" and content.wording.has(key)
    return content.wording.phrase(key) if fits else ""


def _clock(content: Content, recipient: Recipient) -> str:
    """By when the country's law has petitions of another kind answered, where a source says so.

    Such rules bind the government and its ministries: a head of state or a parliament is not told of them.
    """
    key = f"letter.clock.{content.government}"
    fits = recipient.branch == "executive" and recipient.role != "head_of_state"
    return content.wording.phrase(key) if fits and content.wording.has(key) else ""
