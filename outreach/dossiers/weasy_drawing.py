"""How WeasyPrint draws a line of text: kept with the remembered line, and drawn again from there.

WeasyPrint shapes each line anew to draw it and goes through it glyph by glyph. What comes of it are a few
operators and, for each font, what its glyphs mean and how wide they are. These are the same for the same line,
unless the document has met a glyph in another size before: its width was rounded there, and what is remembered
does not hold.
"""

import copy
from dataclasses import dataclass, field
from typing import Any

import weasyprint.draw
from weasyprint.draw.text import draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.text.fonts import get_pango_font_key

VARIANTS = 4
"""So many ways to draw a line are remembered, by the widths that its glyphs had before."""

_draw_text = weasyprint.draw.draw_text
_Glyph = tuple[int, str, int, bool]
"""Number, meaning, width in thousandths of the size, and whether that width comes from this line."""


@dataclass(slots=True)
class Faces:
    """The fonts that remembered lines are drawn with, each with a layout that keeps it alive; and their glyphs."""

    fonts: dict[tuple[int, float], tuple[Any, Any]] = field(default_factory=dict)
    glyphs: dict[_Glyph, _Glyph] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Drawing:
    operators: tuple[tuple[str, Any], ...]
    glyphs: tuple[tuple[int, Any, tuple[_Glyph, ...]], ...]
    """By key of the font; with a font of Pango that makes it."""

    def holds_for(self, fonts: Any) -> bool:
        """Whether a document with these fonts would draw the line just so."""
        for key, _, glyphs in self.glyphs:
            widths = fonts[key].widths if key in fonts else {}
            for number, _, width, own in glyphs:
                if widths.get(number, width if own else None) != width:
                    return False
        return True

    def repeat(self, stream: Any) -> None:
        for _, pango_font, glyphs in self.glyphs:
            font, _ = stream.add_font(pango_font)
            for number, text, width, _ in glyphs:
                font.to_unicode.setdefault(number, text)
                font.widths.setdefault(number, width)
        for name, operands in self.operators:
            getattr(stream, name)(*operands)


class _Pen:
    """Stands in for a stream while a line is drawn, and writes down what is asked of it."""

    def __init__(self, stream: Any) -> None:
        self.ink_rect, self.logical_rect = stream.ink_rect, stream.logical_rect
        self.fonts: dict[int, tuple[Any, Any, float, Any]] = {}
        self.operators: list[tuple[str, Any]] = []
        self._stream = stream

    def add_font(self, pango_font: Any) -> tuple[Any, float]:
        key, _, _ = get_pango_font_key(pango_font)
        font, size = self._stream.add_font(pango_font)
        if key not in self.fonts:
            blank = copy.copy(font)
            blank.to_unicode, blank.widths = {}, dict(font.widths)
            self.fonts[key] = font, blank, size, pango_font
        return self.fonts[key][1], size

    def set_text_matrix(self, *_: float) -> None:
        """Where the line stands is not remembered."""

    def set_font_size(self, *operands: Any) -> None:
        self.operators.append(("set_font_size", operands))

    def set_text_rise(self, *operands: Any) -> None:
        self.operators.append(("set_text_rise", operands))

    def show_text(self, text: str) -> None:
        self.operators.append(("show_text", (text.replace(">0<", "").encode(),)))  # moved by nothing


def _draw(stream: Any, box: Any, offset_x: float, text_overflow: str, block_ellipsis: str = "none") -> None:
    style, line = box.style, box.pango_layout
    known: list[_Drawing] | None = getattr(line, "drawings", None)
    plain = text_overflow == "clip" and block_ellipsis == "none" and style["text_decoration_line"] == "none"
    if known is None or not plain or style["visibility"] != "visible" or not box.text.strip():
        _draw_text(stream, box, offset_x, text_overflow, block_ellipsis)
        return
    drawing = next((each for each in known if each.holds_for(stream._fonts)), None)
    if drawing is None:
        drawing = _drawn(stream, box)
        if drawing is None:
            _draw_text(stream, box, offset_x, text_overflow, block_ellipsis)
            return
        known[:] = [drawing, *known[: VARIANTS - 1]]
    stream.set_color(style["color"])
    stream.begin_text()
    stream.set_text_matrix(*Matrix(d=-1, e=box.position_x, f=box.position_y + box.baseline).values)
    drawing.repeat(stream)
    stream.end_text()


def _drawn(stream: Any, box: Any) -> _Drawing | None:
    pen, line, faces = _Pen(stream), box.pango_layout, box.style.font_config.memories.faces
    line.reactivate(box.style)
    if draw_first_line(pen, box, "clip", "none", Matrix()):
        return None  # glyphs that are pictures
    fonts = []
    for key, (font, blank, size, pango_font) in pen.fonts.items():
        kept, _ = faces.fonts.setdefault((key, size), (pango_font, line.layout))
        glyphs = [(n, text, blank.widths[n], n not in font.widths) for n, text in blank.to_unicode.items()]
        fonts.append((key, kept, tuple(faces.glyphs.setdefault(glyph, glyph) for glyph in glyphs)))
    line.deactivate()
    return _Drawing(tuple(pen.operators), tuple(fonts))


weasyprint.draw.draw_text = _draw
