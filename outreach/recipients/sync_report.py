"""What a sync did, and what it left to a person."""

from dataclasses import dataclass, field

from outreach.recipients.status import Channel


@dataclass(frozen=True, slots=True)
class SyncConflict:
    """A contact that a person edited or checked, and that its file gives differently. The database kept its value.

    `in_file` is None where the file no longer has the contact.
    """

    office_key: str
    contact_id: int
    channel: Channel
    in_database: str
    in_file: str | None
    guarded_by: str

    def __str__(self) -> str:
        in_file = "has none" if self.in_file is None else f"says {self.in_file!r}"
        return (
            f"{self.office_key}, contact {self.contact_id} ({self.channel}): {self.guarded_by} "
            f"stands for {self.in_database!r}, the file {in_file}."
        )


@dataclass(slots=True)
class SyncReport:
    """What was done, by name: the code of a government, the key of an office, or `key/channel` of a contact."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    unchanged: int = 0
    conflicts: list[SyncConflict] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many of each."""
        lists = ("added", "changed", "restored", "retired", "conflicts")
        return {**{name: len(getattr(self, name)) for name in lists}, "unchanged": self.unchanged}
