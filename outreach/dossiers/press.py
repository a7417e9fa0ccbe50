"""From manuscript to finished, checked file: typeset, finish, gate."""

from dataclasses import dataclass

import pikepdf

from outreach import __version__
from outreach.dossiers.conformance import require_conformance
from outreach.dossiers.finish import finish
from outreach.dossiers.fonts import FontFolder, describe_fonts
from outreach.dossiers.harfbuzz import harfbuzz_version
from outreach.dossiers.manuscript import Manuscript, Printed
from outreach.dossiers.typesetter import Typesetter
from outreach.dossiers.weasy import WeasyTypesetter, weasy_version


@dataclass(frozen=True, slots=True)
class Imprint:
    """What made a document, as it says itself."""

    software: str
    fonts: str


def imprint_of(language: str) -> Imprint:
    """Names and versions of the libraries and of the fonts of a language."""
    software = (
        f"outreach {__version__}, {weasy_version()}, HarfBuzz {harfbuzz_version()}, pikepdf {pikepdf.__version__}"
    )
    return Imprint(software, describe_fonts(language))


@dataclass(frozen=True, slots=True)
class Press:
    """One per process: it keeps its fonts."""

    typesetter: Typesetter

    def run(self, manuscript: Manuscript) -> Printed:
        """The finished document.

        Raises:
            BadInput: it cannot be typeset without a warning, or does not conform to PDF/A-3a and PDF/UA-1.
        """
        draft = self.typesetter.typeset(manuscript)
        content = finish(draft.content, seal_label=manuscript.seal_label)
        require_conformance(content, name=manuscript.name)
        return Printed(content, draft.pages)


def open_press(fonts: FontFolder) -> Press:
    """A press with the fonts of a prepared folder."""
    return Press(WeasyTypesetter(fonts))


def edition(fonts: FontFolder, language: str) -> str:
    """All that may alter a document of this language beside its manuscript."""
    return f"{imprint_of(language).software}; {fonts.editions[language]}"
