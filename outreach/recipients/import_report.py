"""What an import of members did, or would do, and what it left to a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from outreach.recipients.member import Refusal, Why


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one seat, and why or how, as words for people."""

    office_key: str
    detail: str

    def __str__(self) -> str:
        return f"{self.office_key}: {self.detail}"


@dataclass(frozen=True, slots=True)
class ImportInfo:
    """A file of legislators that was taken in; `counts` says how much it added, changed, retired and refused."""

    id: int
    source: str
    format: str
    government: str
    file_name: str
    sha256: str
    counts: Mapping[str, int]
    imported_at: datetime
    imported_by: str


@dataclass(slots=True)
class ImportReport:
    """One file of members against what its `source` brought before. `import_id` is None after a dry run.

    `kept_back` are seats that the file no longer has, and that are not retired while rows are refused for faults.
    `unchanged` counts seats of which the file says the same as before. `doubts` are rows that were taken in
    without one of their contacts.
    """

    source: str
    format: str
    government: str
    file: str
    sha256: str
    dry_run: bool
    import_id: int | None = None
    rows: int = 0
    added: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    restored: list[Change] = field(default_factory=list)
    retired: list[Change] = field(default_factory=list)
    kept_back: list[Change] = field(default_factory=list)
    unchanged: int = 0
    conflicts: list[Change] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    doubts: list[Change] = field(default_factory=list)

    @property
    def faults(self) -> list[Refusal]:
        """The rows that are wrong, without those whose term is over or to come."""
        return [one for one in self.refused if one.why is Why.FAULT]

    def counts(self) -> dict[str, int]:
        """How many of each."""
        lists = (
            *("added", "changed", "restored", "retired", "kept_back"),
            *("conflicts", "refused", "doubts"),
        )
        return {
            "rows": self.rows,
            **{name: len(getattr(self, name)) for name in lists},
            "unchanged": self.unchanged,
        }
