"""Whatever the bytes and words are: what arrives is what was sent, what a reader finds is what was meant."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTPUTF8, compat32
from email.utils import parseaddr

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from outreach.delivery.attachment import Attachment, encode
from outreach.delivery.mail import Mail
from outreach.delivery.message import build
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.relay import Relay, Tls
from outreach.errors import BadInput
from outreach.fakes import SmtpServer

lines = st.binary(max_size=60).map(lambda line: line.replace(b"\r", b"").replace(b"\n", b""))
dotted = st.builds(lambda dots, rest: b"." * dots + rest, st.integers(0, 4), lines)
bodies = st.builds(
    lambda lines, ends: b"\r\n".join(lines) + ends, st.lists(dotted, max_size=12), st.sampled_from([b"", b"\r\n"])
)
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
names = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Z"], include_characters=" ", exclude_characters=TURNING),
    min_size=1,
    max_size=100,
).filter(lambda text: text == " ".join(text.split(" ")).strip() and "  " not in text)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=TURNING), max_size=300).map(
    lambda text: "".join(c for c in text if c in "\t\n" or not (ord(c) < 32 or 127 <= ord(c) < 160))
)
file_names = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="/\\" + TURNING),
    min_size=1,
    max_size=80,
).filter(lambda name: name == name.strip())
local_parts = st.from_regex(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,30}(\.[a-z0-9]{1,10}){0,2}", fullmatch=True)
recipients = st.builds(
    lambda local, domain: f"{local}@{domain}",
    st.one_of(local_parts, st.sampled_from(["局長", "büro.nord", "प्रधानमंत्री", "ראש.הממשלה"])),
    st.sampled_from(["gov.example", "官邸.example", "büro.example"]),
)
mails = st.builds(
    Mail,
    sender=st.just("petition@outreach.example"),
    sender_name=names,
    recipient=recipients,
    reply_to=local_parts.map(lambda local: f"{local}@replies.example"),
    subject=names,
    text=texts,
    html=texts,
    languages=st.lists(st.sampled_from(["en", "de", "zh-Hant", "he", "ja"]), min_size=1, max_size=9, unique=True),
    message_id=st.from_regex(r"<[a-z0-9]{1,40}@[a-z0-9.]{1,40}>", fullmatch=True),
    date=st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC)),
)
attachments = st.lists(st.tuples(file_names, st.binary(max_size=3000)), max_size=3)


@pytest.fixture(scope="module")
def arrived() -> Iterator[Callable[[bytes], bytes]]:
    """What one and the same server gets of a message."""
    with SmtpServer() as server:
        yield lambda message: send(server, message)


def send(server: SmtpServer, message: bytes) -> bytes:

    async def run() -> None:
        transport = SmtpTransport(Relay("127.0.0.1", server.port, Tls.NONE), is_live=False)
        await transport.send(
            envelope_sender="t@r.example", recipient="o@x.example", message=message, envelope_id="1"
        )
        await transport.close()

    before = len(server.received)
    asyncio.run(run())
    (mail,) = server.received[before:]
    return mail.message


@settings(deadline=None, max_examples=150)
@given(bodies)
@example(b".")
@example(b".\r\n.\r\n..\r\n...\r\n")
@example(b"Subject: x\r\n\r\n.\r\nQUIT\r\n.\r\n")
@example(b"\x00\xff.\r\n\x80" * 3)
def test_any_lines_arrive_as_they_are(arrived: Callable[[bytes], bytes], body: bytes) -> None:
    ended = body if body.endswith(b"\r\n") else body + b"\r\n"
    assert arrived(body) == ended


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from([b".", b"\r", b"\n", b"\r\n", b"QUIT", b"a", b"MAIL FROM:<x@y.example>"]), max_size=12
    )
)
@example([b"a", b"\n", b".", b"\n", b"MAIL FROM:<x@y.example>", b"\r\n"])
@example([b"a", b"\r", b".", b"\r", b"\n"])
@example([b"\r\n", b".", b"\r"])
def test_no_bytes_end_the_mail_early(arrived: Callable[[bytes], bytes], pieces: list[bytes]) -> None:
    """Bare line ends never come from `build`; if they did, the server would still see one mail and no command."""
    body = b"".join(pieces)
    got = arrived(body)
    ended = body if body.endswith(b"\r\n") else body + b"\r\n"
    assert got.replace(b".", b"") == ended.replace(b".", b"")


@settings(deadline=None, max_examples=300)
@given(mails, attachments)
def test_the_standard_parser_finds_all_that_was_meant(mail: Mail, files: list[tuple[str, bytes]]) -> None:
    parts = [encode(Attachment(name, content)) for name, content in files]
    message = build(Mail(**{name: getattr(mail, name) for name in Mail.__slots__ if name != "parts"}, parts=parts))
    read = message_from_bytes(message, policy=SMTPUTF8)
    assert isinstance(read, EmailMessage)
    assert not read.defects
    assert headers_of(read) == meant_by(mail)
    assert texts_of(read) == [with_line_end(mail.text), with_line_end(mail.html)]
    assert [(part.get_filename(), part.get_content()) for part in read.iter_attachments()] == files
    assert [part.get_content_type() for part in read.walk()] == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "text/html"),
        *["application/pdf"] * len(files),
    ]


def headers_of(read: EmailMessage) -> dict[str, object]:
    """Every field as this reader shows it; a field that occurs twice shows as other fields than were meant."""
    found: dict[str, object] = {name: str(value) for name, value in read.items()}
    assert len(found) == len(read.keys())
    # The newer reader leaves a space between two encoded words of a name (RFC 2047 §6.2 has none), the older none.
    name, address = parseaddr(message_from_bytes(bytes(read), policy=compat32)["From"])
    found["From"] = (str(make_header(decode_header(name))), address)
    found["Date"] = read["Date"].datetime
    for name in ("To", "Reply-To"):
        (address,) = (one.addr_spec for one in read[name].addresses)
        found[name] = address.encode("utf-8", "surrogateescape").decode()
    return found


def meant_by(mail: Mail) -> dict[str, object]:
    local, _, domain = mail.recipient.rpartition("@")
    plain = {"官邸.example": "xn--kbt494j.example", "büro.example": "xn--bro-hoa.example"}
    return {
        "From": (mail.sender_name, mail.sender),
        "To": f"{local}@{plain.get(domain, domain) if local.isascii() else domain}",
        "Reply-To": mail.reply_to,
        "Subject": mail.subject,
        "Date": mail.date,
        "Message-ID": mail.message_id,
        "List-Unsubscribe": f"<mailto:{mail.reply_to}?subject=stop>",
        "Content-Language": ", ".join(mail.languages),
        "MIME-Version": "1.0",
        "Content-Type": build_boundary(mail),
    }


def build_boundary(mail: Mail) -> str:
    return str(message_from_bytes(build(mail), policy=SMTPUTF8)["Content-Type"])


def texts_of(read: EmailMessage) -> list[str]:
    alternative = next(part for part in read.walk() if part.get_content_type() == "multipart/alternative")
    return [part.get_content().replace("\r\n", "\n") for part in alternative.iter_parts()]  # type: ignore[attr-defined]


def with_line_end(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


headers = st.sampled_from(["sender", "sender_name", "recipient", "reply_to", "subject", "message_id"])
forbidden = st.one_of(
    st.characters(min_codepoint=0, max_codepoint=31),
    st.characters(min_codepoint=127, max_codepoint=159),
    st.sampled_from("\u2028\u2029" + TURNING),
    st.characters(categories=["Cs"]),
    st.sampled_from(["\r\nBcc: spy@evil.example", "\r\n\r\n<script>", "\n Bcc: x@y.example", "\r\n.\r\n"]),
)


@settings(deadline=None, max_examples=300)
@given(mails, headers, forbidden, st.integers(0, 200))
def test_nothing_that_breaks_a_header_passes(mail: Mail, field: str, wrong: str, place: int) -> None:
    value = getattr(mail, field)
    values = {name: getattr(mail, name) for name in Mail.__slots__}
    with pytest.raises(BadInput):
        build(Mail(**{**values, field: value[:place] + wrong + value[place:]}))


def test_a_later_moment_changes_the_date_only() -> None:
    mail = Mail(
        sender="a@x.example", sender_name="A", recipient="o@x.example", reply_to="t@x.example", subject="S",
        text="t", html="h", languages=("en",), message_id="<1@x>", date=datetime(2026, 11, 24, tzinfo=UTC),
    )  # fmt: skip
    later = build(Mail(**{**{n: getattr(mail, n) for n in Mail.__slots__}, "date": mail.date + timedelta(days=1)}))
    assert later.replace(b"Wed, 25", b"Tue, 24") == build(mail)
