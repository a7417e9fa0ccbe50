"""Read a file of signature counts. To add a format: a reader file, a member of Format, a line in READERS."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from outreach.blobs import sha256_of
from outreach.errors import BadInput
from outreach.signatures.counts import Counts
from outreach.signatures.counts_csv import read_counts_csv
from outreach.signatures.uk_parliament import looks_like_uk_parliament, read_uk_parliament

LARGEST_FILE = 64 * 1024 * 1024


class Format(StrEnum):
    """How the counts are written."""

    AUTO = "auto"
    """Found out from the content."""
    COUNTS = "counts"
    """CSV with the columns country, region and count; `#` begins a comment."""
    UK_PARLIAMENT = "uk_parliament"
    """The JSON of a UK Parliament petition."""


READERS: dict[Format, Callable[..., Counts]] = {
    Format.COUNTS: read_counts_csv,
    Format.UK_PARLIAMENT: read_uk_parliament,
}


@dataclass(frozen=True, slots=True)
class Export:
    """A file that was read whole: its counts, the format they were in, and the sha256 of its bytes."""

    counts: Counts
    format: Format
    sha256: str


def read_export(path: Path, *, format: Format = Format.AUTO) -> Export:
    """Read and check a file (at most 64 MiB, UTF-8 with or without a byte order mark).

    Raises:
        BadInput: the file cannot be read, or every line of it that is wrong.
    """
    content = _content(path)
    text = _decoded(content, path)
    if format is Format.AUTO:
        format = Format.UK_PARLIAMENT if looks_like_uk_parliament(text) else Format.COUNTS
    return Export(READERS[format](text, file=path), format, sha256_of(content))


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadInput(f"larger than {LARGEST_FILE} bytes: export counts, not signatures.", file=path)
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}.", file=path) from error


def _decoded(content: bytes, path: Path) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInput("not UTF-8; save the file as UTF-8.", file=path, line=line) from error
