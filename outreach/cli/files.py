"""Files that a command is given, or is told to write: a fault is one sentence."""

from pathlib import Path

from outreach.errors import BadInput, Unavailable


def read_file(file: Path) -> bytes:
    """All of it; raises BadInput."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput(f"This file cannot be read: {error.strerror}.", file=file) from error


def make_folder(target: Path) -> None:
    """The folder that `-o` names, with those above it; raises Unavailable."""
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(f"Cannot make {target} ({error.strerror}): choose another -o.") from error


def write_file(target: Path, content: bytes) -> None:
    """What `-o` names; raises Unavailable."""
    try:
        target.write_bytes(content)
    except OSError as error:
        raise Unavailable(f"Cannot write {target} ({error.strerror}): choose another -o.") from error
