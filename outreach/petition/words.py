"""Count what a form counts: words by the way a language writes them, characters as a browser does. Find links."""

import re
import unicodedata

_ALONE = r"\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Kana and Han: no blanks part words there, so that each sign counts as one, as word processors do."""
_WORD = re.compile(rf"[{_ALONE}]|(?:(?![{_ALONE}])[^\W_])+")
_LINK = re.compile(
    r"https?://|\bwww\.|\S@\S|\b[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|info|gov|int|eu|uk|ca|au|jp|fr|de|in)\b",
    re.IGNORECASE,
)


def count_words(text: str) -> int:
    """How many words a strict reader counts.

    Parts that an apostrophe, hyphen or stroke joins count one by one (`l'organe` is two), since no source says how
    a parliament counts them: what is within the limit here is within it by any milder rule. Kana and Han
    characters count each; marks that are written above or below a letter belong to it.
    """
    plain = "".join(c for c in unicodedata.normalize("NFC", text) if not unicodedata.category(c).startswith("M"))
    return len(_WORD.findall(plain))


def count_characters(text: str) -> int:
    """How many characters a browser's form counts: UTF-16 code units, and a line break as two (HTML, CR LF)."""
    return len(text.encode("utf-16-le")) // 2 + text.count("\n")


def find_link(text: str) -> str | None:
    """The first web or mail address in a text, a bare domain too."""
    found = _LINK.search(text)
    return None if found is None else found.group()
