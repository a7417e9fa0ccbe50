"""Mail made to break parsers, each built when asked for. The list grows with every one met in the field."""

import base64
import io
import zipfile
from collections.abc import Callable

HEAD = b"From: a@office.example\r\nTo: b@replies.example\r\nSubject: x\r\nMessage-ID: <1@office.example>\r\n"


def simple(extra: bytes = b"", body: bytes = b"hello") -> bytes:
    return HEAD + extra + b"\r\n" + body


def nested(depth: int) -> bytes:
    inner = b"Content-Type: text/plain\r\n\r\ndeep"
    for number in range(depth):
        mark = b"b%d" % number
        inner = b"Content-Type: multipart/mixed; boundary=%s\r\n\r\n--%s\r\n%s\r\n--%s--\r\n" % (
            mark,
            mark,
            inner,
            mark,
        )
    return HEAD + inner


def nested_messages(depth: int) -> bytes:
    return HEAD + b"Content-Type: message/rfc822\r\n\r\n" * depth + b"end"


def parts(count: int) -> bytes:
    one = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    return simple(b"Content-Type: multipart/mixed; boundary=b\r\n", one * count + b"--b--\r\n")


def attachment(content: bytes, kind: bytes = b"application/octet-stream") -> bytes:
    body = b"--b\r\nContent-Type: text/plain\r\n\r\nSee attached.\r\n--b\r\nContent-Type: " + kind
    body += b"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=a.bin\r\n\r\n"
    return simple(
        b"Content-Type: multipart/mixed; boundary=b\r\n", body + base64.encodebytes(content) + b"\r\n--b--\r\n"
    )


def zip_bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"\0" * 20_000_000)
    return attachment(target.getvalue(), b"application/zip")


def html(source: bytes) -> bytes:
    return simple(b"Content-Type: text/html; charset=utf-8\r\n", source)


def text(charset: bytes, body: bytes) -> bytes:
    return simple(b'Content-Type: text/plain; charset="' + charset + b'"\r\n', body)


ACTIVE = (
    b"<script>fetch('https://evil.example')</script><img src=https://evil.example/p.png>"
    b"<form action=x><input></form>"
    b"<svg onload=alert(1)><style>body{background:url(https://evil.example)}</style><p>Words of the office.</p>"
)
HOSTILE: dict[str, Callable[[], bytes]] = {
    "5,000 nested comments": lambda: simple(b"Cc: " + b"(" * 5_000 + b"x" + b")" * 5_000 + b"\r\n"),
    "20,000 encoded words": lambda: simple(b"X-A: " + b"=?utf-8?q?a?= " * 20_000 + b"\r\n"),
    "20,000 encoded words in the subject": lambda: (
        b"Subject: " + b"=?utf-8?b?YQ==?= " * 20_000 + b"\r\n" + simple()
    ),
    "300,000 headers": lambda: simple(b"X-A: b\r\n" * 300_000),
    "20,000 parameters": lambda: simple(b"Content-Type: text/plain" + b"; a=b" * 20_000 + b"\r\n"),
    "20,000 numbered parameters": lambda: simple(
        b"Content-Type: text/plain" + b"".join(b"; name*%d=b" % n for n in range(20_000)) + b"\r\n"
    ),
    "100,000 parts": lambda: parts(100_000),
    "nesting 3,000 deep": lambda: nested(3_000),
    "3,000 mails within mails": lambda: nested_messages(3_000),
    "a part of 50 MB": lambda: attachment(b"\xd5\x13" * 17_500_000),
    "50 MB in one line": lambda: simple(body=b"a" * 50_000_000),
    "50 MB of addresses": lambda: simple(body=b"<a@b.example> " * 3_500_000),
    "a header of 10 MB": lambda: simple(b"References: " + b"<a@b> " * 1_700_000 + b"\r\n"),
    "zip bomb": zip_bomb,
    "unknown charset": lambda: text(b"x-nobody-knows", b"caf\xe9"),
    "charset of a slow codec": lambda: text(b"punycode", b"a" * 200_000 + b"-" + b"b" * 20_000),
    "charset that is none": lambda: text(b"hex", b"414243"),
    "utf-7": lambda: text(b"utf-7", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-"),
    "8-bit headers": lambda: simple(b"X-Name: caf\xe9 \xff\xfe\r\n"),
    "lone CR": lambda: simple(b"X-A: b\rBcc: victim@example.org\r\n"),
    "NUL bytes": lambda: simple(b"X-\0A: b\0c\r\n", b"\0" * 100_000 + b"hello"),
    "base64 that ends early": lambda: simple(b"Content-Transfer-Encoding: base64\r\n", b"aGVsbG8"),
    "base64 that is none": lambda: simple(b"Content-Transfer-Encoding: base64\r\n", b"!\xff*" * 10_000),
    "date out of range": lambda: simple(b"Date: Mon, 99 Foo 999999 99:99:99 +9999\r\n"),
    "message/partial": lambda: simple(
        b"Content-Type: message/partial; number=1; total=9; id=x\r\n", b"Subject: y\r\n\r\nz"
    ),
    "HTML with active parts": lambda: html(ACTIVE),
    "HTML of open tags": lambda: html(b"<a" * 500_000),
    "HTML of blockquotes": lambda: html(b"<blockquote>" * 100_000 + b"x"),
    "HTML of unclosed comments": lambda: html(b"<!--" * 300_000),
    "HTML of unclosed scripts": lambda: html(b"<script>" * 200_000),
    "HTML of links": lambda: html(b"<a href=https://x.example/>" * 60_000),
    "quotes without end": lambda: simple(body=b"> " * 500_000 + b"\n" + b">\n" * 300_000),
    "attributions without end": lambda: simple(body=b"On Mon 1 Jan 2024 at 10:00 a@b.example wrote\n" * 60_000),
    "header blocks without end": lambda: simple(body=b"From: a\nSent: b\n\n" * 60_000),
    "received lines without end": lambda: simple(body=b"Received: x\nMessage-ID: y\n\n" * 60_000),
    "boundary that is a pattern": lambda: simple(
        b'Content-Type: multipart/mixed; boundary="(a+)+$"\r\n', b"--(a+)+$\r\n\r\nx"
    ),
    "boundary missing": lambda: simple(b"Content-Type: multipart/mixed\r\n", b"--b\r\n\r\nx"),
    "status fields without end": lambda: (
        b"From: MAILER-DAEMON@x.example\r\nContent-Type: message/delivery-status\r\n\r\n"
        + b"Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\n\r\n" * 100_000
    ),
    "a report of a million words": lambda: (
        b"From: MAILER-DAEMON@x.example\r\nSubject: failure notice\r\n\r\n"
        + b"user mailbox address domain host " * 200_000
    ),
    "ticket words without end": lambda: simple(body=b"ticket number reference case " * 200_000),
    "nothing but newlines": lambda: b"\r\n" * 100_000,
    "a picture": lambda: bytes(range(256)) * 4_000,
}
