"""Where played offices get their mail and write back: what comes in decides what goes out, and when."""

import mailbox
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

from outreach.operations.demo.cast import Cast, Part, load_answers, office_of
from outreach.operations.demo.mails import (
    Received,
    answer,
    automatic_note,
    letter_from_elsewhere,
    report,
)
from outreach.rounds.reference import find_references, reference_for

UNKNOWN_USER = "550 5.1.1 SAMPLE: no such mailbox here"
TRY_LATER = "451 4.7.1 SAMPLE: greylisted, try again later"
STILL_TRYING = "451 4.4.1 SAMPLE: no answer from the next host"


@dataclass(slots=True)
class Mailroom:
    """All played offices. `languages` is the language each office writes in, `inbox` our own Maildir."""

    cast: Cast
    languages: Mapping[str, str]
    inbox: Path
    clock: Callable[[], datetime]
    answers: dict[str, Any] = field(default_factory=load_answers)
    received: int = 0
    _greylisted: set[str] = field(default_factory=set)
    _outgoing: list[tuple[datetime, bytes]] = field(default_factory=list)

    def reply_to_recipient(self, recipient: str) -> str | None:
        """What an office says to RCPT, or None to accept."""
        part = self.cast.part_of(office_of(recipient))
        if part is Part.REFUSES:
            return UNKNOWN_USER
        if part is Part.GREYLISTS and recipient not in self._greylisted:
            self._greylisted.add(recipient)
            return TRY_LATER
        return None

    def hangs_up(self, recipient: str) -> bool:
        """Whether the office closes the connection after the whole mail, before it says 250."""
        return self.cast.part_of(office_of(recipient)) is Part.HANGS_UP

    def take(self, *, envelope_sender: str, recipient: str, content: bytes) -> None:
        """An office has a letter: decide what it will write back."""
        now = self.clock()
        mail = Received(office_of(recipient), recipient, envelope_sender, message_from_bytes(content), now)
        self.received += 1
        delay, write = self._reactions()[self.cast.part_of(mail.office_key)]
        if write is not None:
            self._outgoing.append((now + delay, write(mail, now + delay)))

    def post(self, mail: bytes, *, due: datetime) -> None:
        """Put any other mail on its way to our inbox."""
        self._outgoing.append((due, mail))

    def deliver_due(self) -> int:
        """Put into our inbox what is due by now; return how many."""
        now = self.clock()
        due = sorted(one for one in self._outgoing if one[0] <= now)
        self._outgoing = [one for one in self._outgoing if one[0] > now]
        box = mailbox.Maildir(self.inbox, create=True)
        for _at, content in due:
            box.add(content)
        return len(due)

    def _reactions(self) -> dict[Part, tuple[timedelta, Callable[[Received, datetime], bytes] | None]]:
        return {
            Part.REFUSES: (timedelta(), None),
            Part.HANGS_UP: (timedelta(), None),
            Part.SILENT: (timedelta(), None),
            Part.GREYLISTS: (timedelta(minutes=3), self._acknowledge),
            Part.ACKNOWLEDGES: (timedelta(minutes=3), self._acknowledge),
            Part.OUT_OF_OFFICE: (timedelta(minutes=1), self._absence),
            Part.BOUNCES: (timedelta(hours=2), self._bounce),
            Part.DELAYS: (timedelta(hours=4), self._delay),
            Part.WRITES_BACK: (timedelta(days=2), self._elsewhere),
            Part.ANSWERS: (timedelta(days=9), self._answer),
        }

    def _words(self, mail: Received, kind: str) -> dict[str, str]:
        words = self.answers[self.languages[mail.office_key]][kind]
        return {part: text.replace("{number}", file_number(mail.office_key)) for part, text in words.items()}

    def _acknowledge(self, mail: Received, at: datetime) -> bytes:
        return automatic_note(mail, **self._words(mail, "acknowledgement"), at=at)

    def _absence(self, mail: Received, at: datetime) -> bytes:
        return automatic_note(mail, **self._words(mail, "out_of_office"), at=at)

    def _bounce(self, mail: Received, at: datetime) -> bytes:
        return report(mail, action="failed", status="5.1.1", diagnostic=UNKNOWN_USER, at=at)

    def _delay(self, mail: Received, at: datetime) -> bytes:
        return report(mail, action="delayed", status="4.4.1", diagnostic=STILL_TRYING, at=at)

    def _elsewhere(self, mail: Received, at: datetime) -> bytes:
        reference = reference_for(find_references(mail.header("Subject"))[0])
        return letter_from_elsewhere(mail, reference=reference, number=file_number(mail.office_key), at=at)

    def _answer(self, mail: Received, at: datetime) -> bytes:
        return answer(mail, **self._words(mail, "answer"), at=at)


def file_number(office_key: str) -> str:
    """The file number that a played office gives our letter."""
    return f"SAMPLE-{office_key[:2].upper()}-2026-{zlib.crc32(office_key.encode()) % 100_000:05d}"
