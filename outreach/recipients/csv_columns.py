"""The columns of a CSV file of members, by name: ours, and what known sources call them."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from outreach.errors import BadInput, Problem

COLUMNS = (
    *("record", "name", "form", "chamber", "region", "district", "seat", "since", "until"),
    *("email", "web_form", "post", "website"),
)
"""What a column can hold; README.md of the recipients folder says it of each."""
IGNORE = ""
ALIASES = {
    "id": "record",
    "gender": "form",
    "house": "chamber",
    "state": "region",
    "province": "region",
    "constituency": "district",
    "electorate": "district",
    "start_date": "since",
    "end_date": "until",
    "e-mail": "email",
    "contact_form": "web_form",
    "address": "post",
    "url": "website",
    "party": IGNORE,
    # The files of the Australian parliament's members in openaustralia-parser.
    "member count": "record",
    "person count": IGNORE,
    "division": "district",
    "state/territory": "region",
    "date of election": "since",
    "type of election": IGNORE,
    "date ceased to be a member": "until",
    "reason": IGNORE,
    "most recent party": IGNORE,
}


def columns_of(header: Sequence[str], *, said: Mapping[str, str], file: Path, line: int) -> tuple[str, ...]:
    """For each header cell the column it is, or empty where it is left out; `said` is the user's word on headers.

    Raises:
        BadInput: every header that is unknown, twice there or needed and missing, at once.
    """
    told = {name.strip().casefold(): column for name, column in said.items()}
    names = [cell.strip() for cell in header]
    wrong = [_unknown(name) for name in names if _column(name, told) is None]
    wrong += [f"there is no column `{name}` to which --column could say something." for name in _idle(told, names)]
    wrong += [f"`{told[key]}` is no column; it is one of {', '.join(COLUMNS)}." for key in told if _odd(told[key])]
    found = tuple(_column(name, told) or IGNORE for name in names)
    wrong += [f"two columns hold `{one}`." for one in COLUMNS if found.count(one) > 1]
    if "name" not in found and not wrong:
        wrong.append(
            f"the column `name` is missing; the header has {', '.join(filter(None, names)) or 'nothing'}."
        )
    if wrong:
        problems = [Problem(sentence, file, line) for sentence in wrong]
        raise BadInput("; ".join(map(str, problems)), problems=problems)
    return found


def _column(name: str, told: Mapping[str, str]) -> str | None:
    key = name.casefold()
    if key in told:
        return told[key]
    spaced = key.replace("-", "_").replace(" ", "_")
    if spaced in COLUMNS:
        return spaced
    return ALIASES.get(key, ALIASES.get(spaced, None if key else IGNORE))


def _unknown(name: str) -> str:
    near = get_close_matches(name.casefold(), [*COLUMNS, *ALIASES], n=1)
    hint = f" (is it `{near[0]}`?)" if near else ""
    return (
        f"the column `{name}` is unknown{hint}: say what it holds with --column '{name}=…', or nothing to skip it."
    )


def _idle(told: Mapping[str, str], names: Sequence[str]) -> list[str]:
    there = {name.casefold() for name in names}
    return [name for name in told if name not in there]


def _odd(column: str) -> bool:
    return column != IGNORE and column not in COLUMNS
