"""What single fields of the campaign file and of the text files may hold."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, Strict, StringConstraints

STRICT = ConfigDict(extra="forbid")
FIRST_OF_YEAR = "0000-01-01"


def _real_date(text: str) -> str:
    """Refuse 2026-02-30; a missing month or day counts as the first."""
    try:
        date.fromisoformat(text + FIRST_OF_YEAR[len(text) :])
    except ValueError as error:
        raise ValueError("must be a real date such as 2026-11-24") from error
    return text


Words = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$")]
PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$"), AfterValidator(_real_date)]
"""ISO 8601 with the precision that is known: `2016`, `2025-11` or `2019-06-17`."""
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$"), AfterValidator(_real_date)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,63}$")]
Count = Annotated[int, Strict(), Field(ge=0)]
Truth = Annotated[bool, Strict()]
Several = Field(min_length=1)
"""A list that may not be empty."""
