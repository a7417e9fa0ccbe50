"""Read the JSON of a UK Parliament petition: `https://petition.parliament.uk/petitions/<number>.json`.

The stated total, the countries and the constituencies are counted apart there: countries do not add up to
the total, nor constituencies to the United Kingdom. The differences are kept, not spread.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from outreach.clock import parse_utc
from outreach.errors import BadInput, Problem
from outreach.signatures.assemble import Row, assemble
from outreach.signatures.country_codes import english_name
from outreach.signatures.counts import Counts
from outreach.signatures.counts_lines import LARGEST

CODE = re.compile(r"[A-Z]{2,8}")
HOME = "GB"
COUNTRIES = "signatures_by_country"
CONSTITUENCIES = "signatures_by_constituency"


def read_uk_parliament(text: str, *, file: Path) -> Counts:
    """Total, countries (codes that are not ISO, such as BAT, keep their name) and constituencies as regions of GB.

    Raises:
        BadInput: not such a document, or every entry that is wrong.
    """
    petition = _petition(text, file)
    problems: list[Problem] = []
    rows = [*_countries(petition, file, problems), *_constituencies(petition, file, problems)]
    total = petition.get("signature_count")
    if not _is_count(total):
        problems.append(Problem(f"signature_count is not a count: {total!r}.", file))
    as_of = None
    try:
        as_of = parse_utc(petition["updated_at"])
    except (KeyError, TypeError, ValueError):
        problems.append(Problem("updated_at is not a time with its zone.", file))
    countries, found = assemble(rows, file=file)
    problems += found
    if problems:
        raise BadInput("; ".join(map(str, problems)), problems=problems)
    return Counts(int(petition["signature_count"]), countries, as_of)


def looks_like_uk_parliament(text: str) -> bool:
    """Whether this is JSON rather than CSV."""
    return text.lstrip().startswith("{")


def _petition(text: str, file: Path) -> dict[str, Any]:
    try:
        petition = json.loads(text)["data"]["attributes"]
    except json.JSONDecodeError as error:
        raise BadInput(f"not JSON: {error.msg}.", file=file, line=error.lineno) from error
    except (KeyError, TypeError, RecursionError) as error:
        raise BadInput("not a petition's JSON: data.attributes is missing.", file=file) from error
    if not isinstance(petition, dict):
        raise BadInput("not a petition's JSON: data.attributes is not an object.", file=file)
    return petition


def _countries(petition: dict[str, Any], file: Path, problems: list[Problem]) -> Iterator[Row]:
    for entry in _entries(petition, COUNTRIES, ("code", "name"), file, problems):
        name = english_name(entry["code"]) or entry["name"]
        yield Row(entry["code"], name, "", entry["signature_count"], None)


def _constituencies(petition: dict[str, Any], file: Path, problems: list[Problem]) -> Iterator[Row]:
    for entry in _entries(petition, CONSTITUENCIES, ("name",), file, problems):
        yield Row(HOME, HOME, entry["name"], entry["signature_count"], None)


def _entries(
    petition: dict[str, Any], key: str, texts: tuple[str, ...], file: Path, problems: list[Problem]
) -> Iterator[dict[str, Any]]:
    """The well-formed entries of a list; the others go to `problems`."""
    entries = petition.get(key)
    if not isinstance(entries, list):
        problems.append(Problem(f"{key} is not a list.", file))
        return
    for number, entry in enumerate(entries):
        problem = _entry_problem(entry, texts)
        if problem:
            problems.append(Problem(f"{key}[{number}]: {problem}", file))
        else:
            yield entry


def _entry_problem(entry: object, texts: tuple[str, ...]) -> str | None:
    if not isinstance(entry, dict):
        return "not an object."
    if "code" in texts and not CODE.fullmatch(str(entry.get("code"))):
        return f"code is not two to eight capital letters: {entry.get('code')!r}."
    for key in texts:
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            return f"{key} is missing."
    if not _is_count(entry.get("signature_count")):
        return f"signature_count is not a count: {entry.get('signature_count')!r}."
    return None


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST
