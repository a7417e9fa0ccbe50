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
    found = [_problem(warning, css, file) for warning in style_warnings(css)]
    code = _NO_CODE.sub("", css)
    if code.count("{") != code.count("}"):
        found.append(Problem("The style sheet has not as many “}” as “{”: close each block.", file))
    return tuple(found)


def _problem(warning: str, css: str, file: Path) -> Problem:
    place = _PLACE.search(warning)
    line = int(place["line"]) if place else None
    if place is None and (named := _SELECTOR.search(warning)) and named["selector"] in css:
        line = css.count("\n", 0, css.index(named["selector"])) + 1
    message = _PLACE.sub("", warning.rstrip(".")).replace(" `", " “").replace("` ", "” ").replace("`", "”")
    return Problem(f"The style sheet is not understood: {message}.", file, line)
