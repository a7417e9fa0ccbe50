"""Mail programs of the first set: how each of them sets out an answer and quotes the letter."""

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import NamedTuple

import yaml

from tests.replies.unseen.box import Letter

FOLDER = Path(__file__).with_name("a")
WORDS = yaml.safe_load((FOLDER / "clients.yaml").read_text(encoding="utf-8"))
_SENDER = "Sam Okafor <sam@campaign.example>"
_DATE = "Tuesday, 24 November 2026 10:12"


class Dressed(NamedTuple):
    """An answer as a mail program sends it."""

    headers: dict[str, str]
    plain: str
    html: str | None
    quotes: bool


Client = Callable[[str, Letter, str], Dressed]


def _block(labels: list[str], values: tuple[str, ...], pattern: str = "{}: {}") -> str:
    return "\n".join(pattern.format(label, value) for label, value in zip(labels, values, strict=True))


def _values(letter: Letter) -> tuple[str, ...]:
    return _SENDER, _DATE, "minister@office.example", letter.subject


def _joined(letter: Letter) -> str:
    return "\n".join(letter.lines)


def _marked(letter: Letter) -> str:
    return "\n".join(f"> {line}" for line in letter.lines)


def _paragraphs(text: str, opening: str = "<p>", closing: str = "</p>") -> str:
    return "".join(f"{opening}{escape(line) or '&nbsp;'}{closing}\n" for line in text.split("\n"))


def outlook_html(text: str, letter: Letter, language: str) -> Dressed:
    """Outlook for Windows: the header block in a bordered div."""
    labels, values = WORDS["outlook"][language], _values(letter)
    plain = f"{text}\n\n{_block(labels, values)}\n\n" + "\n".join(letter.lines)
    pairs = "<br>".join(f"<b>{label}:</b> {escape(value)}" for label, value in zip(labels, values, strict=True))
    opening = '<p class="MsoNormal"><span lang="EN-GB">'
    html = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0cm}</style>'
        f'</head><body lang="EN-GB"><div class="WordSection1">{_paragraphs(text, opening, "</span></p>")}'
        '<p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        f'<p class="MsoNormal">{pairs}</p></div></div>{_paragraphs(_joined(letter), opening, "</span></p>")}'
        "</div></body></html>"
    )
    return Dressed({"X-MS-Has-Attach": "", "Thread-Index": "AdZ="}, plain, html, True)


def outlook_plain(text: str, letter: Letter, language: str) -> Dressed:
    """Outlook sending plain text."""
    block = _block(WORDS["outlook"][language], _values(letter))
    plain = f"{text}\n\n{WORDS['original'][language]}\n{block}\n\n" + "\n".join(letter.lines)
    return Dressed({"X-Mailer": "Microsoft Outlook 16.0"}, plain, None, True)


def gmail(text: str, letter: Letter, language: str) -> Dressed:
    """Gmail: both forms."""
    said = WORDS["gmail"][language]
    body = "<br>".join(escape(line) for line in letter.lines)
    html = (
        f'<div dir="ltr">{_paragraphs(text, "<div>", "</div>")}</div><br><div class="gmail_quote">'
        f'<div dir="ltr" class="gmail_attr">{escape(said)}<br></div><blockquote class="gmail_quote" '
        'style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">'
        f"{body}</blockquote></div>"
    )
    return Dressed({}, f"{text}\n\n{said}\n\n{_marked(letter)}\n", html, True)


def apple(text: str, letter: Letter, language: str) -> Dressed:
    """Apple Mail."""
    said = WORDS["apple"][language]
    html = (
        f'<html><body style="overflow-wrap: break-word;">{_paragraphs(text, "<div>", "</div>")}'
        f'<div><br><blockquote type="cite"><div>{escape(said)}</div><br class="Apple-interchange-newline"><div>'
        f"{_paragraphs(_joined(letter), '<div>', '</div>')}</div></blockquote></div></body></html>"
    )
    return Dressed(
        {"X-Mailer": "Apple Mail (2.3826.300.87.4.3)"}, f"{text}\n\n> {said}\n> \n{_marked(letter)}\n", html, True
    )


def thunderbird(text: str, letter: Letter, language: str) -> Dressed:
    """Thunderbird with the answer above."""
    return Dressed(
        {"User-Agent": "Mozilla Thunderbird"},
        f"{text}\n\n{WORDS['thunderbird'][language]}\n{_marked(letter)}\n",
        None,
        True,
    )


def below(text: str, letter: Letter, language: str) -> Dressed:
    """Thunderbird with the answer under the quoted letter."""
    return Dressed(
        {"User-Agent": "Mozilla Thunderbird"},
        f"{WORDS['thunderbird'][language]}\n{_marked(letter)}\n\n{text}\n",
        None,
        True,
    )


def notes(text: str, letter: Letter, language: str) -> Dressed:
    """Notes: labels set in columns, without any mark before the quoted text."""
    sender, date, to, subject = _values(letter)
    labels = WORDS["notes"][language]
    block = _block(labels, (sender, to, date, subject), "{}:\t{}")
    return Dressed(
        {"X-Mailer": "HCL Notes Release 11.0.1"},
        f"{text}\n\n\n\n{block}\n\n\n\n" + "\n".join(letter.lines),
        None,
        True,
    )


def iphone(text: str, letter: Letter, language: str) -> Dressed:
    """A telephone, plain text."""
    plain = f"{text}\n\n{WORDS['mobile'][language]}\n\n> {WORDS['apple'][language]}\n> \n{_marked(letter)}\n"
    return Dressed({"X-Mailer": "iPhone Mail (23B85)", "Mime-Version": "1.0 (1.0)"}, plain, None, True)


def owa(text: str, letter: Letter, language: str) -> Dressed:
    """Outlook on the web."""
    labels, values = WORDS["outlook"][language], _values(letter)
    pairs = "<br>".join(f"<b>{label}:</b> {escape(value)}" for label, value in zip(labels, values, strict=True))
    html = (
        f'<html><body dir="ltr">{_paragraphs(text, "<div class=elementToProof>", "</div>")}'
        '<div id="appendonsend"></div>'
        '<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">'
        f"<font face=Calibri>{pairs}</font><div>&nbsp;</div></div>{_paragraphs(_joined(letter))}</body></html>"
    )
    plain = f"{text}\n________________________________\n{_block(labels, values)}\n\n" + "\n".join(letter.lines)
    return Dressed({"X-Auto-Response-Suppress": "DR, OOF, AutoReply"}, plain, html, True)


def fresh(text: str, letter: Letter, language: str) -> Dressed:
    """A mail of its own, nothing quoted, sent through a list."""
    del letter, language
    return Dressed({"List-Id": "cabinet staff <staff.office.example>", "Precedence": "list"}, text, None, False)


def request_tracker(text: str, letter: Letter, language: str) -> Dressed:
    """A person's words sent by a ticket system, which marks all of its mail as bulk."""
    headers = {
        "Precedence": "bulk",
        "X-RT-Loop-Prevention": "office.example",
        "X-RT-Ticket": "office.example #23817",
        "RT-Originator": "clerk@office.example",
        "Managed-By": "RT 5.0.5",
    }
    said = WORDS["thunderbird"][language]
    return Dressed(headers, f"{text}\n\n{said}\n{_marked(letter)}\n", None, True)


def otrs(text: str, letter: Letter, language: str) -> Dressed:
    """A person's words sent by another ticket system."""
    del language
    headers = {
        "X-Mailer": "Znuny Mail Service (6.5)",
        "X-Powered-By": "Znuny",
        "Organization": "Office of the Minister",
    }
    said = f"{letter.lines[-1]} - 24/11/2026 10:12 - sam@campaign.example:"
    return Dressed(headers, f"{text}\n\n--\n\n{said}\n\n{_marked(letter)}\n", None, True)


CLIENTS: tuple[Client, ...] = (
    outlook_html, gmail, thunderbird, outlook_plain, apple, notes, fresh, iphone, owa, below, request_tracker, otrs
)  # fmt: skip
