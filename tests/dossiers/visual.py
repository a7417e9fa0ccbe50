"""Right-to-left lines as they stand on a page, turned back into the order in which they are read.

`pdftotext -raw` keeps a document's own order of passages, but within a line it goes from left to right as the
glyphs do, with each Hebrew word turned round between U+202B and U+202C. Here the line is put together as it is
seen, and then read from the right, numbers and Latin words from the left (Unicode Annex 9, W4 to W7, N1 and L2).
"""

import re

_WORD = re.compile("\u202b([^\u202c]*)\u202c")
_HEBREW = re.compile("[\u0590-\u05ff]")
_LEFT_TO_RIGHT = re.compile(
    r"(?:[+#$€]?[0-9]+(?:[.,:/][0-9]+)*[%+]?|[A-Za-zÀ-ÿ])"
    r"(?:[^\u0590-\u05ff\n]*(?:[A-Za-zÀ-ÿ]|[0-9]+(?:[.,:/][0-9]+)*[%+]?))?"
)


def logical(text: str) -> str:
    """The lines in reading order."""
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    seen = _WORD.sub(lambda word: word[1][::-1], line)
    if not _HEBREW.search(seen):
        return seen
    inside = [(one.start(), one.end()) for one in _LEFT_TO_RIGHT.finditer(seen)]
    read, end = [], len(seen)
    for start, stop in reversed(inside):
        read += [seen[stop:end][::-1], seen[start:stop]]
        end = start
    return "".join([*read, seen[:end][::-1]])
