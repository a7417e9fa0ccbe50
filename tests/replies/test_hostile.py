"""Each hostile mail is answered by the child within its limits, and the child goes on to the next."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from outreach.replies.child import LENGTH, READY, Classifier
from outreach.replies.classify import classify, read
from outreach.replies.limits import MAX_MAIL
from outreach.replies.reading import reading_from
from outreach.replies.status import ReplyKind
from tests.replies.hostile import ACTIVE, HOSTILE, html, simple
from tests.replies.mails import FOLDER, answer

ODD = {
    "nothing but newlines": ReplyKind.UNREADABLE,
    "a picture": ReplyKind.UNREADABLE,
    "status fields without end": ReplyKind.BOUNCE,
    "a report of a million words": ReplyKind.BOUNCE,
}


@pytest.fixture(scope="module")
def classifier() -> Iterator[Classifier]:
    with Classifier(seconds=60) as classifier:
        yield classifier


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_answered_without_giving_up(classifier: Classifier, name: str) -> None:
    reading = classifier.read(HOSTILE[name]())
    assert reading.finding.kind is ODD.get(name, ReplyKind.HUMAN)
    assert not any("more time or memory" in note for note in reading.finding.notes)


def test_a_mail_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    with Classifier(seconds=0.0) as classifier:
        assert classifier.read(answer("a@b.example")).finding.notes == (
            "reading it took more time or memory than a mail may take",
        )
        classifier.seconds = 60
        assert classifier.read(answer("a@b.example")).finding.kind is ReplyKind.HUMAN


def test_a_mail_that_takes_too_much_memory_is_given_up_and_the_next_one_is_read() -> None:
    with Classifier(seconds=60, memory=160 * 1024 * 1024) as classifier:
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
    with Classifier(seconds=60) as classifier:
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
    with Classifier(seconds=60) as classifier:
        assert classifier.read(raw) == read(raw)
    assert reading_from(read(raw).as_json()) == read(raw)


def test_nothing_active_is_left_of_html() -> None:
    text = classify(html(ACTIVE)).reply_text
    assert text == "Words of the office."


def test_a_lone_cr_or_an_encoded_newline_makes_no_second_header_line() -> None:
    reading = read(b"Subject: =?utf-8?q?a=0D=0ABcc=3A_victim=40example.org?=\n" + simple())
    assert reading.subject == "a Bcc: victim@example.org"
    assert "\x1b" not in read(b"Subject: \x1b[31mred\n" + simple()).subject
