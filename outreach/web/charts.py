"""Charts as SVG, drawn by pygal. They are shown as images: the page tells the same in a table."""

import re
import sys
from collections.abc import Sequence

import pygal
from pygal.style import Style

from outreach.signatures.disclosure import GrowthPoint
from outreach.web.filters import day, number

# Pygal hooks into every import to find its maps, in a way that Python 3.11 warns of. We draw no maps.
sys.meta_path[:] = [finder for finder in sys.meta_path if not type(finder).__module__.startswith("pygal")]

HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}
"""The SVG carries its own style and no script; opened by itself it may do nothing else."""

SCRIPT = re.compile(rb"<script.*?</script>", re.DOTALL)
"""Pygal's scripts show figures under the mouse; an image runs none, and our policy allows none."""

_STYLE = Style(
    background="transparent",
    plot_background="transparent",
    foreground="#55626c",
    foreground_strong="#1b2329",
    foreground_subtle="#55626c",
    colors=("#2f86b7",),
    guide_stroke_color="#71808b55",
    major_guide_stroke_color="#71808b55",
    font_family="system-ui, sans-serif",
    opacity=".25",
    opacity_hover=".25",
)

_DARK = "inline:@media (prefers-color-scheme: dark) { text { fill: #a3b0b9 !important; } }"
"""The ink of the style sheet's dark card; an image follows the visitor's setting too."""


def growth_chart(points: Sequence[GrowthPoint], *, title: str) -> bytes:
    """The totals that are printed, over time, as an SVG document with `title` as its text alternative."""
    chart = pygal.DateTimeLine(
        style=_STYLE,
        js=(),
        css=("file://style.css", "file://graph.css", _DARK),
        width=900,
        height=320,
        show_legend=False,
        fill=True,
        title=title,
        no_data_text="",
        include_x_axis=True,
        x_value_formatter=lambda moment: day(moment.date()),
        value_formatter=lambda value: number(round(value)),
        x_label_rotation=0,
        truncate_label=-1,
        x_labels_major_count=6,
        show_minor_x_labels=False,
        disable_xml_declaration=False,
    )
    chart.x_labels = [point.as_of for point in points]
    chart.add(title, [(point.as_of, point.total) for point in points])
    drawn = chart.render()
    return SCRIPT.sub(b"", drawn if isinstance(drawn, bytes) else str(drawn).encode())
