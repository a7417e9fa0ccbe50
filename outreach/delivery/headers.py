"""Header fields as bytes, by the letter: encoded words (RFC 2047), quoted strings and folding (RFC 5322).

Written out here so that the same mail is the same bytes under every version of Python.
"""

import base64
import re
from collections.abc import Sequence

_WORD_BYTES = 45
_FIRST_WORD_BYTES = 36
_LINE = 76
_PLAIN = re.compile(r"[!-~]{1,60}( [!-~]{1,60})*", re.ASCII)
_QUOTABLE = re.compile(r"[ !#-\[\]-~]+", re.ASCII)


def field(name: str, value: str) -> bytes:
    """One header field with its line end. `value` is already in its final form, folded or short; UTF-8 where an
    address needs it (RFC 6532 §3.2)."""
    return f"{name}: {value}\r\n".encode()


def unstructured(text: str, *, name: str) -> str:
    """A free text such as a subject: as it is when plain ASCII, otherwise in encoded words."""
    if _PLAIN.fullmatch(text) and "=?" not in text:
        return folded(text.split(" "), first=len(name) + 2)
    return encoded_words(text)


def mailbox(display_name: str, address: str) -> str:
    """`Name <address>` (RFC 5322 §3.4). `address` must be plain."""
    if not display_name:
        return f"<{address}>"
    if _QUOTABLE.fullmatch(display_name) and len(display_name) <= _FIRST_WORD_BYTES and "=?" not in display_name:
        return f'"{display_name}"\r\n <{address}>'
    return f"{encoded_words(display_name)}\r\n <{address}>"


def folded(words: Sequence[str], *, first: int) -> str:
    """Words joined by single spaces, in lines of at most 76 characters; `first` are taken on the first line."""
    lines, used = [words[0]], first + len(words[0])
    for word in words[1:]:
        if used + 1 + len(word) > _LINE:
            lines.append(word)
            used = 1 + len(word)
        else:
            lines[-1] += f" {word}"
            used += 1 + len(word)
    return "\r\n ".join(lines)


def encoded_words(text: str) -> str:
    """UTF-8 in base64 words of at most 75 characters, one a line, no character split (RFC 2047 §2, §5)."""
    chunks, room = [b""], _FIRST_WORD_BYTES
    for character in text:
        encoded = character.encode("utf-8")
        if len(chunks[-1]) + len(encoded) > room:
            chunks.append(b"")
            room = _WORD_BYTES
        chunks[-1] += encoded
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(chunk).decode('ascii')}?=" for chunk in chunks)
