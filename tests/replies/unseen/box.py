"""Mails written for the tests only, many to a file: what stands in the file, and what is expected of each.

A record begins with a line `%% words of what is expected` and goes on with headers, an empty line and the body. A
file of people's answers has `##` (with a subject, or none) and the text. In both, a line that begins with `^` is
neither the office's words nor ours (a signature, an attribution), and one with `~` is our letter's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Record:
    """One mail as it stands in a file: what is expected, its headers in order, its body's lines as marked."""

    expected: str
    headers: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """Our letter in one language, which people quote."""

    subject: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person wrote: `subject` is empty for an ordinary reply."""

    language: str
    subject: str
    lines: tuple[str, ...]


def records(path: Path) -> Iterator[Record]:
    """The records of a file with `%%`."""
    for expected, lines in _split(path, "%%"):
        if "" not in lines:
            yield Record(expected, (), tuple(lines))
            continue
        blank = lines.index("")
        pairs = (line.partition(":") for line in lines[:blank])
        headers = tuple((name, value.strip()) for name, _, value in pairs)
        yield Record(expected, headers, tuple(lines[blank + 1 :]))


def letters(path: Path) -> dict[str, Letter]:
    """Our letter by language."""
    found = {}
    for title, lines in _split(path, "%%"):
        language, _, subject = title.partition(" ")
        found[language] = Letter(subject, tuple(lines))
    return found


def answers(path: Path) -> Iterator[Answer]:
    """People's answers of one language's file, whose name is the language's tag."""
    for subject, lines in _split(path, "##"):
        yield Answer(path.stem, subject, tuple(lines))


def written(lines: tuple[str, ...]) -> tuple[str, str, str]:
    """(as sent, the office's own words, our letter's words) of marked lines."""
    sent = "\n".join(line.lstrip("^~") if line[:1] in ("^", "~") else line for line in lines)
    own = "\n".join(line for line in lines if line[:1] not in ("^", "~"))
    ours = "\n".join(line[1:] for line in lines if line[:1] == "~")
    return sent, own, ours


def _split(path: Path, mark: str) -> Iterator[tuple[str, list[str]]]:
    title, lines = None, list[str]()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(mark):
            if title is not None:
                yield title, _stripped(lines)
            title, lines = line[len(mark) :].strip(), []
        else:
            lines.append(line)
    if title is not None:
        yield title, _stripped(lines)


def _stripped(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines
