"""Pieces of the SMTP conversation, as the RFCs write them."""

import pytest

from outreach.delivery import esmtp
from outreach.delivery.transport import ConnectionFailure, PermanentFailure, TemporaryFailure, failure_kind


def test_xtext_escapes_what_rfc_3461_says() -> None:
    assert esmtp.xtext("a+b=c é") == "a+2Bb+3Dc+20+C3+A9"


def test_parameters_are_sent_only_when_offered() -> None:
    assert esmtp.mail_parameters({}, size=5, envelope_id="x") == []
    offered = {"dsn": "", "size": "100"}
    assert esmtp.mail_parameters(offered, size=5, envelope_id="a=b") == ["SIZE=5", "RET=HDRS", "ENVID=a+3Db"]
    assert esmtp.rcpt_parameters({"size": ""}, recipient="a@b.example") == []
    wanted = ["NOTIFY=SUCCESS,FAILURE,DELAY", "ORCPT=rfc822;a@b.example"]
    assert esmtp.rcpt_parameters(offered, recipient="a@b.example") == wanted


@pytest.mark.parametrize(
    ("stated", "limit"),
    [("", None), ("0", None), ("many", None), ("²", None), ("9" * 5000, None), ("35882577", 35882577)],
)
def test_a_size_limit_counts_only_when_stated(stated: str, limit: int | None) -> None:
    assert esmtp.offers_of({"size": stated}).size_limit == limit
    assert esmtp.offers_of({}).size_limit is None


def test_an_address_beyond_ascii_needs_two_extensions() -> None:
    assert esmtp.offers_of({"smtputf8": "", "8bitmime": ""}).takes_utf_8
    assert not esmtp.offers_of({"smtputf8": ""}).takes_utf_8
    assert esmtp.mail_parameters({"size": ""}, size=5, envelope_id="x", utf_8=True) == ["SIZE=5", "SMTPUTF8"]
    (_, original) = esmtp.rcpt_parameters({"dsn": ""}, recipient="局長+a=b\\c@官邸.example")
    assert original == "ORCPT=utf-8;局長\\x{2B}a\\x{3D}b\\x{5C}c@官邸.example"


@pytest.mark.parametrize(
    ("text", "status"), [("5.1.1 no such user", "5.1.1"), ("no 5.1.1", None), ("4.7.1", "4.7.1"), ("5.1.1x", None)]
)
def test_the_enhanced_status_opens_the_reply(text: str, status: str | None) -> None:
    assert esmtp.enhanced_status(text) == status


def test_a_reply_is_stored_readable_and_short() -> None:
    raw = b"caf\xe9 \x1b[31m ok\nsecond".decode("utf-8", "surrogateescape")
    assert esmtp.readable(raw) == "caf\\xe9 \\x1b[31m ok\nsecond"
    assert len(esmtp.readable("x" * 99_999)) == esmtp.REPLY_LIMIT


@pytest.mark.parametrize(
    ("message", "stuffed"),
    [
        (b".a\r\n", b"..a\r\n"),
        (b"a\r\n.\r\n", b"a\r\n..\r\n"),
        (b"a.\r\nb.\r\n", b"a.\r\nb.\r\n"),
        (b"", b"\r\n"),
        (b".", b"..\r\n"),
        (b"a\n.b", b"a\n..b\r\n"),
        (b"a\r", b"a\r\r\n"),
    ],
)
def test_dots_at_line_starts_are_doubled(message: bytes, stuffed: bytes) -> None:
    assert esmtp.dot_stuffed(message) == stuffed


@pytest.mark.parametrize(
    ("code", "verb", "kind"),
    [
        (450, "RCPT", TemporaryFailure),
        (550, "RCPT", PermanentFailure),
        (421, "RCPT", TemporaryFailure),
        (421, "MAIL", ConnectionFailure),
        (530, "MAIL", ConnectionFailure),
        (299, "", TemporaryFailure),
    ],
)
def test_what_a_code_means(code: int, verb: str, kind: type) -> None:
    assert failure_kind(code, verb=verb) is kind
