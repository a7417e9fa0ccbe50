"""Which documents a round needs, each as a manuscript with what its row will say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from outreach.dossiers.content import Content
from outreach.dossiers.dossier import dossier_manuscript
from outreach.dossiers.file_names import dossier_file_name, letter_file_name
from outreach.dossiers.gather import Gathering
from outreach.dossiers.glyphs import require_glyphs
from outreach.dossiers.laws import load_laws
from outreach.dossiers.letter import letter_manuscript
from outreach.dossiers.manuscript import Manuscript
from outreach.dossiers.places import phrases_located
from outreach.dossiers.press import imprint_of
from outreach.dossiers.tables import DocumentKind
from outreach.rounds.store import AddresseeInfo

Place = tuple[DocumentKind, str, str, int | None]
"""Kind, government, language, addressee: what a document is the document of."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One document to be made."""

    kind: DocumentKind
    government: str
    addressee_id: int | None
    file_name: str
    manuscript: Manuscript

    @property
    def place(self) -> Place:
        return self.kind, self.government, self.manuscript.language, self.addressee_id


def plan_documents(
    gathering: Gathering, addressees: Sequence[AddresseeInfo], *, templates: Path, sealed: bool = False
) -> list[Planned]:
    """The dossier of every government and language, then the letters: the long work first.

    With `sealed` each has the field that takes a seal.

    Raises:
        BadInput: a template, phrase or font lacks something; with file, line and language.
        Refused: the round has no dispatch day, or the form of an office's holder is open.
    """
    with phrases_located(templates):
        planned = _planned(gathering, addressees, templates, sealed)
    require_glyphs([item.manuscript for item in planned], templates=templates)
    return planned


def _planned(
    gathering: Gathering, addressees: Sequence[AddresseeInfo], templates: Path, sealed: bool
) -> list[Planned]:
    laws = load_laws(templates)
    dossiers = []
    for government, language in sorted({(a.government, tag) for a in addressees for tag in a.languages}):
        content = gathering.content(government, language)
        manuscript = dossier_manuscript(content, laws=laws, imprint=imprint_of(language), templates=templates)
        name = dossier_file_name(content)
        dossiers.append(
            Planned(DocumentKind.DOSSIER, government, None, name, _with_field(manuscript, content, sealed))
        )
    letters = [_letter(gathering, a, tag, templates, sealed) for a in addressees for tag in a.languages]
    return [*dossiers, *letters]


def _letter(
    gathering: Gathering, addressee: AddresseeInfo, language: str, templates: Path, sealed: bool
) -> Planned:
    content = gathering.letter_content(addressee, language)
    recipient = gathering.recipient(addressee, language)
    manuscript = letter_manuscript(content, recipient, templates=templates)
    name = letter_file_name(content, recipient)
    return Planned(
        DocumentKind.LETTER, addressee.government, addressee.id, name, _with_field(manuscript, content, sealed)
    )


def _with_field(manuscript: Manuscript, content: Content, sealed: bool) -> Manuscript:
    return replace(manuscript, seal_label=content.wording.phrase("marks.seal")) if sealed else manuscript
