"""Mail as offices and mail systems write it, about a delivery of ours."""

from pathlib import Path

from outreach.delivery.token import make_token

KEY = b"a key for tests"
FOLDER = Path(__file__).with_name("mail")


def address(delivery_id: int, *, key: bytes = KEY) -> str:
    return f"{make_token(delivery_id, key=key)}@replies.outreach.example"


def answer(to: str, *, subject: str = "Re: A petition", body: str = "We read it.", headers: str = "") -> bytes:
    """A person's mail."""
    head = f"From: Private Office <office@ministry.example>\nTo: {to}\nSubject: {subject}\n{headers}"
    return f"{head}Message-ID: <1@ministry.example>\nDate: Thu, 26 Nov 2026 09:00:00 +0000\n\n{body}\n".encode()


def report(
    to: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "550 5.1.1 User unknown",
    subject: str = "A petition",
) -> bytes:
    """A delivery status notification (RFC 3464); `subject` is that of the returned mail."""
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.ministry.example
To: {to}
Subject: Delivery report
Message-ID: <2@mx.ministry.example>
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

This is the mail system at mx.ministry.example.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.ministry.example

Final-Recipient: rfc822; minister@ministry.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnostic}

--b
Content-Type: text/rfc822-headers

To: minister@ministry.example
Subject: {subject}
--b--
""".encode()


def automatic(
    to: str, *, body: str = "I am out of the office until Monday.", subject: str = "Automatic reply"
) -> bytes:
    """An out-of-office note or another automatic one."""
    return answer(to, subject=subject, body=body, headers="Auto-Submitted: auto-replied\n")
