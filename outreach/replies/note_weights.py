"""How much each trait of a mail weighs for a program (above 0) or for a person, found by `tests/replies/train.py`.

What the mails of the tests have most in common decides, no single word: so an unknown wording of a known kind of
note is found, and a person who uses the words of one is not.
"""

from collections.abc import Mapping

LIMIT = 1.0
"""From here on a program wrote. No mail of a person in the tests weighs so much, as it came."""

COMMON = -7.62

WEIGHTS: dict[str, float] = {
    "received": -1.06,
    "number": 2.83,
    "routed": 0.99,
    "later": -0.40,
    "volume": 2.85,
    "thanks": 0.35,
    "no reply": 0.07,
    "automatic": -0.26,
    "away": 1.19,
    "back": -0.78,
    "instead": 0.24,
    "left": 1.20,
    "closed": -0.34,
    "form": 1.69,
    "hours": 1.11,
    "only for": 4.64,
    "behalf": -2.22,
    "past": -0.72,
    "seen": -1.61,
    "meet": -1.17,
    "content": 0.43,
    "of notes": 1.00,
    "of people": -2.96,
    "of neither": -0.63,
    "is_automated": 2.47,
    "wants_no_answer": -0.27,
    "is_closed": 1.43,
    "is_away": -1.26,
    "is_unread": 0.30,
    "has_left": 0.19,
    "is_only_note": 2.41,
    "is_only_receipt": -0.25,
    "is_personal": -1.80,
    "tells_decision": -1.31,
    "kinds": 1.71,
    "many sentences": -0.03,
    "long": -0.68,
    "is_only_absence": 3.71,
    "asks": -5.28,
    "number, nothing received": 0.59,
    "only a note, personal": -1.57,
    "only a note, closed": 1.31,
    "only an absence, unread": 3.33,
    "personal, of notes": -0.80,
    "personal, away": 0.25,
    "only a note, alone": 1.60,
    "only a receipt, alone": 1.64,
    "only an absence, alone": 0.62,
    "receipt, no person": 0.79,
    "subject of notes": 1.70,
    "subject of people": 0.34,
    "fresh subject": 1.42,
    "quoting": 0.68,
    "subject of absence": 3.24,
    "subject of receipt": 2.16,
    "received, in phrases": 0.25,
    "headers": 0.24,
}
"""Many traits go together: none of these figures says much alone."""


def weight_of(traits: Mapping[str, float]) -> float:
    """The sum, in units of the logarithm of the odds."""
    return COMMON + sum(WEIGHTS[name] * value for name, value in traits.items())
