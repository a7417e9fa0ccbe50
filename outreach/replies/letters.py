"""Which letters a text must have for an expression to match in it: asked before the expression is tried. Pure."""

import re
from collections.abc import Iterator

Letters = tuple[str, ...]
"""At least one of these stands in each match, folded. `("",)`: nothing is known."""

UNKNOWN: Letters = ("",)
_TOKEN = re.compile(
    r"[^\\()\[\]|*+?{}.^$]+(?![*+?{])"  # plain characters, without the one that a number belongs to
    r"|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]"  # an escape, a class
    r"|\((?:\?(?:[a-zA-Z-]*:|<?[=!]|P<\w+>))?|\)|\|"  # a group begins or ends, another alternative
    r"|(?:[*+?]|\{\d*,?\d*\})[?+]?|.",  # a number of times, a character
    re.S,
)
_MAYBE = re.compile(r"[*?]|\{0?,")
_TIMES = re.compile(r"[*+?]|\{")
_VARIES = re.compile(r"\\|\[.|[.^$]$", re.S)
_TWINS = str.maketrans("\u0131\u017f\u03c2\u00b5", "is\u03c3\u03bc")


def letters_of(pattern: str) -> Letters:
    """Found by reading the expression from left to right; what varies in it counts for nothing."""
    return _read(iter(_TOKEN.findall(pattern)))


def fold(text: str) -> str:
    """As expressions without case compare: also the few letters that have two small forms."""
    return text.replace("\u0130", "i").lower().translate(_TWINS)


def _read(tokens: Iterator[str]) -> Letters:
    """Up to the end of the group: what one of its alternatives needs, so that all together need one of these."""
    found: list[Letters] = []
    pieces: list[Letters] = []
    run = ""
    for token in tokens:
        if token.startswith("("):
            inner = _read(tokens)
            pieces += [(run,), UNKNOWN if token.endswith(("=", "!")) else inner]
            run = ""
        elif token in ("|", ")"):
            found.append(_best([*pieces, (run,)]))
            pieces, run = [], ""
            if token == ")":
                return _any(found)
        elif _TIMES.match(token):
            # What may be there no time at all is the last character, or else the last piece.
            if _MAYBE.match(token) and run:
                run = run[:-1]
            elif _MAYBE.match(token) and pieces:
                pieces.pop()
            pieces.append((run,))
            run = ""
        elif _VARIES.match(token):
            # A piece of its own, so that a quantifier after it takes nothing else away.
            pieces += [(run,), UNKNOWN]
            run = ""
        else:
            run += token
    return _any([*found, _best([*pieces, (run,)])])


def _best(pieces: list[Letters]) -> Letters:
    """All are needed: the one that rules out most, few long texts before many short ones."""
    best = max(pieces, key=lambda one: min(map(len, one)) - len(one) / 8)
    return tuple(dict.fromkeys(map(fold, best)))


def _any(alternatives: list[Letters]) -> Letters:
    joined = tuple(dict.fromkeys(text for one in alternatives for text in one))
    return joined if all(joined) else UNKNOWN
