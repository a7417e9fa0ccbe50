"""The short reference printed in letters and subjects: `OUT-0000-42K` for an addressee, found again in any answer.

Five characters say the addressee's number in Crockford's base 32 (no I, L, O, U: they are read as 1, 1, 0 and
not at all); the first of them is always a digit, so that words after "out" are not taken for one. Two check
characters follow: a Reed-Solomon code over GF(32) of distance three, which detects every one or two wrong
characters and every two that changed places. It is not a secret and proves nothing: tokens do that.
"""

import re
import unicodedata

from outreach.errors import Refused

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LIMIT = 10 * 32**4
"""Addressee ids run from 1 to below this."""

_DATA, _CHECKS = 5, 2
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\u3161_"
_GAP = rf"[\s>|]{{0,8}}[{_DASHES}]?[\s>|]{{0,8}}"
_CODE = r"[0-9A-TV-Z]"
_FOUND = re.compile(
    rf"(?<![0-9A-Z\u00C0-\u024F])OUT({_GAP})({_CODE}{{4}})({_GAP})({_CODE}{{3}})(?![0-9A-Z\u00C0-\u024F])"
)
_LOOK_ALIKE = str.maketrans("ILO", "110")
# Capital letters of other scripts that look the same; a person or an OCR program may have typed them.
_HOMOGLYPHS = str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0405\u0408"  # Cyrillic
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",  # Greek
    "ABEKMHOPCTXSJABEZHIKMNOPTYX",
)


def _powers() -> tuple[int, ...]:
    """The powers of 2 in GF(32) with the polynomial x^5 + x^2 + 1."""
    values, value = [], 1
    for _ in range(31):
        values.append(value)
        value <<= 1
        if value & 32:
            value ^= 0b100101
    return tuple(values)


_POWERS = _powers()
_LOGS = {value: power for power, value in enumerate(_POWERS)}
# The code's generator is (x - 2)(x - 4) = x^2 + _MIDDLE x + _LAST.
_MIDDLE, _LAST = _POWERS[1] ^ _POWERS[2], _POWERS[3]


def _times(a: int, b: int) -> int:
    return 0 if not a or not b else _POWERS[(_LOGS[a] + _LOGS[b]) % 31]


def _check(data: list[int]) -> list[int]:
    """The remainder of `data` times x^2 by the generator."""
    high, low = 0, 0
    for symbol in data:
        feedback = symbol ^ high
        high, low = low ^ _times(feedback, _MIDDLE), _times(feedback, _LAST)
    return [high, low]


def reference_for(addressee_id: int) -> str:
    """The printed reference of an addressee, such as `OUT-0000-42K`.

    Raises:
        Refused: the id is not between 1 and 10,485,759.
    """
    if not 0 < addressee_id < LIMIT:
        raise Refused(f"Addressee {addressee_id} has no reference: they run from 1 to {LIMIT - 1}.")
    data = [addressee_id >> shift & 31 for shift in (20, 15, 10, 5, 0)]
    code = "".join(ALPHABET[symbol] for symbol in data + _check(data))
    return f"OUT-{code[:4]}-{code[4:]}"


def find_references(text: str) -> list[int]:
    """The addressee ids whose references stand in `text`, each once, in order of appearance.

    Tolerates case, full-width and look-alike characters, other dashes or blanks, invisible marks, and a line
    break with its quote mark. A reference with a wrong, missing or additional character is not found.
    """
    plain = text.upper() if text.isascii() else _plain(text)
    found = (_decode(match) for match in _FOUND.finditer(plain))
    return list(dict.fromkeys(number for number in found if number is not None))


def _plain(text: str) -> str:
    """Without invisible marks, in capitals, with Latin letters for those that look like them."""
    plain = unicodedata.normalize("NFKC", text)
    invisible = {ord(c): None for c in set(plain) if unicodedata.category(c) == "Cf"}
    return plain.translate(invisible).upper().translate(_HOMOGLYPHS)


def _decode(match: re.Match[str]) -> int | None:
    first, left, second, right = match.groups()
    typed = left + right
    dashed = all(any(mark in gap for mark in _DASHES) for gap in (first, second))
    if not dashed and not any(character in "0123456789" for character in typed):
        return None  # words, such as "out ills the": nobody typed a digit or a dash
    symbols = [ALPHABET.index(character) for character in typed.translate(_LOOK_ALIKE)]
    data, checks = symbols[:_DATA], symbols[_DATA:]
    if symbols[0] > 9 or _check(data) != checks:
        return None
    number = 0
    for symbol in data:
        number = number << 5 | symbol
    return number or None
