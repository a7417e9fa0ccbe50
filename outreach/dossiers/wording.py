"""A text's phrases with their values filled in: what templates say, in one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outreach.dossiers.formats import Formats
from outreach.errors import BadInput
from outreach.petition.phrases import PLACEHOLDER
from outreach.petition.values import Text


class PhraseError(BadInput):
    """A phrase that cannot be said; `places` finds its line."""

    def __init__(self, what: str, *, text: Text, key: str) -> None:
        self.text, self.key = text, key
        message = f"In the language {text.language}: the phrase `{key}` {what}."
        super().__init__(message, file=Path("texts") / f"{text.language}.yaml")


@dataclass(frozen=True, slots=True)
class Wording:
    """Phrases by dotted key (`letter.opening`). Every error names the language, its file and the key."""

    text: Text
    formats: Formats

    def phrase(self, key: str, **values: object) -> str:
        """The phrase with `{{ name }}` filled in; raises BadInput for a missing key or value."""
        found = self._find(key)
        if not isinstance(found, str):
            raise self._wrong(key, "is not one phrase")
        return self._filled(key, found, values)

    def plural(self, key: str, number: int, **values: object) -> str:
        """The form of the phrase that `number` needs (CLDR); `other` serves for a category that is not given."""
        forms = self._find(key)
        if not isinstance(forms, Mapping) or "other" not in forms:
            raise self._wrong(key, "needs plural forms, `other` at least")
        form = forms.get(self.formats.category(number), forms["other"])
        return self._filled(key, str(form), values)

    def phrases(self, key: str, **values: object) -> list[str]:
        """A list of phrases."""
        found = self._find(key)
        if not isinstance(found, list | tuple):
            raise self._wrong(key, "is not a list of phrases")
        return [self._filled(key, str(phrase), values) for phrase in found]

    def has(self, key: str) -> bool:
        """Whether there is such a phrase: some are there for certain countries only."""
        section, _, rest = key.rpartition(".")
        return rest in self._find(section)

    def _find(self, key: str) -> Any:
        found: Any = self.text.body
        for part in key.split("."):
            if not isinstance(found, Mapping) or part not in found:
                raise self._wrong(key, "is missing")
            found = found[part]
        return found

    def _filled(self, key: str, phrase: str, values: Mapping[str, object]) -> str:
        missing = [name for name in PLACEHOLDER.findall(phrase) if name not in values]
        if missing:
            raise self._wrong(key, f"uses {{{{ {missing[0]} }}}}, which has no value here")
        return PLACEHOLDER.sub(lambda match: str(values[match[1]]), phrase)

    def _wrong(self, key: str, what: str) -> PhraseError:
        return PhraseError(what, text=self.text, key=key)
