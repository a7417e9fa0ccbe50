"""A bar chart: SVG bars, dark for the government's own and grey for others, so that it works in black and white.

Names and numbers are HTML beside the bars: WeasyPrint draws text in SVG letter by letter, which breaks Hebrew and
Devanagari. The template puts each number `offset` per cent of the line after the name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, ROW = 1000.0, 40.0
"""Units of the drawing: the longest bar, and the height of a line."""
LONGEST = 46.0
"""Per cent of the line that the longest bar takes."""
GREY, DARK = "#9fb0bb", "#12354a"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `label` is its number as the language writes it."""

    name: str
    count: int
    label: str
    own: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars as an SVG element whose `title` is its text alternative, and where each number stands."""

    svg: str
    lines: tuple[tuple[Bar, str], ...]


def bar_chart(bars: Sequence[Bar], *, text: str, right_to_left: bool) -> Chart:
    """The chart of some bars, at least one. `text` says in words what it shows."""
    longest = max(bar.count for bar in bars)
    height = ROW * len(bars)
    drawn = [_bar(bar, n, longest, right_to_left) for n, bar in enumerate(bars)]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height:.0f}" width="{WIDTH:.0f}"'
        f' height="{height:.0f}" preserveAspectRatio="none"><title>{escape(text)}</title>{"".join(drawn)}</svg>'
    )
    offsets = [f"{LONGEST * bar.count / longest:.2f}" for bar in bars]
    return Chart(svg, tuple(zip(bars, offsets, strict=True)))


def _bar(bar: Bar, number: int, longest: int, right_to_left: bool) -> str:
    length = max(2.0, WIDTH * bar.count / longest)
    start = WIDTH - length if right_to_left else 0.0
    return (
        f'<rect x="{start:.1f}" y="{number * ROW + 7:.0f}" width="{length:.1f}" height="{ROW - 14:.0f}"'
        f' fill="{DARK if bar.own else GREY}"/>'
    )
