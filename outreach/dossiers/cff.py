"""Make a reduced CID-keyed font number its glyphs as PDF expects.

WeasyPrint writes glyph numbers where PDF wants CIDs, which holds for the whole Noto CJK fonts: there both are the
same. Reducing a font renumbers its glyphs but keeps the CIDs in the charset, and readers that follow ISO 32000-1
§9.7.4.2 (Acrobat, MuPDF, pdf.js) then show wrong glyphs or none. So the charset is made the identity again.
"""

import struct
from collections.abc import Iterator

CHARSET, CHAR_STRINGS = 15, 17
"""Operators of a Top DICT (Adobe Technical Note 5176, table 9)."""


def with_identity_charset(font: bytes) -> bytes:
    """The OpenType font `font` with CID equal to glyph number in its `CFF ` table.

    The short identity replaces the longer charset in place; nothing else moves. The table's checksum is left:
    whoever reduces the font again writes a new one.
    """
    start = _table(font, b"CFF ")
    top = dict(_operators(_top_dict(font, start)))
    glyphs: int = struct.unpack_from(">H", font, start + top[CHAR_STRINGS])[0]
    identity = struct.pack(">BHH", 2, 1, glyphs - 2)  # format 2: one range, from CID 1
    at = start + top[CHARSET]
    return font[:at] + identity + font[at + len(identity) :]


def _table(font: bytes, tag: bytes) -> int:
    """The offset of a table (OpenType table directory)."""
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        name, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        if name == tag:
            return int(offset)
    raise ValueError(f"the font has no table {tag.decode()}")


def _top_dict(font: bytes, start: int) -> bytes:
    """The bytes of the first Top DICT: header, then Name INDEX, then Top DICT INDEX."""
    _, after_names = _first_of_index(font, start + font[start + 2])
    found, _ = _first_of_index(font, after_names)
    return found


def _first_of_index(font: bytes, at: int) -> tuple[bytes, int]:
    """The first object of an INDEX, and the offset after the INDEX."""
    count, size = int.from_bytes(font[at : at + 2], "big"), font[at + 2]
    offsets = at + 3
    data = offsets + (count + 1) * size - 1

    def position(number: int) -> int:
        return data + int.from_bytes(font[offsets + number * size : offsets + (number + 1) * size], "big")

    return font[position(0) : position(1)], position(count)


def _operators(dictionary: bytes) -> Iterator[tuple[int, int]]:
    """Operators with their last operand; real numbers and two-byte operators are passed over."""
    at, operand = 0, 0
    while at < len(dictionary):
        first = dictionary[at]
        at += 1
        if first == 12:
            at += 1
        elif first <= 21:
            yield first, operand
        elif first == 30:
            while dictionary[at] & 15 != 15 and dictionary[at] >> 4 != 15:
                at += 1
            at += 1
        else:
            operand, at = _integer(dictionary, first, at)


def _integer(dictionary: bytes, first: int, at: int) -> tuple[int, int]:
    """An integer operand (table 3) and the position after it."""
    if first in (28, 29):
        size = 2 if first == 28 else 4
        return int.from_bytes(dictionary[at : at + size], "big", signed=True), at + size
    if first <= 246:
        return first - 139, at
    high = (first - 247) * 256 if first <= 250 else -(first - 251) * 256
    return (high + dictionary[at] + 108 if first <= 250 else high - dictionary[at] - 108), at + 1
