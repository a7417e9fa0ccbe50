"""Mails: what a reader gets is what was meant, and nobody can add a header."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.delivery.attachment import Attachment, encode
from outreach.delivery.mail import Mail
from outreach.delivery.message import build
from outreach.delivery.readback import find_difference
from outreach.errors import BadInput

MAIL = Mail(
    sender="petition@outreach.example",
    sender_name='Ärzte, e. V. ("DAFOH")',
    recipient="kanzler@büro.example",
    reply_to="t123@replies.outreach.example",
    subject="請願書 – Petition an den Bundeskanzler wegen erzwungener Organentnahme, mit Dossier [OUT-0000-42K]",
    text="Sehr geehrte Damen und Herren,\n.\n..\nFrom hier an: 請願\n" + "lang " * 500,
    html="<p dir=rtl>שלום</p>",
    languages=("de", "zh-Hant"),
    message_id="<abc@outreach.example>",
    date=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
)
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
words = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=TURNING), min_size=1, max_size=200
)
title_characters = st.characters(
    exclude_categories=["Cc", "Cs", "Z"], include_characters=" 　", exclude_characters=TURNING
)
titles = st.text(title_characters, min_size=1, max_size=200).map(str.strip).filter(bool)


def test_the_whole_mail_reads_back() -> None:
    parts = [encode(Attachment("Brief.pdf", b"%PDF-1.7 a")), encode(Attachment("請願書 – Dossier.pdf", b"%PDF b"))]
    message = build(replace(MAIL, parts=parts))
    read = message_from_bytes(message, policy=default)
    assert [part.get_filename() for part in read.iter_attachments()] == ["Brief.pdf", "請願書 – Dossier.pdf"]
    assert [part.get_content() for part in read.iter_attachments()] == [b"%PDF-1.7 a", b"%PDF b"]
    assert read["Subject"] == MAIL.subject
    assert read["From"].addresses[0].display_name == MAIL.sender_name
    assert read["To"] == "kanzler@xn--bro-hoa.example"
    assert read["List-Unsubscribe"] == "<mailto:t123@replies.outreach.example?subject=stop>"
    assert read["Content-Language"] == "de, zh-Hant"
    assert "Auto-Submitted" not in read


def test_the_bytes_are_fit_for_any_server() -> None:
    message = build(replace(MAIL, parts=[encode(Attachment("a.pdf", bytes(range(256)) * 99))]))
    assert message.isascii()
    assert message.endswith(b"\r\n")
    assert b"\n" not in message.replace(b"\r\n", b"")
    assert b"\r" not in message.replace(b"\r\n", b"")
    assert max(map(len, message.split(b"\r\n"))) <= 100
    assert build(replace(MAIL, parts=[encode(Attachment("a.pdf", bytes(range(256)) * 99))])) == message


@settings(deadline=None)
@given(subject=titles, name=titles, text=words, html=words)
def test_any_words_read_back(subject: str, name: str, text: str, html: str) -> None:
    message = build(replace(MAIL, subject=subject, sender_name=name, text=text, html=html))
    read = message_from_bytes(message, policy=default)
    assert len(read.keys()) == len(set(read.keys())) == 10
    assert read["Subject"] == subject


CONTROLS = [
    *("\r\nBcc: spy@evil.example", "\r\n\r\n", "\n", "\r", "\x00", "\x0b", "\x0c", "\x1b", "\x7f", "\x85"),
    *(
        "\u2028",
        "\u2029",
        "\u202a",
        "\u202b",
        "\u202c",
        "\u202d",
        "\u202e",
        "\u2066",
        "\u2068",
        "\u2069",
        "\ud800",
    ),
]


@pytest.mark.parametrize("field", ["subject", "sender_name", "sender", "recipient", "reply_to", "message_id"])
@pytest.mark.parametrize("control", CONTROLS)
def test_a_control_character_never_becomes_a_header(field: str, control: str) -> None:
    value = getattr(MAIL, field)
    with pytest.raises(BadInput):
        build(replace(MAIL, **{field: value[:3] + control + value[3:]}))


@pytest.mark.parametrize("control", CONTROLS)
def test_control_characters_in_the_language_the_texts_and_file_names_are_refused(control: str) -> None:
    with pytest.raises(BadInput, match="language"):
        build(replace(MAIL, languages=("de" + control,)))
    with pytest.raises(ValueError, match="file name"):
        encode(Attachment(f"a{control}b.pdf", b""))
    if control not in ("\n", "\u2028", "\u2029", "\u2066", "\u2068", "\u2069"):
        for text in ({"text": f"a{control}b"}, {"html": f"a{control}b"}):
            with pytest.raises(BadInput, match="control"):
                build(replace(MAIL, **text))


def test_an_isolate_that_is_closed_may_stand_in_a_subject() -> None:
    told = "עצומה של \u2068505,970\u2069 (\u2067א\u2068b\u2069\u2069)"
    assert message_from_bytes(build(replace(MAIL, subject=told)), policy=default)["Subject"] == told


@pytest.mark.parametrize("message_id", ["", "<>", "a@b", "<a b@c>", "<a@b> <c@d>", "<請@x>", "<a>@b>"])
def test_a_message_id_is_one_plain_word(message_id: str) -> None:
    with pytest.raises(BadInput, match="Message-ID"):
        build(replace(MAIL, message_id=message_id))


@pytest.mark.parametrize(
    "address",
    ["", "office", "a@b@c.example", "a b@c.example", "<a@c.example>", '"a"@c.example', "a\u202eb@c.example",
     "a@-c.example", "a@c", "a@" + "d" * 64 + ".example", "l" * 65 + "@c.example",
     "a,b@c.example", ".a@c.example"],
)  # fmt: skip
def test_an_address_that_is_not_plain_is_refused(address: str) -> None:
    with pytest.raises(BadInput):
        build(replace(MAIL, recipient=address))


@pytest.mark.parametrize("field", ["sender", "reply_to"])
def test_our_own_addresses_are_ones_that_any_server_carries(field: str) -> None:
    with pytest.raises(BadInput, match="needs SMTPUTF8"):
        build(replace(MAIL, **{field: "büro@c.example"}))


def test_a_mail_that_says_something_else_is_noticed() -> None:
    parts = (encode(Attachment("a.pdf", b"a")),)
    message = build(replace(MAIL, parts=parts))
    assert find_difference(message, replace(MAIL, parts=parts)) is None
    assert find_difference(message, MAIL) == "attachments"
    other = (encode(Attachment("a.pdf", b"b")),)
    assert find_difference(message, replace(MAIL, parts=other)) == "attachments"
    assert find_difference(message, replace(MAIL, parts=parts * 2)) == "attachments"
    assert find_difference(message, replace(MAIL, parts=parts, subject="Other")) == "Subject"
    assert find_difference(message, replace(MAIL, parts=parts, html="<p>")) == "text"
    assert find_difference(b"Bcc: spy@evil.example\r\n" + message, replace(MAIL, parts=parts)) is not None


names = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="/\\\u2028\u2029" + TURNING),
    min_size=1,
    max_size=120,
).filter(lambda name: name == name.strip())


@settings(deadline=None)
@given(names)
def test_a_file_name_in_any_script_survives(name: str) -> None:
    part = encode(Attachment(name, b"%PDF"))
    assert part.head.isascii()
    assert max(map(len, part.head.split(b"\r\n"))) <= 78
    assert message_from_bytes(part.head + part.body, policy=default).get_filename() == name


@pytest.mark.parametrize(
    "name", ["", "a\r\nX-Evil: 1.pdf", "../secret.pdf", "a\\b.pdf", "a\x00.pdf", " a.pdf", "a\u202efdp.exe"]
)
def test_a_file_name_that_could_mislead_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="file name"):
        encode(Attachment(name, b""))
