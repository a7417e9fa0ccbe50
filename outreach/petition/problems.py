"""What is wrong with a file's values, as sentences with file and line."""

from collections.abc import Set

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from outreach.errors import BadInput, Problem
from outreach.petition.document import Document, KeyPath

SENTENCES = {
    "missing": "is missing: add it",
    "unexpected_keyword_argument": "is not a key of this file: remove it or correct its name",
    "string_type": "must be text: put it in quotes",
    "string_too_short": "is empty: fill it in",
    "tuple_type": "must be a list",
    "dataclass_type": "must be a group of `key: value` lines",
    "dataclass_exact_type": "must be a group of `key: value` lines",
    "dict_type": "must be a group of `key: value` lines",
    "mapping_type": "must be a group of `key: value` lines",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "too_short": "needs at least one entry",
    "greater_than_equal": "is too small: at least {ge}",
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
}
DATES = (r"^\d{4}-\d\d-\d\d$", r"^\d{4}(-\d\d(-\d\d)?)?$")
PATTERNS = {
    **dict.fromkeys(DATES, "must be a date such as 2026-11-24"),
    r"\S": "is empty: fill it in",
    r"^https?://[^\s]+$": "must be a web address that begins with https://",
    r"^[^\s@]+@[^\s@]+$": "must be an e-mail address",
}


def dotted(path: KeyPath) -> str:
    """`petition.evidence.3.who`, list items counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


def braces(names: Set[str]) -> str:
    """`{{ count }}, {{ date }}`."""
    return ", ".join("{{ " + name + " }}" for name in sorted(names))


def problem_at(document: Document, path: KeyPath, message: str) -> Problem:
    """A problem with the value at `path`; the message goes on after its name."""
    return Problem(f"`{dotted(path)}` {message}.", document.path, document.line(path))


def problems_of(error: ValidationError, document: Document) -> list[Problem]:
    """One problem for each thing that the shape of the values forbids."""
    details = error.errors(include_url=False, include_input=False)
    return [problem_at(document, tuple(item["loc"]), _message(item)) for item in details]


def bad_input(problems: list[Problem]) -> BadInput:
    """All of them as one error."""
    if len(problems) == 1:
        return BadInput(problems[0].message, file=problems[0].file, line=problems[0].line)
    return BadInput(f"The petition's files have {len(problems)} problems.", problems=problems)


def _message(item: ErrorDetails) -> str:
    context = item.get("ctx", {})
    if item["type"] == "string_pattern_mismatch":
        return PATTERNS.get(context.get("pattern", ""), "must be a word of a-z, 0-9 and -")
    if item["type"] == "value_error":
        return str(context.get("error", item["msg"]))
    sentence = SENTENCES.get(item["type"], item["msg"].replace("{", "(").replace("}", ")"))
    return sentence.format(**context)
