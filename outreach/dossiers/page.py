"""What all PDFs have in common: fonts, paper, marks, metadata, and the words a template may use."""

import re
from typing import Any

from outreach import __version__
from outreach.dossiers.content import Content
from outreach.dossiers.fonts import families, mark_font, typeface_of
from outreach.dossiers.watermark import watermark_uri

GENERATOR = f"outreach {__version__}"


def page_values(content: Content) -> dict[str, Any]:
    """The names that every template knows."""
    campaign, formats, wording = content.campaign, content.formats, content.wording
    right_to_left = content.text.direction == "rtl"
    typeface = typeface_of(content.language)
    marks = content.marks
    return {
        "content": content,
        "campaign": campaign,
        "petition": content.text.petition,
        "figures": content.figures,
        "government_name": content.government_name,
        "language": content.language,
        "direction": content.text.direction,
        "near": "right" if right_to_left else "left",
        "far": "left" if right_to_left else "right",
        "paper": content.paper,
        "text_fonts": families(typeface.text),
        "label_fonts": families(typeface.label),
        "organisations": formats.joined([organiser.name for organiser in campaign.organisers]),
        "generator": GENERATOR,
        "dated": content.dated.isoformat(),
        "marks": " · ".join(marks),
        "watermark": _watermark(marks[0], content.language, right_to_left) if marks else "",
        "as_of": content.disclosure.as_of.date(),
        "member_names": [formats.country(row.code, otherwise=row.name_en) for row in content.figures.members],
        "t": wording.phrase,
        "tn": wording.plural,
        "tl": wording.phrases,
        "number": formats.number,
        "day": formats.day,
        "partial_day": formats.partial_day,
        "country": formats.country,
        "joined": formats.joined,
        "sentences": formats.sentences,
        "gap": formats.gap,
        "colon": formats.colon,
        "isolated": formats.isolated,
    }


def _watermark(word: str, language: str, right_to_left: bool) -> str:
    file, number = mark_font(language)
    word = re.split(r"[ (（]", word)[0]  # without the English word that stands beside it in the heading
    return watermark_uri(word, file, number, right_to_left=right_to_left)
