"""Which deliveries a mail belongs to: by signed token, printed reference, Message-ID, then the office's number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from outreach.delivery.identity import is_of_a_test
from outreach.delivery.search import newest_ids
from outreach.delivery.store import find_delivery_by_message_id, find_delivery_of_addressee, get_delivery
from outreach.delivery.token import read_token
from outreach.errors import NotFound
from outreach.replies.closeness import Guess, nearest
from outreach.replies.known_numbers import find_by_number
from outreach.replies.reading import Reading
from outreach.replies.status import MatchedBy

PROOF = frozenset({MatchedBy.TOKEN, MatchedBy.MESSAGE_ID, MatchedBy.PERSON})
"""Ways that a stranger cannot guess; a reference is printed in the letter and proves nothing."""


_GUESSED = 10_000
"""Among so many newest deliveries a damaged token is looked for."""


@dataclass(frozen=True, slots=True)
class Match:
    """One delivery and the strongest way in which the mail names it."""

    delivery_id: int
    matched_by: MatchedBy


def match(session: Session, reading: Reading, *, token_keys: Sequence[bytes]) -> tuple[Match, ...]:
    """Every delivery that the first way with any result names; none when nothing of ours is in the mail.

    A token that none of `token_keys` signed counts as no token at all.
    """
    by_token = _unique(_by_token(session, reading, token_keys))
    if by_token:
        return tuple(Match(delivery_id, MatchedBy.TOKEN) for delivery_id in by_token)
    if is_about_a_test(reading):
        return ()
    by_id = _unique(_by_message_id(session, reading))
    by_reference = _unique(_by_reference(session, reading))
    if by_reference:
        return tuple(Match(d, MatchedBy.MESSAGE_ID if d in by_id else MatchedBy.REFERENCE) for d in by_reference)
    if by_id:
        return tuple(Match(delivery_id, MatchedBy.MESSAGE_ID) for delivery_id in by_id)
    by_number = find_by_number(session, sender=reading.sender, numbers=reading.finding.reference_numbers)
    return tuple(Match(delivery_id, MatchedBy.REFERENCE) for delivery_id in by_number)


def guess(session: Session, reading: Reading, *, token_keys: Sequence[bytes]) -> tuple[Guess, ...]:
    """Deliveries whose tokens are near to a damaged one in the mail; to be offered to a person, never applied."""
    damaged = (*reading.tokens, *reading.damaged)
    if not damaged:
        return ()
    return nearest(damaged, newest_ids(session, limit=_GUESSED), keys=token_keys)


def is_about_a_test(reading: Reading) -> bool:
    """Whether it answers, or reports on, a mail that one of us sent to themselves: about no delivery, then."""
    return any(is_of_a_test(message_id) for message_id in reading.finding.message_ids)


def _unique(ids: Iterator[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(ids))


def _by_token(session: Session, reading: Reading, keys: Sequence[bytes]) -> Iterator[int]:
    for token in reading.tokens:
        delivery_id = read_token(token, keys=keys)
        if delivery_id is not None and _exists(session, delivery_id):
            yield delivery_id


def _exists(session: Session, delivery_id: int) -> bool:
    """A token of ours may be older than the database, after a restore or a purge."""
    try:
        get_delivery(session, delivery_id)
    except NotFound:
        return False
    return True


def _by_reference(session: Session, reading: Reading) -> Iterator[int]:
    for addressee_id in reading.references:
        delivery = find_delivery_of_addressee(session, addressee_id)
        if delivery is not None:
            yield delivery.id


def _by_message_id(session: Session, reading: Reading) -> Iterator[int]:
    for message_id in reading.finding.message_ids:
        delivery = find_delivery_by_message_id(session, message_id)
        if delivery is not None:
            yield delivery.id
