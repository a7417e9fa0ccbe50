"""Whether the fonts of a language have every character of its words, before anything is typeset."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from outreach.dossiers.fonts import characters_of
from outreach.dossiers.manuscript import Manuscript
from outreach.dossiers.places import word_place
from outreach.errors import BadInput, Problem

_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_SELECTORS = range(0xFE00, 0xFE10)
"""They choose a form of the character before them, and have no glyph themselves (Unicode 23.4)."""


def uncovered(text: str, language: str) -> list[str]:
    """The characters of `text` that no font of the language has, each once.

    Raises:
        Unavailable: a font is missing.
    """
    wanted = [
        c for c in dict.fromkeys(text) if unicodedata.category(c) not in _UNSEEN and ord(c) not in _SELECTORS
    ]
    covered = characters_of(language)
    return [character for character in wanted if ord(character) not in covered]


def named(characters: Iterable[str], language: str) -> str:
    """`the character “𐎀” (U+10380), which no font of en has: …`, or of several."""
    names = [f"“{character}” (U+{ord(character):04X})" for character in characters]
    many = "s" if len(names) > 1 else ""
    return f"the character{many} {', '.join(names)}, which no font of the language {language} has"


def require_glyphs(manuscripts: Sequence[Manuscript], *, templates: Path, recipients: Path | None = None) -> None:
    """Raise BadInput with a problem for each character that cannot be printed, where it stands, and of what."""
    found: dict[tuple[str, str], str] = {}
    for manuscript in manuscripts:
        for character in uncovered(manuscript.html, manuscript.language):
            found.setdefault((manuscript.language, character), manuscript.name)
    others = (recipients,) if recipients else ()
    problems = []
    for (language, character), name in found.items():
        place = word_place(character, templates=templates, language=language, others=others)
        message = f"The {name} has {named([character], language)}: correct it or add a font."
        problems.append(replace(place, message=message) if place else Problem(message))
    if problems:
        raise BadInput("; ".join(map(str, problems)), problems=problems)
