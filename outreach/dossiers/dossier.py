"""The dossier: the same document for every office of one government and language."""

from dataclasses import dataclass
from pathlib import Path

from outreach.dossiers.chart import Bar, Chart, bar_chart
from outreach.dossiers.columns import halves
from outreach.dossiers.content import Content
from outreach.dossiers.data_files import clearly_ended, counts_csv, dossier_json
from outreach.dossiers.figures import withheld_somewhere
from outreach.dossiers.laws import Law
from outreach.dossiers.manuscript import Enclosure, Manuscript
from outreach.dossiers.page import page_values
from outreach.dossiers.press import Imprint
from outreach.dossiers.since import dossier_since
from outreach.dossiers.style import read_style
from outreach.dossiers.templates import render

CHART_ROWS = 12
REGIONS_BESIDE = 11
"""As many regions as stand beside the chart; more have a place of their own below."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of countries; `count` None is withheld.

    `kind` is `own` for the government's own country, `total` for the last line, else empty.
    """

    name: str
    count: int | None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Growth:
    """A total at an earlier or the present count; `change` since the line before."""

    day: str
    total: int
    change: int | None


def dossier_manuscript(
    content: Content, *, laws: tuple[Law, ...], imprint: Imprint, templates: Path
) -> Manuscript:
    """The dossier, ready to be typeset, with its counts as data files.

    Raises:
        BadInput: the template or a phrase lacks something; with file, line or key, and language.
    """
    rows = country_rows(content)
    values = page_values(content) | {
        "rows": [*rows, *closing_rows(content)],
        "halves": halves,
        "regions_beside": 0 < len(content.figures.regions) <= REGIONS_BESIDE,
        "since": dossier_since(content),
        "growth": growth_rows(content),
        "chart": _chart(content, rows),
        "withheld": withheld_somewhere(content.disclosure),
        "laws": [law for law in laws if law.place != content.government],
        "imprint": imprint,
        "page_word": content.wording.phrase("dossier.page"),
        "share": content.formats.share,
        "change": content.formats.change,
        "law_place": lambda place: _place(content, place),
    }
    return Manuscript(
        name=f"dossier for {content.government} ({content.language})",
        language=content.language,
        dated=content.dated,
        html=render(templates, "dossier.html.j2", values, language=content.language),
        css=read_style(templates),
        enclosures=_enclosures(content, imprint),
    )


def country_rows(content: Content) -> list[Row]:
    """Countries by number of signatures; those without a printed number last."""
    own = {content.government, *(member.code for member in content.figures.members)}
    return [
        Row(content.formats.country(row.code, otherwise=row.name_en), row.count, "own" if row.code in own else "")
        for row in content.disclosure.countries
    ]


def closing_rows(content: Content) -> list[Row]:
    """What was put together, what belongs to no country, and the total."""
    phrase, figures = content.wording.phrase, content.figures
    rows = [Row(phrase("dossier.row_total"), figures.total, "total")]
    if figures.difference > 0:
        rows.insert(0, Row(phrase("dossier.row_rest"), figures.difference))
    if content.disclosure.merged is not None:
        rows.insert(0, Row(phrase("dossier.row_merged"), content.disclosure.merged))
    return rows


def growth_rows(content: Content) -> list[Growth]:
    """The totals that were printed, oldest first; empty when there is only the present one."""
    points = content.disclosure.growth
    before: list[int | None] = [None, *(point.total for point in points)]
    rows = [
        Growth(content.formats.day(point.as_of.date()), point.total, None if last is None else point.total - last)
        for point, last in zip(points, before, strict=False)
    ]
    return rows if len(rows) > 1 else []


def _chart(content: Content, rows: list[Row]) -> Chart | None:
    number = content.formats.number
    bars = [Bar(r.name, r.count, number(r.count), r.kind == "own") for r in rows if r.count][:CHART_ROWS]
    if not bars:
        return None
    items = [content.wording.phrase("dossier.chart_item", country=bar.name, count=bar.label) for bar in bars]
    text = content.wording.phrase("dossier.chart_text", items=content.formats.joined(items))
    return bar_chart(bars, text=text, right_to_left=content.text.direction == "rtl")


def _place(content: Content, place: str) -> str:
    return (
        content.wording.phrase("dossier.council_of_europe") if place == "COE" else content.formats.country(place)
    )


def _enclosures(content: Content, imprint: Imprint) -> tuple[Enclosure, ...]:
    table = counts_csv(content.disclosure)
    record = dossier_json(content, imprint)
    return (
        Enclosure("counts.csv", "Signatures by country and region", clearly_ended(table)),
        Enclosure("dossier.json", "What this dossier was made from", clearly_ended(record)),
    )
