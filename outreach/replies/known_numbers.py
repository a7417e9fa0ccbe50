"""Offices' own file numbers, kept from mails that belong to a delivery: by them a later mail finds it."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from outreach.replies.reading import Reading
from outreach.replies.tables import MailMatch, MailNumber

_FEWEST = 4
"""Characters of a number that is told apart from a house number or a year's file."""


def keep_numbers(session: Session, *, mail_id: int, reading: Reading) -> None:
    """Keep the numbers of a mail under its sender's domain."""
    domain = _domain(reading.sender)
    if domain:
        session.add_all(
            MailNumber(mail_id=mail_id, number=number, domain=domain)
            for number in dict.fromkeys(map(_plain, reading.finding.reference_numbers))
            if len(number) >= _FEWEST
        )


def find_by_number(session: Session, *, sender: str, numbers: Sequence[str]) -> tuple[int, ...]:
    """Deliveries of earlier mails from the same domain that gave one of these numbers."""
    domain, plain = _domain(sender), [_plain(number) for number in numbers]
    if not domain or not plain:
        return ()
    query = (
        select(MailMatch.delivery_id)
        .join(MailNumber, col(MailNumber.mail_id) == col(MailMatch.mail_id))
        .where(col(MailNumber.number).in_(plain), MailNumber.domain == domain, col(MailMatch.ended_at).is_(None))
        .order_by(col(MailMatch.id))
    )
    return tuple(dict.fromkeys(session.exec(query)))


def _plain(number: str) -> str:
    """Without what people change when they copy it."""
    return "".join(character for character in number.upper() if character.isalnum())[:64]


def _domain(sender: str) -> str:
    return sender.rpartition("@")[2].lower()
