"""Who a letter goes to, line by line, in the order and with the spaces of the country's post.

Japan, Korea and Taiwan write from the large to the small: code and prefecture, street, office, and last the person
with the honorific; Korea's code stands at the very end. Everywhere else the person comes first. Canada Post sets
two spaces between province and code.
"""

import re
from collections.abc import Sequence

_EAST_ASIAN = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
_CODE = re.compile(r"\d{5}")
_CANADIAN = re.compile(r"(?<=[A-Z)]) +(?=[A-Z]\d[A-Z] \d[A-Z]\d$)")
_TAIWANESE = re.compile(r"\d{3}(\d{2,3})?")


def postal_block(addressee: str, address: Sequence[str]) -> tuple[str, ...]:
    """The lines of an address with the addressee in its place; `address` is as the office's file gives it."""
    lines = [_CANADIAN.sub("\u00a0\u00a0", line) for line in address]
    if not lines or not all(_EAST_ASIAN.search(line) for line in [addressee, "".join(lines)]):
        return (addressee, *lines)
    if _CODE.fullmatch(lines[-1]):
        return (*lines[:-1], addressee, lines[-1])
    if _TAIWANESE.fullmatch(lines[0]) and len(lines) > 1:
        lines[:2] = [f"{lines[0]}\u3000{lines[1]}"]
    return (*lines, addressee)
