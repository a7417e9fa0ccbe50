"""The office's own words without our quoted letter. Where it is unclear what is quoted, text is kept."""

import re
from itertools import takewhile

from outreach.replies.phrases import Phrases, any_of, sections

_TABLE = sections("quote")
_ATTRIBUTION, _SEPARATOR = any_of(_TABLE["attributions"]), any_of(_TABLE["separators"])
_ABOVE_MARKS = any_of(_TABLE["attributions"] + _TABLE["attributions above marks"])
_REPLY_ABOVE, _ENTRY = any_of(_TABLE["reply above"]), any_of(_TABLE["entries"])
_LABEL = tuple(
    re.compile(rf"^\W{{0,4}}(?:{'|'.join(map(re.escape, labels))})\W{{0,3}}\s*[:：]", re.I)
    for labels in (_TABLE["from"], _TABLE["sent"], _TABLE["to"], _TABLE["subject"])
)
_RULE = re.compile(r"^\s*(?:_{10,}|-{20,})\s*$")
_QUOTED = re.compile(r"^\s{0,3}[>＞]")
_DATED = re.compile(r"^(?=.{0,40}(?:19|20)\d{2})(?=.{0,60}\d{1,2}[:.]\d{2}).{8,60}$")
_LONGEST_NAME = 60
_EMPTY_LINES = re.compile(r"\n\s*\n\s*\n+")
_WITHIN = any_of(_TABLE["answers within"])
_LONGEST_ATTRIBUTION = 3
_ABOVE = 1_500
"""Characters above the quoted letter in which a writer says that the answers stand within it."""


def own_words(text: str) -> str:
    """What the writer added. The whole text when nothing else would be left."""
    lines = text.split("\n")
    end = _quoted_mail_start(lines)
    if end < len(lines) and _WITHIN.search(" ".join(lines[:end])[:_ABOVE]):
        end = len(lines)
    kept = _without_quotes(lines[:end])
    result = _EMPTY_LINES.sub("\n\n", "\n".join(kept)).strip()
    if result:
        return result
    below = _EMPTY_LINES.sub("\n\n", "\n".join(_without_quotes(lines))).strip()
    return below or text.strip()


def _quoted_mail_start(lines: list[str]) -> int:
    """The line from which everything is the earlier mail, unprefixed: a separator, or a header block."""
    for number, line in enumerate(lines):
        if len(line) < 200 and _SEPARATOR.match(line) and _rest_is_quoted(lines, number + 1):
            return number
        if _REPLY_ABOVE.match(line[:200]) and any(one.strip() for one in lines[:number]):
            return number
        if _RULE.match(line) and _is_entry(lines, number):
            return number
        if _is_header_block(lines, number):
            return number - 1 if number and _RULE.match(lines[number - 1]) else number
        span = _attribution_at(lines, number)
        if span and _unprefixed_below(lines, number + span):
            return number
    return len(lines)


def _rest_is_quoted(lines: list[str], start: int) -> bool:
    """A separator followed by `>` lines ends with them: words below may be an answer."""
    return not _QUOTED.match(_next_words(lines, start))


def _is_entry(lines: list[str], rule: int) -> bool:
    """Below the rule, a ticket system names who wrote the earlier message and when, on one line or on two.

    The newest message has such a heading as well: it is the answer when nothing but an instruction stands above.
    """
    heading = [line[:300] for line in lines[rule + 1 : rule + 6] if line.strip()][:2]
    if not heading:
        return False
    above = [line for line in lines[:rule] if line.strip() and not _REPLY_ABOVE.match(line[:200])]
    is_dated = len(heading) == 2 and len(heading[0]) < _LONGEST_NAME and bool(_DATED.match(heading[1]))
    return bool(_ENTRY.match(heading[0])) or (is_dated and bool(above))


def _next_words(lines: list[str], start: int) -> str:
    return next((line for line in lines[start:] if line.strip()), "")


def _is_header_block(lines: list[str], start: int) -> bool:
    if len(lines[start]) > 300 or not _LABEL[0].match(lines[start]):
        return False
    window = [line for line in takewhile(_is_within_block, lines[start + 1 : start + 9]) if line.strip()][:6]
    found = sum(any(label.match(line) for line in window) for label in _LABEL[1:])
    return found >= 2


def _is_within_block(line: str) -> bool:
    """A second sender, or a separator, begins another block: words above it may be the writer's."""
    return not (_LABEL[0].match(line[:300]) or _SEPARATOR.match(line[:300]))


def _attribution_at(lines: list[str], number: int, pattern: Phrases = _ATTRIBUTION) -> int:
    """How many lines from here are an attribution ("On … wrote:"), which clients wrap; 0 when none."""
    if not lines[number].strip() or _QUOTED.match(lines[number]):
        return 0
    for span in range(1, _LONGEST_ATTRIBUTION + 1):
        if not "".join(lines[number + span - 1 : number + span]).strip():
            return 0
        joined = " ".join(line.strip() for line in lines[number : number + span])
        if len(joined) < 400 and pattern.match(joined) and _has_origin(joined):
            return span
    return 0


def _has_origin(line: str) -> bool:
    """An attribution names a date or an address; "The minister wrote:" does not."""
    return bool(re.search(r"\d{1,2}[:.h時시]\d{2}|\d{4}|\S@\S", line))


def _unprefixed_below(lines: list[str], start: int) -> bool:
    """Nothing below is marked with `>`: the client quotes without a mark, so all below is the earlier mail."""
    below = [line for line in lines[start:] if line.strip()]
    return bool(below) and not any(_QUOTED.match(line) for line in below)


def _without_quotes(lines: list[str]) -> list[str]:
    kept: list[str] = []
    skip, own = 0, _own_marks(lines)
    for number, line in enumerate(lines):
        if skip:
            skip -= 1
            continue
        span = _attribution_at(lines, number, _ABOVE_MARKS)
        if span and _quote_follows(lines, number + span):
            skip = span - 1
            continue
        if (_SEPARATOR.match(line) and _quote_follows(lines, number + 1)) or _REPLY_ABOVE.match(line[:200]):
            continue
        if not _QUOTED.match(line) or number in own:
            kept.append(line)
    return kept


def _quote_follows(lines: list[str], start: int) -> bool:
    following = next((line for line in lines[start : start + 4] if line.strip()), "")
    return bool(_QUOTED.match(following))


def _own_marks(lines: list[str]) -> frozenset[int]:
    """Single lines that begin with `>` before anything is attributed ("> 400 letters"): the writer's own."""
    marked = {number for number, line in enumerate(lines) if _QUOTED.match(line)}
    alone = {number for number in marked if not {number - 1, number + 1} & marked}
    if not alone or len(lines) == 1:
        return frozenset()
    bare = [line.lstrip(">＞ ") for line in lines]
    first = next((number for number in range(len(bare)) if _attribution_at(bare, number, _ABOVE_MARKS)), None)
    if first is None:
        return frozenset(alone if len(marked) == 1 else ())
    return frozenset(number for number in alone if number < first)
