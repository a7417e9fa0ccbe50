"""`outreach replies classify`: the classifier on files. Imports no database, so that it starts fast."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from outreach.cli.output import Json, say
from outreach.replies.child import Classifier
from outreach.replies.finding import Finding, unreadable
from outreach.replies.limits import MAX_MAIL

app = typer.Typer()

STANDARD_INPUT = Path("-")


@app.command()
def classify(
    files: list[Path] = typer.Argument(
        help="Mail files (.eml), one mail each; a folder means every file in it, - standard input.",
        metavar="FILE…",
    ),
    as_json: bool = Json,
) -> None:
    """Say what mails are: bounce, automatic note, acknowledgement, or written by a person. Changes nothing.

    A file that cannot be read is `unreadable`, with the reason. With --json one line for each file.
    Example: `outreach replies classify --json answer.eml`.
    """
    with Classifier() as classifier:
        for path in _files(files):
            finding = _finding(classifier, path)
            if as_json:
                sys.stdout.write(json.dumps({"file": str(path), **finding.as_json()}, ensure_ascii=False) + "\n")
                sys.stdout.flush()
            else:
                say("\n".join(_told(path, finding)))


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(inner for inner in path.rglob("*") if inner.is_file())
        else:
            yield path


def _finding(classifier: Classifier, path: Path) -> Finding:
    try:
        raw = _start_of(path)
    except OSError as error:
        return unreadable(f"cannot be read: {error.strerror or error}")
    if len(raw) > MAX_MAIL:
        return unreadable(f"larger than {MAX_MAIL // (1024 * 1024)} MB: not opened")
    return classifier.read(raw).finding


def _start_of(path: Path) -> bytes:
    """A byte more than may be read, at most; of a pipe too, whose size nobody knows before."""
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read(MAX_MAIL + 1)
    with path.open("rb") as file:
        return file.read(MAX_MAIL + 1)


def _told(path: Path, finding: Finding) -> Iterator[str]:
    yield f"{path}: {finding.kind}"
    for recipient in finding.recipients:
        retire = ", retire the address" if recipient.retire else ""
        yield f"  {recipient.address}: {recipient.action} {recipient.status or ''} ({recipient.cause}{retire})"
    facts: dict[str, Any] = {
        "office's number": ", ".join(finding.reference_numbers),
        "language": finding.language,
        "our token": finding.token,
        "notes": "; ".join(finding.notes),
    }
    yield from (f"  {name}: {value}" for name, value in facts.items() if value)
