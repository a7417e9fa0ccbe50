"""Tokens that were damaged on the way: which of ours are nearest. A guess for a person, never a match. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from outreach.delivery.token import make_token

FARTHEST = 3
"""Characters that may be wrong, missing or too many."""
_PIECES = FARTHEST + 1
_SHORTEST = 18


@dataclass(frozen=True, slots=True)
class Guess:
    """A delivery whose token differs from the damaged one in `distance` characters."""

    delivery_id: int
    distance: int


def nearest(damaged: Sequence[str], deliveries: Iterable[int], *, keys: Sequence[bytes]) -> tuple[Guess, ...]:
    """The nearest deliveries, at most three, nearest first; none when nothing is near.

    Of a token that was only cut off the rest is compared: 18 characters are enough to know it.
    """
    texts = [text.lower() for text in damaged if len(text) >= _SHORTEST]
    if not texts:
        return ()
    best: dict[int, int] = {}
    for delivery_id in deliveries:
        for key in keys:
            token = make_token(delivery_id, key=key)
            for text in texts:
                far = _distance(text, token)
                if far is not None:
                    best[delivery_id] = min(far, best.get(delivery_id, far))
    found = sorted((Guess(delivery_id, far) for delivery_id, far in best.items()), key=lambda one: one.distance)
    return tuple(found[:3])


def _distance(text: str, token: str) -> int | None:
    """None when farther than `FARTHEST`, unless one is the beginning or the end of the other."""
    if text in token or token in text:
        return abs(len(text) - len(token))
    # With so few faults one piece of the token is whole: most are dismissed by this alone.
    size = -(-len(token) // _PIECES)
    if not any(token[start : start + size] in text for start in range(0, len(token), size)):
        return None
    far = _edits(text, token)
    return far if far <= FARTHEST else None


def _edits(one: str, other: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(other) + 1))
    for line, left in enumerate(one, 1):
        before, row[0] = row[0], line
        for place, right in enumerate(other, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (left != right))
    return row[-1]
