"""The mails of a set, built."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.replies.unseen import build, clients_a, clients_b, clients_c
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
    """A folder of records with the mail programs that send them; each of them sends `rounds` of people's texts."""

    folder: Path
    clients: tuple[clients_a.Client, ...]
    words: dict[str, Any]
    letters: dict[str, Letter]
    rounds: int = 1


_FIRST = letters(clients_a.FOLDER / "letters.txt")
SETS = {
    "a": Set(clients_a.FOLDER, clients_a.CLIENTS, clients_a.WORDS, _FIRST),
    "b": Set(clients_b.FOLDER, clients_b.CLIENTS, clients_b.WORDS, letters(clients_b.FOLDER / "letters.txt")),
    "c": Set(clients_c.FOLDER, clients_c.CLIENTS, clients_a.WORDS, _FIRST, rounds=3),
    "d": Set(clients_c.FOLDER.with_name("d"), clients_c.CLIENTS, clients_a.WORDS, _FIRST, rounds=5),
    "e": Set(clients_c.FOLDER.with_name("e"), clients_c.CLIENTS, clients_a.WORDS, _FIRST, rounds=2),
    "f": Set(clients_c.FOLDER.with_name("f"), clients_c.CLIENTS, clients_a.WORDS, _FIRST, rounds=2),
    "g": Set(clients_c.FOLDER.with_name("g"), clients_c.CLIENTS, clients_a.WORDS, _FIRST, rounds=4),
}


def notes(chosen: Set) -> Iterator[Unseen]:
    """Automatic notes of offices."""
    charsets = chosen.words["charset"]
    for path in sorted((chosen.folder / "machines").glob("*.txt")):
        for turn, record in enumerate(records(path)):
            yield build.note(f"{path.stem} {turn}", record, turn=turn, letters=chosen.letters, charsets=charsets)


def reports(chosen: Set) -> Iterator[Unseen]:
    """Reports of mail systems."""
    original = chosen.letters["en"]
    for path in sorted((chosen.folder / "bounces").glob("*.txt")):
        for turn, record in enumerate(records(path)):
            yield build.report(f"{path.stem} {turn}", record, original=original)


def persons(chosen: Set) -> Iterator[Unseen]:
    """People's mails: each text once a round, the programs in turn."""
    people = chosen.folder / "people"
    texts = [answer for path in sorted(people.glob("*.txt")) if path.stem != "raw" for answer in answers(path)]
    for turn, answer in enumerate(texts * chosen.rounds):
        client = chosen.clients[turn % len(chosen.clients)]
        yield _dressed(f"{answer.language} {turn} {client.__name__}", answer, client, turn, chosen)
    for number, record in enumerate(records(people / "raw.txt") if (people / "raw.txt").exists() else ()):
        sent, _, _ = written(record.lines)
        headers = {"From": "Clerk <clerk@office.example>", "To": "sam@campaign.example"} | dict(record.headers)
        yield build.person(f"raw {number}", headers, (sent, None), "utf-8", record.lines)


def _dressed(name: str, answer: Answer, client: clients_a.Client, turn: int, chosen: Set) -> Unseen:
    sent, _, _ = written(answer.lines)
    letter, words = chosen.letters[answer.language], chosen.words
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
