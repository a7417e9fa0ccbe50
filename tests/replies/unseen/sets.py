"""The mails of a set, built."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.replies.unseen import build, clients_a
from tests.replies.unseen.box import Answer, Letter, answers, letters, records, written
from tests.replies.unseen.build import Unseen

HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"X-Auto-Response-Suppress": "All"},
    {"Auto-Submitted": "no"},
    {"X-Priority": "3", "Importance": "Normal"},
    {"Return-Path": "<clerk@office.example>"},
)
"""What persons' mails carry besides; none of it makes them a machine's."""


class Set(NamedTuple):
    """A folder of records with the mail programs that send them."""

    folder: Path
    clients: tuple[clients_a.Client, ...]
    words: dict[str, Any]


SETS = {"a": Set(clients_a.FOLDER, clients_a.CLIENTS, clients_a.WORDS)}


def notes(chosen: Set) -> Iterator[Unseen]:
    """Automatic notes of offices."""
    ours, charsets = letters(chosen.folder / "letters.txt"), chosen.words["charset"]
    for path in sorted((chosen.folder / "machines").glob("*.txt")):
        for turn, record in enumerate(records(path)):
            yield build.note(f"{path.stem} {turn}", record, turn=turn, letters=ours, charsets=charsets)


def reports(chosen: Set) -> Iterator[Unseen]:
    """Reports of mail systems."""
    original = letters(chosen.folder / "letters.txt")["en"]
    for path in sorted((chosen.folder / "bounces").glob("*.txt")):
        for turn, record in enumerate(records(path)):
            yield build.report(f"{path.stem} {turn}", record, original=original)


def persons(chosen: Set) -> Iterator[Unseen]:
    """People's mails: each text once, the programs in turn."""
    ours = letters(chosen.folder / "letters.txt")
    turn = 0
    for path in sorted((chosen.folder / "people").glob("*.txt")):
        if path.stem == "raw":
            continue
        for number, answer in enumerate(answers(path)):
            client = chosen.clients[turn % len(chosen.clients)]
            yield _dressed(
                f"{path.stem} {number} {client.__name__}", answer, ours[path.stem], client, turn, chosen.words
            )
            turn += 1
    for number, record in enumerate(records(chosen.folder / "people" / "raw.txt")):
        sent, _, _ = written(record.lines)
        headers = {"From": "Clerk <clerk@office.example>", "To": "sam@campaign.example"} | dict(record.headers)
        yield build.person(f"raw {number}", headers, (sent, None), "utf-8", record.lines)


def _dressed(
    name: str, answer: Answer, letter: Letter, client: clients_a.Client, turn: int, words: dict[str, Any]
) -> Unseen:
    sent, _, _ = written(answer.lines)
    dressed = client(sent, letter, answer.language)
    subject = answer.subject or words["prefix"][answer.language] + letter.subject
    headers = {
        "From": "Clerk <clerk@office.example>",
        "To": "Sam Okafor <sam@campaign.example>",
        "Subject": subject,
        "Message-ID": f"<answer.{turn}@office.example>",
        "In-Reply-To": "<letter.1@campaign.example>",
    }
    headers |= dressed.headers | HEADERS[turn % len(HEADERS)]
    charset = build.charset_of(words["charset"][answer.language], dressed.plain, turn // len(HEADERS))
    quoted = tuple(f"~{line}" for line in letter.lines) if dressed.quotes else ()
    return build.person(name, headers, (dressed.plain, dressed.html), charset, (*answer.lines, *quoted))
