"""Mail of people that reads like a machine's, and mail of machines that hides: neither is taken for the other."""

import pytest

from outreach.replies.classify import classify
from outreach.replies.status import ReplyKind

PASTED_BOUNCE = """\
---------- Forwarded message ---------
From: MAILER-DAEMON@mx.ministry.example
Subject: Undelivered Mail Returned to Sender

<gone@ministry.example>: host mx.ministry.example said: 550 5.1.1 User unknown

Final-Recipient: rfc822; gone@ministry.example
Action: failed
Status: 5.1.1
"""


def mail(sender: str, subject: str, body: str, headers: str = "") -> bytes:
    head = f"From: {sender}\nTo: answers@replies.example\nSubject: {subject}\nMessage-ID: <1@x.example>\n{headers}"
    return f"{head}\n{body}\n".encode()


ANSWERS = "In-Reply-To: <1@outreach.example>\n"
PEOPLE = {
    "forwards a bounce": mail(
        "anna@ministry.example",
        "Fwd: Undelivered Mail Returned to Sender",
        "Your mail to my colleague came back, see below. Please use my address.\n\n" + PASTED_BOUNCE,
    ),
    "writes on a list about bounces": mail(
        "bob@lists.example",
        "Re: 550 5.1.1 user unknown",
        "> my mail could not be delivered: 550 5.1.1 User unknown\n\nAsk <postmaster@x.example> why it failed.",
        "Precedence: list\nList-Id: <help.lists.example>\n" + ANSWERS,
    ),
    "is a postmaster who answers": mail(
        "Postmaster <postmaster@ministry.example>",
        "Re: mail problems",
        "Mail to minister@ministry.example could not be delivered on Monday; it works again. Kind regards, John",
        ANSWERS,
    ),
    "was away and is back": mail(
        "jane@ministry.example",
        "Re: A petition",
        "I was out of the office last week. Thank you for your message; the minister will answer in January.",
        ANSWERS,
    ),
    "travels and answers all the same": mail(
        "tom@parliament.example",
        "Re: A petition",
        "I am travelling until Friday with limited access to email, but I support this and will say so.",
        ANSWERS,
    ),
    "says that it is no automatic mail": mail(
        "jane@ministry.example", "Re: A petition", "On leave tomorrow, so briefly: yes.", "Auto-Submitted: no\n"
    ),
    "acknowledges by hand": mail(
        "jane@ministry.example",
        "Your letter",
        "Dear Sir,\n\nThank you for your letter, reference number TO2026/1, which we have received and passed on. "
        "We will reply within 20 working days.\n\nYours sincerely\nJane Doe",
    ),
    "has a delivery in the subject": mail(
        "ann@ministry.example", "Delivery of the petition failed to convince us", "Write to ann@ministry.example."
    ),
    "asks who we are": mail(
        "ann@ministry.example",
        "Re: A petition",
        "Please confirm that you are a registered organisation, so that we can deliver your letter.",
        ANSWERS,
    ),
}
MACHINES = {
    "away, with no header but the subject": (
        mail("jane@ministry.example", "Jane Doe is out of the office.", "I return on Monday.", ANSWERS),
        ReplyKind.AUTO_REPLY,
    ),
    "a ticket system": (
        mail(
            "noreply@ministry.example",
            "[Ticket#2026112410000123] We have received your request",
            "Your request has been registered.",
            "Auto-Submitted: auto-generated\n",
        ),
        ReplyKind.ACKNOWLEDGEMENT,
    ),
    "a challenge": (
        mail(
            "guard@ministry.example",
            "Please confirm your message",
            "Your message is being held. To prove you are human, click the link below: https://x.example/c",
            "Auto-Submitted: auto-replied\n",
        ),
        ReplyKind.CHALLENGE,
    ),
    "a delay": (
        mail(
            "MAILER-DAEMON@mx.example",
            "Warning: message delayed 4 hours",
            "Your message to <minister@ministry.example> has not been delivered yet.\nWe will keep trying.",
        ),
        ReplyKind.DELAY,
    ),
    "a complaint": (
        mail(
            "fbl@provider.example",
            "complaint",
            "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n\n--b--",
            "Content-Type: multipart/report; report-type=feedback-report; boundary=b\n",
        ),
        ReplyKind.FEEDBACK_REPORT,
    ),
    "a read receipt": (
        mail(
            "jane@ministry.example",
            "Read: A petition",
            "--b\nContent-Type: message/disposition-notification\n\nDisposition: manual-action/MDN-sent-manually; "
            "displayed\n\n--b--",
            "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n",
        ),
        ReplyKind.READ_RECEIPT,
    ),
    "a filter that refuses by a receipt": (
        mail(
            "MAILER-DAEMON@mx.example",
            "Automatically rejected mail",
            "--b\n\nYour message to <minister@ministry.example> was automatically rejected: quota exceeded\n"
            "--b\nContent-Type: message/disposition-notification\n\n"
            "Final-Recipient: rfc822; minister@ministry.example\n"
            "Disposition: automatic-action/MDN-sent-automatically; deleted\n\n--b--",
            "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n",
        ),
        ReplyKind.BOUNCE,
    ),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_stays_a_person(name: str) -> None:
    finding = classify(PEOPLE[name])
    assert (finding.kind, finding.recipients) == (ReplyKind.HUMAN, ())


@pytest.mark.parametrize("name", MACHINES)
def test_a_machine_is_known(name: str) -> None:
    raw, kind = MACHINES[name]
    assert classify(raw).kind is kind
