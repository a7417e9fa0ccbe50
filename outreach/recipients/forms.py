"""Forms of address: the whole form for a language and a holder, never a slash form."""

from collections.abc import Sequence
from typing import Protocol

from outreach.errors import Refused
from outreach.recipients.status import HolderForm
from outreach.recipients.values import Forms

PARTS = ("addressee", "salutation", "closing")


class Addressed(Protocol):
    """An office, from a file or from the database."""

    @property
    def key(self) -> str: ...

    @property
    def forms(self) -> Forms: ...


NAME = "{name}"
"""Stands in a form for the holder's name: a member of parliament is addressed by name."""


def form(office: Addressed, part: str, language: str, holder: HolderForm | None, *, name: str = "") -> str:
    """The text of `part` (addressee, salutation or closing) in `language` for a holder, with their `name` where
    the form has one.

    A form for `any` serves a man or a woman where the office has none of their own. `holder` None means that
    nobody has chosen; it serves only where there is nothing to choose.

    Raises:
        Refused: the office has no such form, a person must first choose the holder's form, or nobody holds it.
    """
    text = _form(office, part, language, holder)
    if NAME not in text:
        return text
    if not name:
        raise Refused(
            f"{office.key} is addressed by its holder's name, and nobody is recorded for that day: import a newer "
            f"file of members with `outreach recipients import`."
        )
    return text.replace(NAME, name)


def _form(office: Addressed, part: str, language: str, holder: HolderForm | None) -> str:
    texts = {text.holder: text.text for text in office.forms.get(part, {}).get(language, ())}
    if not texts:
        raise Refused(f"{office.key} has no {part} in {language}: add one to its file under recipients/.")
    wanted = holder or (HolderForm.ANY if len(texts) == 1 else None)
    for key in (wanted, HolderForm.ANY if wanted else None):
        if key in texts:
            return texts[key]
    offered = " or ".join(texts)
    raise Refused(
        f"The {part} in {language} depends on who holds the office; choose {offered} "
        f"with `outreach recipients hold {office.key}`."
    )


def choices(office: Addressed, languages: Sequence[str]) -> tuple[HolderForm, ...]:
    """The holder forms that give every part in all `languages`; just `any` where there is nothing to choose."""
    if not needs_choice(office, languages):
        return (HolderForm.ANY,)
    return tuple(holder for holder in HolderForm if _complete(office, languages, holder))


def needs_choice(office: Addressed, languages: Sequence[str]) -> bool:
    """Whether a person must say which form the holder uses before a letter in `languages` can be written."""
    return any(
        text.holder is not HolderForm.ANY
        for part in PARTS
        for language in languages
        for text in office.forms.get(part, {}).get(language, ())
    )


def _complete(office: Addressed, languages: Sequence[str], holder: HolderForm) -> bool:
    try:
        for part in PARTS:
            for language in languages:
                _form(office, part, language, holder)
    except Refused:
        return False
    return True
