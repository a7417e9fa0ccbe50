"""Reads a file of members: its bytes, their sha256 and encoding, and the rows by format."""

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from outreach.blobs import sha256_of
from outreach.errors import BadInput
from outreach.recipients.congress_legislators import read_congress
from outreach.recipients.member import Reading
from outreach.recipients.members_csv import read_members_csv
from outreach.recipients.popolo import read_popolo
from outreach.recipients.status import Chamber

LARGEST = 64 * 1024 * 1024
"""Octets: fifty times the file of the whole US Congress."""


class MembersFormat(StrEnum):
    """How a file of members is written."""

    CONGRESS = "congress-legislators"
    """YAML of github unitedstates/congress-legislators."""
    POPOLO = "popolo"
    """Popolo JSON."""
    CSV = "csv"
    """A header by name, one member a row."""


@dataclass(frozen=True, slots=True)
class MembersFile:
    """What to read and how. `columns` says what unknown CSV headers hold; `chamber` is of rows that name none."""

    path: Path
    format: MembersFormat
    chamber: Chamber | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""


def read_members(file: MembersFile, *, on: date) -> tuple[Reading, str]:
    """The file's rows as of a day, and the sha256 of its bytes.

    Raises:
        BadInput: it cannot be read as a whole, with its line.
    """
    content = _content(file.path)
    text = _text(content, file)
    if file.format is MembersFormat.CONGRESS:
        reading = read_congress(text, file=file.path, on=on)
    elif file.format is MembersFormat.POPOLO:
        reading = read_popolo(text, file=file.path, chamber=file.chamber, on=on)
    else:
        reading = read_members_csv(text, file=file.path, columns=file.columns, chamber=file.chamber)
    return reading, sha256_of(content)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}.", file=path) from error
    if len(content) > LARGEST:
        raise BadInput(f"is larger than {LARGEST // 1024**2} MB: this is no list of members.", file=path)
    return content


def _text(content: bytes, file: MembersFile) -> str:
    encoding = file.encoding or (
        "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""
    )
    try:
        return content.decode(encoding or "utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        hint = "" if file.encoding else ": save it as UTF-8, or say how it is written, such as --encoding cp1252"
        said = encoding or "UTF-8"
        raise BadInput(f"is not text in {said}{hint}.", file=file.path, line=line) from error
    except LookupError as error:
        raise BadInput(f"--encoding {file.encoding!r} is unknown: say utf-8, cp1252 or another name.") from error
