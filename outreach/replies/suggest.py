"""What an office wishes about its address: use a form, write elsewhere, never again. Offered to a person only."""

import re
from collections.abc import Iterator

from outreach.replies.addresses import find_addresses, is_machine
from outreach.replies.phrases import any_of, sections
from outreach.replies.reading import Suggestion, Wish
from outreach.replies.status import WRITTEN, ReplyKind

_TABLE = sections("suggest")
_FORM, _ELSEWHERE, _NEVER = any_of(_TABLE["forms"]), any_of(_TABLE["elsewhere"]), any_of(_TABLE["never again"])
_URL = re.compile(r"https?://[^\s<>\"'\])（）「」。，、]{4,300}")
_SENTENCE = re.compile(r"(?<=[.!?。！？।])\s+|\n\s*\n|(?<=[。！？])")


def find_suggestions(kind: ReplyKind, text: str, *, is_absence: bool = False) -> tuple[Suggestion, ...]:
    """Wishes in the order of the text, each once; none in a report of a mail system.

    The stand-in that a note of absence names is no new address of the office.
    """
    if kind not in WRITTEN:
        return ()
    found = dict.fromkeys(_suggestions(text[:8_000]))
    return tuple(wish for wish in found if not (is_absence and wish.wish is Wish.WRITE_ELSEWHERE))[:10]


def _suggestions(text: str) -> Iterator[Suggestion]:
    pieces = [piece for piece in _SENTENCE.split(text) if piece.strip()]
    for number, piece in enumerate(pieces):
        # The address of the form often stands on a line of its own, after the sentence that names it.
        near = " ".join(pieces[number : number + 2])
        if _FORM.search(piece):
            yield from (Suggestion(Wish.USE_FORM, url.rstrip(".,;:)")) for url in _URL.findall(near))
        if _ELSEWHERE.search(piece):
            addresses = (address for address in find_addresses(piece) if not is_machine(address))
            yield from (Suggestion(Wish.WRITE_ELSEWHERE, address) for address in addresses)
        if _NEVER.search(" ".join(piece.split())):
            yield Suggestion(Wish.NEVER_AGAIN, " ".join(piece.split())[:300])
