"""The style sheet of letters and dossiers, and what is wrong with CSS: file and line, before typesetting."""

import re
from functools import cache
from pathlib import Path

from outreach.dossiers.weasy import style_warnings
from outreach.errors import BadInput, Problem

_PLACE = re.compile(r" at (?P<line>\d+):\d+")
_SELECTOR = re.compile(r"selector,? '(?P<selector>[^']*)'")
_NO_CODE = re.compile(r"/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'", re.S)


def read_style(directory: Path) -> str:
    """The style sheet `style.css` of a folder.

    Raises:
        BadInput: it is missing, or something in it is not understood; with every line.
    """
    file = directory / "style.css"
    try:
        css = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"The style sheet cannot be read as UTF-8 text: {error}.", file=file) from error
    problems = style_problems(css, file)
    if problems:
        raise BadInput("; ".join(map(str, problems)), problems=problems)
    return css


@cache
def style_problems(css: str, file: Path) -> tuple[Problem, ...]:
    """What is wrong in the CSS that `file` holds."""
    unbalanced = tuple(Problem(message, file, line) for line, message in _unbalanced(css))
    # What else is not understood then only follows from it.
    return unbalanced or tuple(_problem(warning, css, file) for warning in style_warnings(css))


def _unbalanced(css: str) -> list[tuple[int, str]]:
    """Lines of the blocks that are never closed, and of the “}” that close none."""
    code = _NO_CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), css)
    opened, wrong = list[int](), list[tuple[int, str]]()
    for line, text in enumerate(code.split("\n"), start=1):
        for brace in re.findall("[{}]", text):
            if brace == "{":
                opened.append(line)
            elif opened:
                opened.pop()
            else:
                wrong.append((line, "This “}” closes no block: take it away, or open a block before it."))
    return wrong + [(line, "The block that begins here is never closed: add a “}”.") for line in opened]


def _problem(warning: str, css: str, file: Path) -> Problem:
    place = _PLACE.search(warning)
    line = int(place["line"]) if place else None
    if place is None and (named := _SELECTOR.search(warning)) and named["selector"] in css:
        line = css.count("\n", 0, css.index(named["selector"])) + 1
    message = (
        _PLACE.sub("", " ".join(warning.split()).rstrip("."))
        .replace(" `", " “")
        .replace("` ", "” ")
        .replace("`", "”")
    )
    return Problem(f"The style sheet is not understood: {message}.", file, line)
