"""Sticky labels for what goes by post: sheets of A4 with 14 labels of 99.1 × 38.1 mm (such as Avery L7163).

Print only, as the post pack. Each language begins on a new sheet, since each has its own fonts.
"""

import tempfile
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session

from outreach.delivery.post_pack import address_lines, joined, to_post
from outreach.dossiers.fonts import families, prepare_fonts, typeface_of
from outreach.dossiers.manuscript import Manuscript, texts_of
from outreach.dossiers.press import open_press
from outreach.dossiers.templates import render
from outreach.petition.languages import direction_of

ON_A_SHEET = 14


@dataclass(frozen=True, slots=True)
class Labels:
    """One PDF, and the deliveries whose labels are on it, in the order of the sheets. `held` have none."""

    content: bytes
    deliveries: tuple[int, ...]
    sheets: int
    held: tuple[int, ...]


def label_sheets(
    session: Session, *, round_id: int, government: str | None, templates: Path, now: datetime
) -> Labels:
    """A label for each envelope of a round (and government) that may be posted now. Raises as `post_pack`."""
    wanted, held = to_post(session, round_id=round_id, government=government, now=now)
    by_language = defaultdict(list)
    for task in wanted:
        by_language[task.manifest.languages[0]].append(task)
    manuscripts = []
    for language, tasks in by_language.items():
        labels = [
            {"lines": address_lines(session, task.manifest), "reference": task.manifest.reference}
            for task in tasks
        ]
        sheets = [labels[start : start + ON_A_SHEET] for start in range(0, len(labels), ON_A_SHEET)]
        values = {
            "language": language,
            "direction": direction_of(language),
            "fonts": families(typeface_of(language).label),
            "sheets": sheets,
        }
        html = render(templates, "labels.html.j2", values, language=language)
        dated = date.fromisoformat(tasks[0].manifest.dated)
        manuscripts.append(Manuscript(f"labels in {language}", language, dated, html, css=""))
    content, pages = _printed(manuscripts)
    order = tuple(task.delivery.id for tasks in by_language.values() for task in tasks)
    return Labels(content, order, pages, held)


def _printed(manuscripts: list[Manuscript]) -> tuple[bytes, int]:
    with tempfile.TemporaryDirectory(prefix="outreach-") as folder:
        typesetter = open_press(prepare_fonts(Path(folder), texts_of(manuscripts))).typesetter
        return joined(typesetter.typeset(manuscript).content for manuscript in manuscripts)
