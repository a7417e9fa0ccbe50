"""What single fields of the campaign file and of the text files may hold."""

from typing import Annotated

from pydantic import ConfigDict, Field, Strict, StringConstraints

STRICT = ConfigDict(extra="forbid")

Words = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$")]
PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
"""ISO 8601 with the precision that is known: `2016`, `2025-11` or `2019-06-17`."""
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,63}$")]
Count = Annotated[int, Strict(), Field(ge=0)]
Truth = Annotated[bool, Strict()]
Several = Field(min_length=1)
"""A list that may not be empty."""
