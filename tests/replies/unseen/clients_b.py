"""Mail programs of the second set, others than those of the first."""

from html import escape
from pathlib import Path

import yaml

from tests.replies.unseen.box import Letter
from tests.replies.unseen.clients_a import Client, Dressed

FOLDER = Path(__file__).with_name("b")
WORDS = yaml.safe_load((FOLDER / "clients.yaml").read_text(encoding="utf-8"))
_SENDER, _TO = "Olga Lindqvist <olga@campaign.example>", "speaker@house.example"
_DATE = "Tuesday, 24 November 2026 at 10:12"
_RULE = "-" * 46


def _letter(letter: Letter, mark: str = "") -> str:
    return "\n".join(f"{mark}{line}" for line in letter.lines)


def _html(text: str) -> str:
    return "".join(f"<div>{escape(line) or '<br>'}</div>" for line in text.split("\n"))


def zimbra(text: str, letter: Letter, language: str) -> Dressed:
    """Zimbra's web client."""
    rule, *labels = WORDS["zimbra"][language]
    pairs = list(zip(labels, (_SENDER, _TO, _DATE, letter.subject), strict=True))
    block = "\n".join(f"{label}: {value}" for label, value in pairs)
    html = "".join(f"<div><b>{label}: </b>{escape(value)}</div>" for label, value in pairs)
    html = (
        f'<html><body><div style="font-family: arial">{_html(text)}<hr id="zwchr" data-marker="__DIVIDER__">'
        f'<div data-marker="__HEADERS__">{html}</div><div data-marker="__QUOTED_TEXT__">{_html(_letter(letter))}'
        "</div></div></body></html>"
    )
    return Dressed({"X-Mailer": "Zimbra 10.0.9"}, f"{text}\n\n{rule}\n{block}\n\n{_letter(letter)}\n", html, True)


def roundcube(text: str, letter: Letter, language: str) -> Dressed:
    """Roundcube, plain text."""
    quoted = f"{WORDS['roundcube'][language]}\n{_letter(letter, '> ')}"
    return Dressed({"User-Agent": "Roundcube Webmail/1.6.9"}, f"{text}\n\n{quoted}\n", None, True)


def proton(text: str, letter: Letter, language: str) -> Dressed:
    """Proton Mail, both forms."""
    said = WORDS["proton"][language]
    html = (
        f'<div style="font-family: Arial">{_html(text)}</div><div class="protonmail_quote">{escape(said)}<br>'
        f'<blockquote class="protonmail_quote" type="cite">{_html(_letter(letter))}</blockquote></div>'
    )
    return Dressed({"X-Pm-Origin": "internal"}, f"{text}\n\n{said}\n\n{_letter(letter, '> ')}\n", html, True)


def groupwise(text: str, letter: Letter, language: str) -> Dressed:
    """GroupWise: a line of its own above the letter, which bears no mark."""
    del language
    said = ">>> Olga Lindqvist <olga@campaign.example> 24.11.2026 10:12 >>>"
    return Dressed({"X-Mailer": "GroupWise 18.5"}, f"{text}\n\n{said}\n{_letter(letter)}\n", None, True)


def open_xchange(text: str, letter: Letter, language: str) -> Dressed:
    """OX App Suite, HTML alone."""
    html = (
        f"<!doctype html><html><body>{_html(text)}<div class='default-style'><br></div><blockquote type='cite'>"
        f"<div>{escape(WORDS['ox'][language])}</div><div><br></div>{_html(_letter(letter))}</blockquote></body></html>"
    )
    return Dressed({"X-Mailer": "Open-Xchange Mailer v8.28"}, "", html, True)


def outlook_mac(text: str, letter: Letter, language: str) -> Dressed:
    """Outlook for the Mac."""
    pairs = list(zip(WORDS["mac"][language], (_SENDER, _DATE, _TO, letter.subject), strict=True))
    block = "\n".join(f"{label}: {value}" for label, value in pairs)
    html = "<br>".join(f"<b>{label}: </b>{escape(value)}" for label, value in pairs)
    html = (
        f'<html><body><div class="WordSection1">{_html(text)}<div id="mail-editor-reference-message-container">'
        '<div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal" '
        f'style="margin-bottom:12.0pt">{html}</p></div>{_html(_letter(letter))}</div></div></body></html>'
    )
    return Dressed(
        {"User-Agent": "Microsoft-MacOutlook/16.91"}, f"{text}\n\n{block}\n{_letter(letter)}\n", html, True
    )


def galaxy(text: str, letter: Letter, language: str) -> Dressed:
    """A telephone of another make, plain text."""
    rule, sender, date, to, subject, signed = WORDS["galaxy"][language]
    block = f"{sender}{_SENDER} \n{date}24/11/2026  10:12  (GMT+00:00) \n{to}{_TO} \n{subject}{letter.subject} "
    return Dressed({}, f"{text}\n\n\n{signed}\n\n{rule}\n{block}\n\n{_letter(letter)}\n", None, True)


def yahoo(text: str, letter: Letter, language: str) -> Dressed:
    """Yahoo's web client: the plain form has no marks."""
    said = WORDS["yahoo"][language]
    html = (
        f'<html><body><div class="yahoo-style-wrap"><div dir="ltr">{_html(text)}</div><div><br></div></div>'
        f'<div id="yahoo_quoted_4471" class="yahoo_quoted"><div style="color:#26282a;"><div>{escape(said)}</div>'
        f"<div><br></div>{_html(_letter(letter))}</div></div></body></html>"
    )
    plain = f" {text}\n\n    {said}  \n \n {_letter(letter, ' ')}\n"
    return Dressed({"X-Mailer": "WebService/1.1.22876 YMailNovation"}, plain, html, True)


def naver(text: str, letter: Letter, language: str) -> Dressed:
    """A Korean web client, whose labels are English in every language."""
    del language
    sent = "2026-11-24 (화) 10:12:01 (GMT+09:00)"
    block = f"From: {_SENDER}\nTo: <{_TO}>;\nCc:\nSent: {sent}\nSubject: {letter.subject}"
    return Dressed({}, f"{text}\n\n-----Original Message-----\n{block}\n \n{_letter(letter)}\n", None, True)


def zendesk(text: str, letter: Letter, language: str) -> Dressed:
    """A person's comment, sent by a ticket system that marks all of its mail as generated."""
    del language
    headers = {
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "X-Mailer": "Zendesk Mailer",
        "X-Zendesk-From-Account-Id": "1a2b3c",
    }
    newest = f"Clerk (House)\n\nNov 24, 2026, 11:30 GMT\n\n{text}"
    earlier = f"Olga Lindqvist\n\nNov 24, 2026, 10:12 GMT\n\n{_letter(letter)}"
    plain = f"##- Please type your reply above this line -##\n\n{_RULE}\n\n{newest}\n\n{_RULE}\n\n{earlier}\n"
    return Dressed(headers, plain, None, True)


def salesforce(text: str, letter: Letter, language: str) -> Dressed:
    """A person's answer out of a case system."""
    del language
    block = f"From: {_SENDER}\nSent: 24/11/2026, 10:12\nTo: {_TO}\nSubject: {letter.subject}"
    plain = f"{text}\n\n--------------- Original Message ---------------\n{block}\n\n{_letter(letter)}\n"
    return Dressed({"X-SFDC-LK": "00D5g000004", "X-SFDC-EntityId": "5005g00000K"}, plain, None, True)


def mailing(text: str, letter: Letter, language: str) -> Dressed:
    """A mail of its own out of a programme for circulars."""
    del letter, language
    headers = {
        "Precedence": "bulk",
        "List-Unsubscribe": "<https://house.example/u/1>",
        "Feedback-ID": "1:house:mail",
    }
    return Dressed(headers, text, _html(text), False)


def mutt(text: str, letter: Letter, language: str) -> Dressed:
    """The answer under the quoted letter, with English above it in every language."""
    del language
    said = "On Tue, Nov 24, 2026 at 10:12:01AM +0000, Olga Lindqvist wrote:"
    return Dressed({"User-Agent": "Mutt/2.2.13"}, f"{said}\n{_letter(letter, '> ')}\n\n{text}\n", None, True)


CLIENTS: tuple[Client, ...] = (
    zimbra, roundcube, proton, groupwise, open_xchange, outlook_mac, galaxy, yahoo, naver, zendesk, salesforce,
    mailing, mutt,
)  # fmt: skip
