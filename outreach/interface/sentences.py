"""Sentences with values, found again in what a stage said: `Round 3 is over.` is `Round {round_id} is over.`

Stages raise and return English sentences; who reads them at a terminal gets them so. On the desk each is matched
with the template that it was made from, and told in the desk's language. Pure.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

COMMAND = re.compile(r"(?:[:;,] (?:see|run)| with) `outreach [^`]*`(?: first)?")
FIELD = re.compile(r"{([A-Za-z_]\w*)}")
CARRIES = re.compile(r"[a-z]: {\w+}$")
PLACE = re.compile(r"\S+: ")
_INDEXED = 6


def on_desk(sentence: object) -> str:
    """A sentence of the stages without its hint for the command line: here the page has the form."""
    return COMMAND.sub("", str(sentence))


def is_sentence(text: str) -> bool:
    """Whether it reads like one: words, and an end; or, in a template, another sentence after a colon."""
    return " " in text and (text.rstrip("”’)\"'").endswith((".", "?", "!")) or bool(CARRIES.search(text)))


class Sentences:
    """Templates with their translations; `tell` finds the one that a sentence was made from."""

    def __init__(self, translated: Mapping[str, str]) -> None:
        self._whole = {template: said for template, said in translated.items() if not FIELD.search(template)}
        self._made: dict[str, list[tuple[re.Pattern[str], str]]] = defaultdict(list)
        for template in sorted(translated.keys() - self._whole.keys(), key=_literal_length, reverse=True):
            beginning = template.partition("{")[0][:_INDEXED]
            self._made[beginning].append((_pattern(template), translated[template]))

    def find(self, sentence: str) -> str | None:
        """The sentence in the other language, or None when no template fits."""
        for text in dict.fromkeys((sentence, on_desk(sentence))):
            if text in self._whole:
                return self._whole[text]
            matches = [(found, said) for made, said in self._candidates(text) if (found := made.fullmatch(text))]
            if matches:
                # A sentence that carries another fits both: that which takes least for its first value is meant.
                found, said = min(matches, key=lambda match: len(match[0][1]))
                return _filled(said, found.groupdict(), self.tell)
        return None

    def tell(self, sentence: str) -> str:
        """The same, or the sentence itself. A file and line before it stay as they are."""
        if not is_sentence(sentence):
            return sentence
        place = PLACE.match(sentence)
        if (found := self.find(sentence)) is not None:
            return found
        rest = self.find(sentence[place.end() :]) if place else None
        return sentence[: place.end()] + rest if place and rest is not None else sentence

    def _candidates(self, text: str) -> Iterable[tuple[re.Pattern[str], str]]:
        for length in range(_INDEXED, -1, -1):
            yield from self._made.get(text[:length], ())


def _literal_length(template: str) -> int:
    """The more of it is fixed, the earlier it is tried."""
    return len(FIELD.sub("", template))


def _pattern(template: str) -> re.Pattern[str]:
    parts, at, known = [], 0, set()
    for field in FIELD.finditer(template):
        name = field[1]
        parts += [re.escape(template[at : field.start()]), f"(?P={name})" if name in known else f"(?P<{name}>.*?)"]
        known.add(name)
        at = field.end()
    return re.compile("".join([*parts, re.escape(template[at:])]), re.DOTALL)


def _filled(said: str, values: Mapping[str, str], tell: Callable[[str], str]) -> str:
    return FIELD.sub(lambda field: tell(values.get(field[1], field[0])), said)
