"""Causes, quotations, numbers and tables, each as a list of cases."""

import re

import pytest

from outreach.errors import BadInput
from outreach.replies import phrases
from outreach.replies.cause import judge
from outreach.replies.finding import Action, Cause
from outreach.replies.markup import to_text
from outreach.replies.numbers import find_numbers
from outreach.replies.phrases import sections
from outreach.replies.quote import own_words

LETTER = "We hand over to you\nthe petition."
QUOTED = "> We hand over to you\n> the petition."
VERDICTS = [
    ("550 5.1.1 User unknown", "5.1.1", Cause.DEAD, True),
    ("550 5.1.1 <a@b.example>: Recipient address rejected: User unknown", None, Cause.DEAD, True),
    ("550 Requested action not taken", None, Cause.OTHER, False),
    ("", "5.0.0", Cause.OTHER, False),
    ("550 5.0.0 Service unavailable", "5.0.0", Cause.OTHER, False),
    ("550 5.2.1 <a@b.example>... User unknown", "5.2.1", Cause.OTHER, False),
    ("550 5.2.1 User unknown (in reply to RCPT TO command)", "5.2.1", Cause.DEAD, True),
    ("550 <a@b.example>... No such user", None, Cause.DEAD, False),
    ("mx.b.example does not like recipient. Remote host said: 550 no such user", None, Cause.DEAD, True),
    ("<a@b.example>: unknown user", None, Cause.DEAD, True),
    ("Sorry, I couldn't find a mail exchanger or IP address. (#5.4.4)", "5.4.4", Cause.DEAD, True),
    ("550 5.1.7 Invalid address of the sender", "5.1.7", Cause.POLICY, False),
    (">>> DATA\n<<< 550 Invalid recipient\n<<< 503 Need RCPT (recipient)", None, Cause.DEAD, False),
    ("550 5.7.1 No such user here, or your host is not wanted", "5.7.1", Cause.DEAD, False),
    ("521 5.3.2 mx.b.example does not accept mail", "5.3.2", Cause.DEAD, True),
    ("556 5.1.10 Recipient address has a null MX", "5.1.10", Cause.DEAD, True),
    ("521 Local configuration error", None, Cause.DEAD, False),
    ("", "5.1.1", Cause.DEAD, True),
    ("550 5.1.1 The recipient's mailbox is full", "5.1.1", Cause.FULL, False),
    ("550 5.7.1 Unauthenticated mail from x.example is not accepted: SPF", "5.7.1", Cause.AUTH, False),
    ("554 5.7.1 Blocked using zen.spamhaus.org", "5.7.1", Cause.POLICY, False),
    ("553 5.1.8 Domain of sender address does not exist", "5.1.8", Cause.POLICY, False),
    ("552 5.3.4 Message too large", "5.3.4", Cause.SIZE, False),
    ("450 4.1.1 User unknown", "4.1.1", Cause.NETWORK, False),
    ("connect to mx.example[192.0.2.1]:25: Connection timed out", "4.4.1", Cause.NETWORK, False),
    ("550 5.2.1 The account is disabled", "5.2.1", Cause.OTHER, False),
    ("host mx.example: 550 User unknown (in reply to end of DATA command)", None, Cause.POLICY, False),
    ("Host or domain name not found. Name service error for name=b.example", "5.4.4", Cause.DEAD, True),
]


@pytest.mark.parametrize(("report", "status", "cause", "retire"), VERDICTS)
def test_why_it_failed_and_whether_the_address_is_gone(
    report: str, status: str | None, cause: Cause, retire: bool
) -> None:
    verdict = judge(report, status=status, action=Action.FAILED)
    assert (verdict.cause, verdict.retire) == (cause, retire)


def test_a_delay_never_retires_an_address() -> None:
    assert not judge("550 5.1.1 User unknown", status="5.1.1", action=Action.DELAYED).retire


QUOTATIONS = {
    "marked": f"Yes.\n\nOn 24 Nov 2026, at 09:00, P <p@o.example> wrote:\n\n{QUOTED}",
    "wrapped attribution": f"Yes.\n\nOn Tue, 24 Nov 2026 at 09:00, Petition Team\n<p@o.example> wrote:\n{QUOTED}",
    "unmarked": f"Yes.\n\nAm 24.11.2026 um 10:00 schrieb P <p@o.example>:\n\n{LETTER}",
    "separator": f"Yes.\n\n-----Original Message-----\nFrom: P <p@o.example>\n\n{LETTER}",
    "header block": f"Yes.\n\nDe : P <p@o.example>\nEnvoyé : mardi\nÀ : o@b.example\nObjet : x\n\n{LETTER}",
    "below the quotation": f"On 24 Nov 2026, at 09:00, P <p@o.example> wrote:\n{QUOTED}\n\nYes.",
    "between the lines": f"{QUOTED.splitlines()[0]}\nYes.\n{QUOTED.splitlines()[1]}",
}


@pytest.mark.parametrize("name", QUOTATIONS)
def test_only_what_the_office_wrote_is_left(name: str) -> None:
    assert own_words(QUOTATIONS[name]) == "Yes."


KEPT = [
    "The minister wrote:\n\nWe agree with the petition.",
    "From: our side there is no objection.\nTo: be clear, we agree.",
    "In 2024 the committee wrote: no.\n\nThat stands.",
    QUOTED,
]


@pytest.mark.parametrize("text", KEPT)
def test_words_of_the_office_are_never_lost(text: str) -> None:
    assert own_words(text) == text


def test_a_quotation_in_html_is_marked_and_its_links_are_kept() -> None:
    source = '<p>Use <a href="https://o.example/form">our form</a>.</p><blockquote><p>We ask</p></blockquote>'
    assert to_text(source) == "Use our form [https://o.example/form].\n\n> We ask"


NUMBERS = [
    ("Re: x [Case 004512]", "", ("004512",)),
    ("", "Our ref: FA/2026/311", ("FA/2026/311",)),
    ("", "Unser Zeichen: IV A 3 - 123/26 vom 3.11.2026", ("IV A 3 - 123/26",)),
    ("", "Ares(2026)1234567", ()),
    ("", "Reference number: Ares(2026)1234567.", ("Ares(2026)1234567",)),
    ("", "Your reference OUT-0000-H9W was received on 24.11.2026 at 10:30.", ()),
    ("", "In case 3 of 5 we agree; the file is open since 2024.", ()),
]


@pytest.mark.parametrize(("subject", "text", "numbers"), NUMBERS)
def test_the_office_number_is_found_where_a_label_says_so(
    subject: str, text: str, numbers: tuple[str, ...]
) -> None:
    assert find_numbers(subject, text) == numbers


TABLES = ("automatic", "cause", "notice", "numbers", "quote", "returned", "stage", "suggest")


@pytest.mark.parametrize("name", TABLES)
def test_every_line_of_a_table_is_a_pattern_and_stands_once(name: str) -> None:
    for title, entries in sections(name).items():
        assert len(set(entries)) == len(entries), title
        for entry in entries:
            assert re.compile(entry, re.I).search("") is None, f"[{title}] {entry} matches everything"


@pytest.mark.parametrize(
    ("content", "told"),
    [("[a]\nx\n[a]\ny\n", r":3: The section \[a\] comes twice"), ("x\n[a]\n", ":1: An entry stands before")],
)
def test_a_damaged_table_is_named_with_its_line(
    content: str, told: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phrases, "_FOLDER", tmp_path)
    (phrases._FOLDER / "broken.txt").write_text(content)
    with pytest.raises(BadInput, match=told):
        sections("broken")
