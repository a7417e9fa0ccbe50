"""The words of a mail with notices: what happened, how often, and links to where it is decided. Pure.

No name of an official, no address and no word of a letter or answer stands in it: mail is read on many screens.
"""

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from outreach.delivery.identity import MailIdentity
from outreach.interface.speech import Speech
from outreach.notices.status import NoticeKind
from outreach.notices.store import NoticeInfo

SHOWN = 10
"""How many events of a kind are named one by one."""
WORDS = {
    NoticeKind.BLOCKED: ("A round cannot start as it is", "Rounds cannot start as they are"),
    NoticeKind.PAUSED: ("A round was paused", "Rounds were paused"),
    NoticeKind.STOPPED: ("All sending was stopped", "All sending was stopped"),
    NoticeKind.UNCERTAIN: ("Sent or not? A person decides", "Sent or not? A person decides about each"),
    NoticeKind.BOUNCED: ("A letter was refused or came back", "Letters were refused or came back"),
    NoticeKind.SILENT: ("No mail could be collected for six hours", "No mail could be collected for six hours"),
    NoticeKind.DISK: ("The disk is nearly full", "The disk is nearly full"),
    NoticeKind.CERTIFICATE: ("A certificate ends soon or has ended", "Certificates end soon or have ended"),
    NoticeKind.DIGEST: ("What waits for you today", "What waits for you today"),
    NoticeKind.GREETING: ("Notices of the desk come here", "Notices of the desk come here"),
}
"""What each kind is called: of one event, and of several."""
LISTS = {
    NoticeKind.BLOCKED: "/rounds",
    NoticeKind.PAUSED: "/rounds?status=paused",
    NoticeKind.UNCERTAIN: "/deliveries?status=uncertain",
    NoticeKind.BOUNCED: "/deliveries?status=bounced",
}
"""Where all of a kind are listed."""


def subject_of(notices: Sequence[NoticeInfo], speech: Speech) -> str:
    """The one thing that happened, or how many kinds of things did."""
    kinds = list(dict.fromkeys(notice.kind for notice in notices))
    number = len(notices)
    if len(kinds) > 1:
        return "outreach: " + speech.ngettext("%(num)s notice", "%(num)s notices", number) % {"num": number}
    return "outreach: " + _words(kinds[0], number, speech)


def text_of(notices: Sequence[NoticeInfo], *, desk_url: str, speech: Speech) -> str:
    """Each kind with its links, urgent kinds first, and at the end how to be told less."""
    kinds = sorted({notice.kind for notice in notices}, key=list(NoticeKind).index)
    parts = [_paragraph([one for one in notices if one.kind is kind], desk_url, speech) for kind in kinds]
    choose = speech.gettext("What you are told by mail, and where:")
    parts.append(f"-- \n{choose} {desk_url}/account/notices\n")
    return "\n".join(parts)


def compose(
    notices: Sequence[NoticeInfo],
    *,
    recipient: str,
    message_id: str,
    identity: MailIdentity,
    desk_url: str,
    speech: Speech,
    now: datetime,
) -> bytes:
    """The whole mail. It says that a machine wrote it (RFC 3834 §5), so that no absence note answers it."""
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    message["From"] = formataddr((identity.sender_name, identity.sender))
    message["To"] = recipient
    message["Subject"] = subject_of(notices, speech)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text_of(notices, desk_url=desk_url, speech=speech), cte="quoted-printable")
    raw = message.as_bytes()
    return identity.signed(raw)


def _words(kind: NoticeKind, number: int, speech: Speech) -> str:
    words = speech.gettext(WORDS[kind][number > 1])
    return f"{words} ({number})" if number > 1 else words


def _paragraph(notices: list[NoticeInfo], desk_url: str, speech: Speech) -> str:
    kind = notices[0].kind
    lines = [_words(kind, len(notices), speech)]
    for notice in notices[:SHOWN]:
        lines += [f"  {count} · {speech.gettext(words)}: {desk_url}{path}" for count, words, path in notice.lines]
        if not notice.lines:
            lines.append(f"  {desk_url}{notice.path}")
    if (left := len(notices) - SHOWN) > 0:
        more = speech.ngettext("and %(num)s more:", "and %(num)s more:", left) % {"num": left}
        lines.append(f"  {more} {desk_url}{LISTS.get(kind, '/')}")
    return "\n".join(lines) + "\n"
