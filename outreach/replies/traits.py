"""What weighs for a program or for a person in a mail that no header and no subject decides."""

import re

from outreach.replies.absence import is_only_absence
from outreach.replies.concepts import NAMES, OF_PEOPLE, POLITE, concepts_of
from outreach.replies.impersonal import Voice
from outreach.replies.phrases import any_of, sections
from outreach.replies.sentences import letters_in

_MOST = 3_000
_ASKS = any_of(sections("automatic")["asks"])
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\b[\w-]{1,60}(?:\.[\w-]{1,60}){1,6}/\S*")
_END = re.compile(r"(?<=[^\d][.!?।])\s+|(?<=[。！？])|\n")
_FEWEST = 8
_OF_A_LETTER = frozenset({"received", "routed", "later", "automatic", "volume", "no reply"})
_VOICES = (
    *("is_automated", "wants_no_answer", "is_closed", "is_away", "is_unread", "has_left", "is_only_note"),
    *("is_only_receipt", "is_personal", "tells_decision"),
)


def traits_of_text(text: str, voice: Voice) -> dict[str, float]:
    """Of the words without the quotation, each from 0 to 1; `kinds`: how many concepts of a note, up to 4."""
    pieces = [" ".join(_ADDRESS.sub(" ", piece).split()) for piece in _END.split(text[:_MOST])]
    sized = [(piece, letters) for piece in pieces if (letters := letters_in(piece)) >= _FEWEST]
    found = concepts_of(piece for piece, _ in sized)
    everything = sum(letters for _, letters in sized) or 1
    shares = {"of notes": 0, "of people": 0, "of neither": 0}
    for (_, letters), concepts in zip(sized, found, strict=True):
        shares["of people" if concepts & OF_PEOPLE else "of notes" if concepts else "of neither"] += letters
    present = frozenset[str]().union(*found)
    is_personal = float(voice.is_personal)
    told = {
        **{name: float(name in present) for name in NAMES},
        **{name: letters / everything for name, letters in shares.items()},
        **{name: float(getattr(voice, name)) for name in _VOICES},
        "kinds": float(min(4, len(present - OF_PEOPLE - {POLITE}))),
        "many sentences": min(len(sized), 6) / 6,
        "long": min(everything, 1_500) / 1_500,
        "is_only_absence": float(is_only_absence(text)),
        "asks": float(bool(_ASKS.search(text))),
    }
    told["number, nothing received"] = told["number"] * float(not present & _OF_A_LETTER)
    told["only a note, personal"] = is_personal * told["is_only_note"]
    told["only a note, closed"] = told["is_only_note"] * max(told["is_closed"], told["has_left"])
    told["only an absence, unread"] = told["is_only_absence"] * told["is_unread"]
    told["personal, of notes"] = is_personal * told["of notes"]
    told["personal, away"] = is_personal * told["away"]
    return told


def traits_of_subject(subject: str) -> dict[str, float]:
    """Of a subject that is not an answer's."""
    (found,) = concepts_of([_ADDRESS.sub(" ", subject)])
    return {
        "subject of notes": float(bool(found - OF_PEOPLE)),
        "subject of people": float(bool(found & OF_PEOPLE)),
    }
