"""Whether a template closes each HTML element that it opens. Pure: reads the template's own text.

A typesetter mends HTML silently, as browsers do: a table that is not closed swallows what follows it.
"""

import re
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
"""Elements without an end (HTML §13.1.2)."""
_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.S)


def tag_fault(source: str) -> tuple[int, str] | None:
    """The line and the sentence of the first element that is not closed in its place, None when all are.

    What Jinja2 leaves out or repeats is taken to be whole by itself: each branch closes what it opens.
    """
    reader = _Reader()
    reader.feed(_JINJA.sub(lambda match: "\n" * match[0].count("\n"), source))
    reader.close()
    if reader.fault is None and reader.open:
        tag, line = reader.open[-1]
        return line, f"<{tag}> is not closed"
    return reader.fault


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, int]] = []
        self.fault: tuple[int, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opened and closed at once."""

    def handle_endtag(self, tag: str) -> None:
        if self.fault is not None:
            return
        if tag not in [name for name, _ in self.open]:
            self.fault = self.getpos()[0], f"</{tag}> closes nothing"
        elif self.open[-1][0] != tag:
            inner, line = self.open[-1]
            self.fault = line, f"<{inner}> is not closed before </{tag}> in line {self.getpos()[0]}"
        else:
            self.open.pop()
