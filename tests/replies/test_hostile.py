"""Each hostile mail is answered by the child within its limits, and the child goes on to the next."""

import signal
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from outreach.accounts import Role, system_actor
from outreach.blob_folder import FolderBlobs
from outreach.blobs import sha256_of
from outreach.db import Database
from outreach.replies.child import LENGTH, MEMORY, READY, SECONDS, Classifier
from outreach.replies.classify import classify, read
from outreach.replies.collect import collect
from outreach.replies.limits import MAX_MAIL
from outreach.replies.maildir import Maildir
from outreach.replies.reading import reading_from
from outreach.replies.status import ReplyKind, ReplyStatus
from outreach.replies.store import list_mails
from outreach.replies.view import viewable_html
from tests.replies.conftest import NOW
from tests.replies.hostile import ACTIVE, CASES, HOSTILE, INJECTED, html, simple
from tests.replies.mails import FOLDER, KEY, answer

ODD = {
    "nothing but newlines": ReplyKind.UNREADABLE,
    "a picture": ReplyKind.UNREADABLE,
    "status fields without end": ReplyKind.BOUNCE,
    "a report of a million words": ReplyKind.BOUNCE,
}


PEAK_KB = 300 * 1024
OUTWARD = (
    "evil.example",
    "<script",
    "<img",
    "<form",
    "<svg",
    "<style",
    "<link",
    "<iframe",
    "url(",
    "style=",
    "onclick",
)


@pytest.fixture(scope="module")
def classifier() -> Iterator[Classifier]:
    """Patient by the wall clock, as the machine may be busy; the child's limit of the processor's time holds."""
    with Classifier() as classifier:
        yield classifier


def test_each_hostile_mail_tries_something_that_was_asked_for() -> None:
    assert sorted(name for _, name in CASES) == sorted(HOSTILE)
    assert SECONDS < 5
    assert MEMORY < PEAK_KB * 1024


@pytest.mark.parametrize(("item", "name"), CASES)
def test_it_is_answered_within_the_limits_of_the_child(classifier: Classifier, item: str, name: str) -> None:
    """The child would be killed after four seconds of the processor, get no more memory than it may have, and meet
    an error where it reached out; each would stand in the notes, and the child would be another one."""
    classifier.read(answer("a@b.example"))
    assert classifier._process is not None
    child = classifier._process.pid
    reading = classifier.read(HOSTILE[name]())
    assert reading.finding.kind is ODD.get(name, ReplyKind.HUMAN)
    assert [
        note for note in reading.finding.notes if "more time or memory" in note or "failed on it" in note
    ] == []
    assert classifier._process.pid == child
    assert classifier._process.poll() is None
    assert peak_kb(child) < PEAK_KB
    assert list(forged(reading.as_json())) == []


def peak_kb(process: int) -> int:
    """The most memory that it ever held."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])


def forged(value: Any, key: str = "") -> Iterator[str]:
    """Texts with a control character, or with a line end outside the words of the mail."""
    if isinstance(value, dict):
        yield from (bad for name, one in value.items() for bad in forged(one, name))
    elif isinstance(value, list | tuple):
        yield from (bad for one in value for bad in forged(one, key))
    elif isinstance(value, str):
        allowed = "\n\t" if key == "reply_text" else "\t"
        if any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in allowed for letter in value):
            yield f"{key}: {value!r}"


@pytest.mark.parametrize(("item", "name"), CASES)
def test_its_html_is_shown_without_anything_that_acts(item: str, name: str) -> None:
    shown = viewable_html(HOSTILE[name]()).lower()
    assert [one for one in OUTWARD if one in shown] == []
    if name == "HTML with CSS tricks":
        assert shown.count("<p>") == 2
        assert "last words." in shown


def test_no_injected_line_is_left_in_what_is_shown_or_written() -> None:
    reading = read(HOSTILE["headers injected"]())
    assert (reading.subject, reading.sender) == (f"a {INJECTED}", "a@office.example")
    assert reading.finding.reference_numbers == ("AB-1234",)
    assert [one.name for one in reading.attachments] == [f"a {INJECTED}.pdf"]
    assert reading.finding.recipients == ()


@pytest.mark.parametrize(
    "value",
    [
        b'"minister@office.example" <visitor@somewhere.example>',
        b"minister@office.example <visitor@somewhere.example>",
        b"=?utf-8?q?minister=40office=2Eexample?= <visitor@somewhere.example>",
        b"=?utf-8?q?=3Cminister=40office=2Eexample=3E?= <visitor@somewhere.example>",
        b'"<minister@office.example> \\" " <visitor@somewhere.example>',
        b"visitor@somewhere.example (minister@office.example)",
    ],
)
def test_a_name_that_looks_like_an_address_is_not_the_sender(value: bytes) -> None:
    assert read(b"From: " + value + b"\nSubject: x\n\nhello\n").sender == "visitor@somewhere.example"


def test_the_child_cannot_reach_out() -> None:
    code = (
        "import socket, subprocess, sys\n"
        "from outreach.replies.confine import confine\n"
        "confine(1 << 30)\n"
        "for reach in (lambda: socket.create_connection(('127.0.0.1', 9)), lambda: subprocess.run(['true']),\n"
        "              lambda: socket.getaddrinfo('evil.example', 80)):\n"
        "    try:\n"
        "        reach()\n"
        "    except PermissionError as error:\n"
        "        print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "a mail may not cause socket.getaddrinfo",
        "a mail may not cause subprocess.Popen",
        "a mail may not cause socket.getaddrinfo",
    ]


def test_all_of_them_are_collected_and_kept_as_they_came(
    any_database: Database, blobs: FolderBlobs, tmp_path: Path
) -> None:
    folder = tmp_path / "inbox" / "new"
    folder.mkdir(parents=True)
    for number, mail in enumerate(made() for made in HOSTILE.values()):
        # The size of a mail is nothing to the database: once is enough.
        if any_database.is_sqlite or len(mail) < 2_000_000:
            (folder / f"{number}.office").write_bytes(mail)
    sums = {sha256_of(path.read_bytes()) for path in folder.iterdir()}
    for stored in (len(sums), 0):
        report = collect(
            any_database,
            blobs,
            mailbox=Maildir(tmp_path / "inbox"),
            token_keys=[KEY],
            now=NOW,
            actor=system_actor("replies", Role.COORDINATOR),
        )
        assert (report.stored, report.read) == (stored, stored)
    with any_database.read() as session:
        mails = list_mails(session)
    assert {mail.raw_sha256 for mail in mails} == sums
    assert all(sha256_of(blobs.get(sha256)) == sha256 for sha256 in sums)
    assert {mail.status for mail in mails} == {ReplyStatus.NEEDS_MATCH}
    assert sum(mail.kind is ReplyKind.UNREADABLE for mail in mails) == 2


def test_a_mail_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    with Classifier(seconds=0.0) as classifier:
        assert classifier.read(answer("a@b.example")).finding.notes == (
            "reading it took more time or memory than a mail may take",
        )
        classifier.seconds = 60
        assert classifier.read(answer("a@b.example")).finding.kind is ReplyKind.HUMAN


def test_a_mail_that_takes_too_much_memory_is_given_up_and_the_next_one_is_read() -> None:
    with Classifier(memory=160 * 1024 * 1024) as classifier:
        assert classifier.read(simple(body=b"a b\n" * 12_000_000)).finding.kind is ReplyKind.UNREADABLE
        assert classifier.read(answer("a@b.example")).finding.kind is ReplyKind.HUMAN


def test_a_mail_that_takes_too_much_of_the_processor_is_given_up() -> None:
    code = "from outreach.replies import serve; serve.SECONDS = 0.001; serve._serve(1 << 30)"
    raw = simple(body=b"On Mon 1 Jan 2024 at 10:00 a@b.example wrote\n" * 60_000)
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=LENGTH.pack(len(raw)) + raw,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.returncode) == (READY, -signal.SIGPROF)


def test_a_child_that_was_killed_is_replaced() -> None:
    with Classifier() as classifier:
        classifier.read(answer("a@b.example"))
        assert classifier._process is not None
        classifier._process.kill()
        classifier._process.wait()
        assert classifier.read(answer("a@b.example")).finding.kind is ReplyKind.HUMAN


def test_what_is_too_large_is_not_even_sent_to_the_child() -> None:
    with Classifier() as classifier:
        assert classifier.read(bytes(MAX_MAIL + 1)).finding.notes == ("larger than 64 MB: not opened",)


def test_the_child_says_what_the_classifier_says() -> None:
    raw = (FOLDER / "de-received.eml").read_bytes()
    with Classifier() as classifier:
        assert classifier.read(raw) == read(raw)
    assert reading_from(read(raw).as_json()) == read(raw)


def test_nothing_active_is_left_of_html() -> None:
    text = classify(html(ACTIVE)).reply_text
    assert text == "Words of the office."


def test_a_lone_cr_or_an_encoded_newline_makes_no_second_header_line() -> None:
    reading = read(b"Subject: =?utf-8?q?a=0D=0ABcc=3A_victim=40example.org?=\n" + simple())
    assert reading.subject == "a Bcc: victim@example.org"
    assert "\x1b" not in read(b"Subject: \x1b[31mred\n" + simple()).subject
