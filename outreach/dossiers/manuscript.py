"""A document before it is typeset: everything that its bytes depend on, as one value."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A data file carried inside the PDF (an associated file, ISO 19005-3 §6.8). `name` gives its media type."""

    name: str
    description: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Manuscript:
    """HTML and CSS, complete. `name` says which document it is when something is wrong with it.

    `language` is a BCP 47 tag, `dated` the day the document bears: the PDF's only date. `seal_label` is what the
    field for a seal is called aloud; without it there is none.
    """

    name: str
    language: str
    dated: date
    html: str
    css: str
    enclosures: tuple[Enclosure, ...] = ()
    seal_label: str = ""

    def inputs_sha256(self, *, press: str) -> str:
        """The hash of all inputs; `press` names the versions of fonts and libraries that typeset it."""
        parts = [press, self.language, self.dated.isoformat(), self.html, self.css, self.seal_label]
        files = [[e.name, e.description, hashlib.sha256(e.content).hexdigest()] for e in self.enclosures]
        text = json.dumps([parts, files], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished document that conforms to PDF/A-3a and PDF/UA-1."""

    content: bytes
    pages: int


def texts_of(manuscripts: Iterable[Manuscript]) -> dict[str, str]:
    """All that is printed in each language, every character once: what its fonts must have."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in manuscripts:
        found[one.language].update(one.html)
    return {language: "".join(sorted(characters)) for language, characters in found.items()}
