"""The language that the desk speaks: catalogs in gettext's format (PO), and CLDR's dates and numbers."""

import gettext
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from outreach.errors import BadInput
from outreach.interface.extract import package_messages
from outreach.interface.sentences import Sentences

FOLDER = Path(__file__).parent / "catalogs"
ENGLISH = "en"
PSEUDO = "en-XA"
"""English with an accent on its vowels: what shows without is not ready for translation."""
_ACCENTS = str.maketrans("AEIOUYaeiouy", "ÅÉÎÖÛÝåéîöûý")
_KEPT = re.compile(r"%\(\w+\)[sd]|{\w+}|<[^>]*>|&\w+;|`[^`]*`")


@dataclass(frozen=True, slots=True)
class Speech:
    """One language of the desk: `tag` is BCP 47, `locale` what CLDR's dates and numbers are told by."""

    tag: str
    locale: str
    translations: gettext.NullTranslations
    sentences: Sentences | None

    def gettext(self, message: str) -> str:
        """A label or a sentence without values."""
        return self.translations.gettext(message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The form that the language has for this count."""
        return self.translations.ngettext(one, many, count)

    def tell(self, sentence: str) -> str:
        """A sentence that a stage said in English, values and all."""
        return sentence if self.sentences is None else self.sentences.tell(sentence)


@cache
def speech_of(tag: str) -> Speech:
    """The language of the desk with this BCP 47 tag.

    Raises:
        BadInput: there is no catalog for it, or it cannot be read.
    """
    if tag == ENGLISH:
        return Speech(ENGLISH, "en", gettext.NullTranslations(), None)
    if tag == PSEUDO:
        return Speech(PSEUDO, "en", _Pseudo(), Sentences({one: accented(one) for one in package_messages()}))
    path = FOLDER / f"{tag}.po"
    if not path.is_file():
        have = ", ".join([ENGLISH, *sorted(file.stem for file in FOLDER.glob("*.po"))])
        raise BadInput(f"OUTREACH_INTERFACE={tag}: the desk has no such language yet; it has {have}.")
    return _read(path, tag)


def _read(path: Path, tag: str) -> Speech:
    with path.open("rb") as file:
        catalog = read_po(file, locale=tag.replace("-", "_"))
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    told = {
        str(message.id): str(message.string)
        for message in catalog
        if message.id and message.string and isinstance(message.id, str) and not message.fuzzy
    }
    return Speech(tag, tag.replace("-", "_"), gettext.GNUTranslations(compiled), Sentences(told))


def accented(message: str) -> str:
    """The message with accents; what is filled in, markup and commands stay as they are."""
    kept = _KEPT.findall(message)
    return "".join(
        part.translate(_ACCENTS) + (kept[number] if number < len(kept) else "")
        for number, part in enumerate(_KEPT.split(message))
    )


class _Pseudo(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return accented(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return accented(msgid1 if n == 1 else msgid2)


_spoken: ContextVar[Speech | None] = ContextVar("speech", default=None)


def spoken() -> Speech:
    """The language in which the present request is answered."""
    return _spoken.get() or speech_of(ENGLISH)


def speak(speech: Speech) -> None:
    """Answer the present request in this language."""
    _spoken.set(speech)


@contextmanager
def speaking(speech: Speech) -> Iterator[Speech]:
    """Answer in this language while the block runs."""
    token = _spoken.set(speech)
    try:
        yield speech
    finally:
        _spoken.reset(token)
