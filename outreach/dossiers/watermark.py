"""The word behind every page of a sample or draft: drawn as outlines, so that it never mixes with the text."""

from functools import cache
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from outreach.dossiers.harfbuzz import reduced_font
from outreach.errors import Unavailable

WIDTH, HEIGHT = 210, 297
"""Of the drawing; it is stretched to the paper."""
SPAN = 190
"""Length of the word along the diagonal, at most."""


@cache
def watermark_uri(word: str, file: Path, number: int, *, right_to_left: bool) -> str:
    """A `data:` URI of an SVG page with `word` across it, in the face `number` of the font `file`.

    Glyphs stand side by side as they are: enough for a mark of a few letters.

    Raises:
        Unavailable: the font lacks a character of the word.
    """
    with TTFont(BytesIO(reduced_font(file, index=number, characters=word))) as font:
        path, width, height = _outlines(font, word[::-1] if right_to_left else word)
    scale = min(SPAN / width, 58 / height)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        f' preserveAspectRatio="none"><path fill="#f5f3f0" d="{path}"'
        f' transform="translate({WIDTH / 2} {HEIGHT / 2})'
        f' rotate(-52) scale({scale:.5f} {-scale:.5f}) translate({-width / 2:.1f} {-height / 2:.1f})"/></svg>'
    )
    return "data:image/svg+xml," + quote(svg)


def _outlines(font: TTFont, word: str) -> tuple[str, float, float]:
    """The path of the word from the origin to the right, its width, and the height of its tallest letter."""
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    pen, bounds, x = SVGPathPen(glyphs, ntos=lambda value: f"{value:.0f}"), BoundsPen(glyphs), 0.0
    for character in word:
        if ord(character) not in names:
            raise Unavailable(f"No font has the character {character!r} of the mark {word!r}.")
        glyph = glyphs[names[ord(character)]]
        for target in (pen, bounds):
            glyph.draw(TransformPen(target, (1, 0, 0, 1, x, 0)))
        x += glyph.width
    top = bounds.bounds[3] if bounds.bounds else font["head"].unitsPerEm
    return pen.getCommands(), x, top
