"""Ordinary mail that reads like a bounce or a machine's note: what each writes, and the headers it comes with."""

from itertools import product

QUOTED_BOUNCE = """\
> From: Mail Delivery System <MAILER-DAEMON@mx.ministry.example>
> Subject: Undelivered Mail Returned to Sender
>
> <gone@ministry.example>: host mx.ministry.example[192.0.2.1] said: 550 5.1.1
>     User unknown (in reply to RCPT TO command)
"""
SUBJECTS = (
    "Delivery failed: your parcel could not be delivered",
    "Undeliverable promises: what parliament owes the public",
    "Re: Undelivered Mail Returned to Sender",
    "Re: Mail delivery failed: returning message to sender",
    "Failure notice of the third reform",
    "WG: Unzustellbar: A public petition",
    "TR: Non remis : A public petition",
    "Fwd: Delivery Status Notification (Failure)",
)
BODIES = {
    "asks about a bounce": "What does this mean? Your address works for me.\n\n" + QUOTED_BOUNCE,
    "tells that a mail came back": "Your mail to the minister was undeliverable on Monday; gone@ministry.example "
    "does not exist any more. Please write to me instead.",
    "explains codes": "A server answers 550 5.1.1 User unknown when an address does not exist, "
    "452 when a mailbox is full. Action: failed stands in the report, Final-Recipient: names who.",
    "speaks of delivery": "The delivery of aid failed. The message has been rejected by the committee, and "
    "delivery to the region has failed permanently.",
    "speaks of absence": "I was out of office when it came. This is not an automatic reply: "
    "the committee takes it up.",
}
HEADERS = {
    "a person": "In-Reply-To: <1@outreach.example>\nX-Mailer: Microsoft Outlook 16.0\nThread-Index: AdcAbc==\n",
    "a person on a list": "List-Id: <members.parliament.example>\nPrecedence: list\n"
    "List-Unsubscribe: <https://x.example/u>\n",
    "a newsletter": "List-Unsubscribe: <https://x.example/u>\nPrecedence: bulk\n"
    "Feedback-ID: 1:2:news\nX-Mailer: Campaigns\n",
    "a web mailer": "X-Originating-IP: [192.0.2.7]\nUser-Agent: Roundcube Webmail/1.6\n",
}
SENDERS = (
    "Jane Doe <jane.doe@ministry.example>",
    "Paul Post <paul@smtp.daemon.example>",
    "office@parliament.example",
)


def ordinary_mails() -> dict[str, tuple[bytes, bool]]:
    """Raw mails by name, and whether a person wrote each."""
    found: dict[str, tuple[bytes, bool]] = {}
    for subject, (body, text), (kind, headers), sender in product(
        SUBJECTS, BODIES.items(), HEADERS.items(), SENDERS
    ):
        raw = (
            f"From: {sender}\nTo: answers@replies.example\nSubject: {subject}\n{headers}"
            f"Message-ID: <{len(found)}@ministry.example>\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
        )
        found[f"{kind}: {subject}: {body}: {sender}"] = (raw.encode(), kind != "a newsletter")
    return found
