"""Whatever the bytes, the classifier answers, and its answer is plain JSON that reads back the same."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.replies.classify import read
from outreach.replies.reading import reading_from
from tests.replies.mails import FOLDER, report

REAL = [path.read_bytes() for path in sorted(FOLDER.glob("*.eml"))] + [report("a@b.example")]
PIECES = st.sampled_from(
    [
        *(b"\r\n", b"\n\n", b"\r", b"\0", b"\xff", b"> ", b"--b", b"=?utf-8?b?", b"?=", b"<a@b.example>:"),
        b"Content-Type: multipart/mixed; boundary=b\n",
        b"Content-Transfer-Encoding: base64\n",
        *(b"Final-Recipient: rfc822;", b"From: ", b"From: MAILER-DAEMON\n", b"Subject: failure notice\n"),
        *(b"<blockquote>", b"On 1 May 2024 wrote:\n", b"charset=utf-7"),
    ]
)


def holds(raw: bytes) -> None:
    reading = read(raw)
    plain = json.loads(json.dumps(reading.as_json()))
    assert reading_from(plain) == reading
    json.dumps(plain, ensure_ascii=False).encode("utf-8")
    assert "\n" not in reading.subject
    assert "\0" not in reading.finding.reply_text


@given(st.binary(max_size=2_000))
def test_any_bytes(raw: bytes) -> None:
    holds(raw)


@given(st.lists(PIECES | st.binary(max_size=30), max_size=60))
def test_any_pieces_of_mail(pieces: list[bytes]) -> None:
    holds(b"".join(pieces))


@settings(max_examples=60)
@given(st.sampled_from(REAL), st.integers(0, 4_000), st.integers(0, 400), st.binary(max_size=40))
def test_any_damage_to_real_mail(raw: bytes, start: int, length: int, put: bytes) -> None:
    holds(raw[:start] + put + raw[start + length :])


@settings(max_examples=40)
@given(st.sampled_from(REAL), st.integers(0, 3_000))
def test_mail_that_ends_early(raw: bytes, length: int) -> None:
    holds(raw[:length])
