"""Reports about addresses beyond ASCII: as text of their own, and escaped for the way back (RFC 6533 §3)."""

import pytest

from outreach.replies.dsn import find_reports
from outreach.replies.limits import Budget
from outreach.replies.parse import parse

REPORT = """\
From: mailer-daemon@relay.example
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x
Content-Type: text/plain

Not delivered.
--x
Content-Type: message/{kind}
Content-Transfer-Encoding: 8bit

Reporting-MTA: dns; relay.example

{recipient}
Action: failed
Status: 5.6.7
--x--
"""


@pytest.mark.parametrize(
    ("kind", "recipient"),
    [
        ("global-delivery-status", "Final-Recipient: utf-8; 局長@官邸.example"),
        ("global-delivery-status", "Original-Recipient: utf-8;局長@官邸.example"),
        ("delivery-status", r"Original-Recipient: utf-8;\x{5C40}\x{9577}@\x{5B98}\x{90B8}.example"),
    ],
)
def test_the_address_is_read_from_each_form(kind: str, recipient: str) -> None:
    part = parse(REPORT.format(kind=kind, recipient=recipient).encode(), Budget())
    (report,) = find_reports(part, "")
    assert report.address == "局長@官邸.example"
