"""What a web form takes: as a fact with its source, or not known."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from outreach.petition.words import count_characters, count_words

NOT_KNOWN = "limit not known"


@dataclass(frozen=True, slots=True)
class FormLimits:
    """The most that a form's text field takes, and whether it takes files; None is not known.

    `characters` are counted as browsers do (UTF-16 code units, a line break as two), `words` strictly.
    `source` says who or what states it; `entered_by` is the person who did, None when it stands in the file.
    """

    characters: int | None = None
    words: int | None = None
    files: bool | None = None
    source: str = ""
    entered_by: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether the text has a limit that is known."""
        return self.characters is not None or self.words is not None

    def fits(self, text: str) -> bool:
        """Whether the form takes the text whole, as far as is known."""
        fits = self.characters is None or count_characters(text) <= self.characters
        return fits and (self.words is None or count_words(text) <= self.words)

    @property
    def told(self) -> str:
        """The limit in words."""
        parts = [
            f"at most {most:,} {unit}"
            for most, unit in ((self.characters, "characters"), (self.words, "words"))
            if most is not None
        ]
        return " and ".join(parts) or NOT_KNOWN

    @property
    def told_files(self) -> str:
        """Whether files can be attached, in words."""
        if self.files is None:
            return "not known whether it takes files"
        return "it takes files" if self.files else "it takes no files"

    def use_of(self, text: str) -> str:
        """How much of the limit a text uses."""
        parts = [
            f"{count(text):,} of {most:,} {unit}"
            for most, unit, count in (
                (self.characters, "characters", count_characters),
                (self.words, "words", count_words),
            )
            if most is not None
        ]
        return ", ".join(parts) or f"{count_characters(text):,} characters; {NOT_KNOWN}"

    def as_data(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)


def limits_from(data: Mapping[str, Any] | None) -> FormLimits | None:
    """Read back what `as_data` gave."""
    return None if data is None else FormLimits(**data)
