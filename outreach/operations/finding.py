"""One thing that stands in the way of a round."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. A live round does not start while one that blocks stands."""

    blocks: bool
    subject: str
    told: str
    remedy: str
