"""Answers as ten languages of clients quote: what the office wrote, our letter, and how both stand in one mail.

Written from what the products send, not from the rules: HTML alone, HTML beside text, and text alone; above, below
and between our lines.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from tests.replies.own.words import LETTERS, OWN, Own

SENDER, ADDRESS = "The Petition", "petition@outreach.example"


@dataclass(frozen=True, slots=True)
class Quoting:
    """One mail, what its writer added, and what of our letter it carries."""

    name: str
    raw: bytes
    own: str
    ours: str


def plain(body: str) -> bytes:
    return _mail("text/plain", body)


def html(body: str) -> bytes:
    return _mail("text/html", f"<html><head><style>p{{margin:0}}</style></head><body>{body}</body></html>")


def _mail(kind: str, body: str) -> bytes:
    head = "From: Office <office@ministry.example>\nTo: answers@replies.example\nSubject: Re: A petition\n"
    return f"{head}Message-ID: <1@ministry.example>\nContent-Type: {kind}; charset=utf-8\n\n{body}\n".encode()


def paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in text.split("\n\n"))


def marked(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def outlook_html(own: Own, letter: str) -> bytes:
    sender, sent, to, subject = own.labels
    block = (
        f"<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>"
        f"<b><span lang=EN-US>{sender}:</span></b><span> {SENDER} &lt;{ADDRESS}&gt; <br><b>{sent}:</b> "
        f"24.11.2026 09:00<br><b>{to}:</b> Minister &lt;minister@ministry.example&gt;<br><b>{subject}:</b> "
        f"A petition</span></p></div>"
    )
    return html(f"<div class=WordSection1>{paragraphs(own.text)}<p>&nbsp;</p>{block}{paragraphs(letter)}</div>")


def outlook_text(own: Own, letter: str) -> bytes:
    sender, sent, to, subject = own.labels
    head = f"{sender}: {SENDER} <{ADDRESS}>\n{sent}: 24.11.2026 09:00\n{to}: minister@ministry.example\n"
    return plain(f"{own.text}\n\n________________________________\n{head}{subject}: A petition\n\n{letter}")


def outlook_express(own: Own, letter: str) -> bytes:
    sender, sent, to, subject = own.labels
    head = f"{sender}: {SENDER} [mailto:{ADDRESS}] \n{sent}: 24.11.2026 09:00\n{to}: minister@ministry.example\n"
    return plain(f"{own.text}\n\n-----{own.original}-----\n{head}{subject}: A petition\n\n{letter}")


def outlook_web(own: Own, letter: str) -> bytes:
    sender, sent, to, subject = own.labels
    head = f"<b>{sender}:</b> {SENDER}<br><b>{sent}:</b> 24.11.2026 09:00<br><b>{to}:</b> m@ministry.example<br>"
    return html(
        f'<div class="elementToProof">{paragraphs(own.text)}</div><div id="appendonsend"></div>'
        f'<hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><font>{head}'
        f"<b>{subject}:</b> A petition</font></div><div>{paragraphs(letter)}</div>"
    )


def gmail_html(own: Own, letter: str) -> bytes:
    return html(
        f'<div dir="ltr">{paragraphs(own.text)}</div><br><div class="gmail_quote"><div dir="ltr" '
        f'class="gmail_attr">{escape(own.wrote)}<br></div><blockquote class="gmail_quote" style="margin:0">'
        f"{paragraphs(letter)}</blockquote></div>"
    )


def gmail_text(own: Own, letter: str) -> bytes:
    return plain(f"{own.text}\n\n{own.wrote}\n\n{marked(letter)}")


def apple_html(own: Own, letter: str) -> bytes:
    return html(
        f"<div>{paragraphs(own.text)}</div><div><br><blockquote type=cite><div>{escape(own.wrote)}</div><br>"
        f"<div>{paragraphs(letter)}</div></blockquote></div>"
    )


def thunderbird_below(own: Own, letter: str) -> bytes:
    return plain(f"{own.wrote}\n{marked(letter)}\n\n{own.text}")


def thunderbird_html_below(own: Own, letter: str) -> bytes:
    return html(
        f'<div class="moz-cite-prefix">{escape(own.wrote)}<br></div><blockquote type="cite">'
        f"{paragraphs(letter)}</blockquote>{paragraphs(own.text)}"
    )


def between_lines(own: Own, letter: str) -> bytes:
    ours, answers = letter.split("\n\n"), own.text.split("\n\n")
    pairs = [f"{marked(part)}\n\n{answer}" for part, answer in zip(ours, answers, strict=False)]
    return plain(f"{own.wrote}\n" + "\n\n".join([*pairs, *answers[len(ours) :]]))


def notes_text(own: Own, letter: str) -> bytes:
    head = f'-----"{SENDER}" <{ADDRESS}> wrote: -----\nTo: minister@ministry.example\nFrom: "{SENDER}" '
    return plain(f"{own.text}\n\n{head}<{ADDRESS}>\nDate: 11/24/2026 09:00AM\nSubject: A petition\n\n{letter}")


def notes_html(own: Own, letter: str) -> bytes:
    sender, sent, to, subject = own.labels
    rows = "".join(
        f"<tr><td><font color=#5f5f5f>{label}:</font></td><td>{value}</td></tr>"
        for label, value in (
            (sender, f"{SENDER} &lt;{ADDRESS}&gt;"),
            (to, "minister@ministry.example"),
            (sent, "24.11.2026 09:00"),
            (subject, "A petition"),
        )
    )
    return html(f"{paragraphs(own.text)}<br><br><table>{rows}</table><hr noshade><br>{paragraphs(letter)}")


def groupwise(own: Own, letter: str) -> bytes:
    return plain(f"{own.text}\n\n>>> {SENDER} <{ADDRESS}> 24.11.2026 09:00 >>>\n{letter}")


def yahoo(own: Own, letter: str) -> bytes:
    return plain(f"{own.text}\n\n    {own.wrote}  \n \n {letter}")


def proton(own: Own, letter: str) -> bytes:
    return plain(f"{own.text}\n\n------- {own.original} -------\n{own.wrote}\n\n{marked(letter)}")


def zimbra(own: Own, letter: str) -> bytes:
    sender, sent, to, subject = own.labels
    head = (
        f'{sender}: "{SENDER}" <{ADDRESS}>\n{to}: "Minister" <m@ministry.example>\n{sent}: 24.11.2026 09:00:00\n'
    )
    return plain(f"{own.text}\n\n----- {own.original} -----\n{head}{subject}: A petition\n\n{letter}")


def otrs(own: Own, letter: str) -> bytes:
    return plain(f"{own.text}\n\n24.11.2026 09:00 - {SENDER} wrote:\n{marked(letter)}")


def request_tracker(own: Own, letter: str) -> bytes:
    head = f"<URL: https://rt.ministry.example/Ticket/4471 >\n\nOn Tue Nov 24 09:00:00 2026, {ADDRESS} wrote:"
    return plain(f"{head}\n{marked(letter)}\n\n{own.text}")


def reply_above(own: Own, letter: str) -> bytes:
    line = "##- Please type your reply above this line -##"
    entry = f"{'-' * 46}\n\n{SENDER}, Nov 24, 2026, 09:00\n\n{letter}"
    return plain(f"{line}\n\n{own.text}\n\n{entry}")


def qq(own: Own, letter: str) -> bytes:
    head = f'发件人: "{SENDER}" <{ADDRESS}>;\n发送时间: 2026年11月24日(星期二) 上午9:00\n'
    head += '收件人: "m"<m@ministry.example>;\n'
    return plain(
        f"{own.text}\n\n\n------------------ 原始邮件 ------------------\n{head}主题: A petition\n\n{letter}"
    )


def netease(own: Own, letter: str) -> bytes:
    return plain(f'{own.text}\n\n\n\n在 2026-11-24 09:00:00，"{SENDER}" <{ADDRESS}> 写道：\n\n{letter}')


def naver(own: Own, letter: str) -> bytes:
    head = (
        f'From: "{SENDER}"<{ADDRESS}>\nTo: <m@ministry.example>\nCc:\nSent: 2026-11-24 (화) 09:00:00 (GMT+09:00)\n'
    )
    return plain(f"{own.text}\n\n-----Original Message-----\n{head}Subject: A petition\n\n{letter}")


def becky(own: Own, letter: str) -> bytes:
    return plain(
        f"{own.text}\n\nOn Tue, 24 Nov 2026 09:00:00 +0900\n{SENDER} <{ADDRESS}> wrote:\n\n{marked(letter)}"
    )


CLIENTS: dict[str, Callable[[Own, str], bytes]] = {
    "Outlook, HTML": outlook_html, "Outlook, text": outlook_text, "Outlook Express": outlook_express,
    "Outlook on the web": outlook_web, "Gmail, HTML": gmail_html, "Gmail, text": gmail_text,
    "Apple Mail": apple_html, "Thunderbird, below": thunderbird_below,
    "Thunderbird, HTML below": thunderbird_html_below, "between our lines": between_lines,
    "Notes, text": notes_text, "Notes, HTML": notes_html, "GroupWise": groupwise, "Yahoo": yahoo,
    "Proton": proton, "Zimbra": zimbra, "OTRS": otrs, "Request Tracker": request_tracker,
    "reply above this line": reply_above, "QQ": qq, "NetEase": netease, "Naver": naver, "Becky": becky,
}  # fmt: skip


def quotings() -> Iterator[Quoting]:
    """Every client in every language."""
    for language, own in OWN.items():
        letter = LETTERS.get(language, LETTERS["en"])
        for name, client in CLIENTS.items():
            yield Quoting(f"{language}, {name}", client(own, letter), own.text, letter)
