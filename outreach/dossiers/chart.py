"""A bar chart as SVG: dark bars for the government's own, grey for others, readable in black and white."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

WIDTH = 640.0
"""Units of the drawing; it is as wide as the column."""
ROW = 24.0
NAMES, NUMBERS = 190.0, 78.0
"""Room for names before the bars and for numbers after them."""
INK, GREY, DARK = "#1c2126", "#9fb0bb", "#12354a"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `label` is its number as the language writes it."""

    name: str
    count: int
    label: str
    own: bool


def bar_chart(bars: Sequence[Bar], *, text: str, fonts: str, right_to_left: bool) -> str:
    """The SVG element. `text` says in words what it shows (its `title`: the figure's alternative text)."""
    longest = max(bar.count for bar in bars)
    height = ROW * len(bars)
    lines = [_line(bar, n, longest, right_to_left) for n, bar in enumerate(bars)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height:.0f}" width="{WIDTH:.0f}"'
        f' height="{height:.0f}" font-family={quoteattr(fonts)} font-size="13" fill="{INK}">'
        f"<title>{escape(text)}</title>{''.join(lines)}</svg>"
    )


def _line(bar: Bar, number: int, longest: int, right_to_left: bool) -> str:
    top = number * ROW
    length = max(1.5, (WIDTH - NAMES - NUMBERS) * bar.count / longest)
    name_at, bar_at, label_at = NAMES - 10, NAMES, NAMES + length + 8
    name_anchor, label_anchor = "end", "start"
    if right_to_left:
        name_at, bar_at, label_at = WIDTH - name_at, WIDTH - bar_at - length, WIDTH - label_at
        name_anchor, label_anchor = "start", "end"
    base = top + ROW * 0.66
    return (
        f'<rect x="{bar_at:.1f}" y="{top + 4:.1f}" width="{length:.1f}" height="{ROW - 9:.1f}"'
        f' fill="{DARK if bar.own else GREY}"/>'
        f'<text x="{name_at:.1f}" y="{base:.1f}" text-anchor="{name_anchor}">{escape(bar.name)}</text>'
        f'<text x="{label_at:.1f}" y="{base:.1f}" text-anchor="{label_anchor}">{escape(bar.label)}</text>'
    )
