"""What WeasyPrint works out anew for each document though it is the same: kept for the next one.

Letters of one language share their elements and most of their words. Two pure functions of WeasyPrint are replaced
by ones that remember: the styles of all elements, by elements and style sheets; and the breaking of a line, by
words, width, and what a style says about text. Both give what the function itself gave: the pages are the same.
"""

import copy
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

import weasyprint.css
import weasyprint.layout.inline
import weasyprint.layout.preferred
from weasyprint.text.fonts import FontConfiguration

from outreach.dossiers.weasy_drawing import Faces

STYLES = 32
"""So many kinds of documents (same elements and style sheets) are remembered: about a megabyte each."""
LINES = 4000
"""A letter breaks about a hundred lines; each is remembered in less than a kilobyte."""
TEXT_PROPERTIES = (
    "direction",
    "font_family",
    "font_feature_settings",
    "font_kerning",
    "font_language_override",
    "font_size",
    "font_stretch",
    "font_style",
    "font_variant_alternates",
    "font_variant_caps",
    "font_variant_east_asian",
    "font_variant_ligatures",
    "font_variant_numeric",
    "font_variant_position",
    "font_variation_settings",
    "font_weight",
    "hyphenate_character",
    "hyphenate_limit_chars",
    "hyphenate_limit_zone",
    "hyphens",
    "lang",
    "letter_spacing",
    "overflow_wrap",
    "tab_size",
    "text_decoration_line",
    "white_space",
    "word_break",
    "word_spacing",
)
"""All that the breaking of a line asks a style for."""

_style_for = weasyprint.css.StyleFor
_split = weasyprint.layout.inline.split_first_line


_Value = TypeVar("_Value")


class Memory(Generic[_Value]):
    """The values last used, at most `size` of them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, _Value] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], _Value]) -> _Value:
        """The value of `key`; what `make` returns, if it is not known."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        value = self._kept[key] = make()
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return value


class _Memories:
    def __init__(self) -> None:
        self.styles = Memory[Any](STYLES)
        self.lines = Memory[tuple[Any, ...]](LINES)
        self.faces = Faces()


def forget(fonts: FontConfiguration) -> None:
    """Begin anew with these fonts: what failed warns again, and fonts that nobody needs any more can go."""
    vars(fonts).pop("memories", None)


def _memories_of(fonts: Any) -> _Memories:
    """They lie with the fonts: a line is as wide as its glyphs."""
    try:
        known: _Memories = fonts.memories
    except AttributeError:
        known = fonts.memories = _Memories()
    return known


def _style_of_elements(
    html: Any, sheets: Sequence[Any], hints: bool, fonts: FontConfiguration, targets: Any
) -> Any:
    elements = list(html.etree_element.iter())
    if any("id" in element.attrib for element in elements):  # each document tells of its own anchors
        return _style_for(html, sheets, hints, fonts, targets)

    def make() -> Any:
        numbers = {element: number for number, element in enumerate(elements)}
        return _with_names(_style_for(html, sheets, hints, fonts, targets), numbers)

    kept = _memories_of(fonts).styles.get(_kind(html, elements, sheets), make)
    return _with_names(kept, elements)


def _kind(html: Any, elements: Sequence[Any], sheets: Sequence[Any]) -> Hashable:
    """All that a selector or a style can depend on; sheets of the document itself are read from its elements."""
    tree = tuple(
        (e.tag, tuple(e.attrib.items()), len(e), e.tag == "style" and e.text, bool(e.text)) for e in elements
    )
    return tree, html.base_url, tuple(sheet for sheet, origin, _ in sheets if origin != "author")


def _with_names(style_for: Any, names: Any) -> Any:
    """A copy whose styles are known by other names, and which has no pages yet."""
    copied = copy.copy(style_for)
    copied._cascaded_styles = {}
    copied._computed_styles = {
        (names[element], pseudo): style for (element, pseudo), style in style_for._computed_styles.items()
    }
    return copied


def _first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> tuple[Any, ...]:
    def make() -> tuple[Any, ...]:
        made: tuple[Any, ...] = _split(
            text, style, context, max_width, justification_spacing, is_line_start, minimum
        )
        made[0].drawings = []  # its copies share it
        return made

    key = (text, _of_text(style), max_width, justification_spacing, is_line_start, minimum)
    layout, *measures = _memories_of(style.font_config).lines.get(key, make)
    return copy.copy(layout), *measures  # it is changed when it is drawn


def _of_text(style: Any) -> tuple[Hashable, ...]:
    try:
        known: tuple[Hashable, ...] = style.of_text
    except AttributeError:
        known = style.of_text = tuple(_hashable(style[name]) for name in TEXT_PROPERTIES)
    return known


def _hashable(value: Hashable | set[str]) -> Hashable:
    return frozenset(value) if isinstance(value, set) else value  # lines above and below text are a set


weasyprint.css.StyleFor = _style_of_elements
weasyprint.layout.inline.split_first_line = _first_line
weasyprint.layout.preferred.split_first_line = _first_line
