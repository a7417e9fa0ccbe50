"""A task: something that waits for a person, with its number and the address where it is decided."""

from dataclasses import dataclass

from outreach.accounts import Actor, Role

WORDS = {
    "stopped": "All sending is stopped",
    "uncertain": "Sent or not? A person decides",
    "hand_over": "To be posted, filled in or taken there",
    "unmatched": "Mail that belongs to no delivery",
    "to_read": "Mail to be read",
    "review": "Parcels that await a review",
    "changes_wanted": "Parcels sent back: build and pack them anew",
    "paused": "Rounds that are paused",
    "starts_soon": "Rounds that start within a week",
    "contacts_doubt": "Contacts in doubt, such as after a bounce",
    "contacts_expired": "Contacts whose check has expired",
    "contacts_expiring": "Contacts whose check ends within 14 days",
    "proposals": "Contacts that offices proposed",
    "overdue": "Answers that are overdue",
    "due": "Answers that are due soon",
    "promises": "Promises to be judged: kept or not?",
    "follow_ups": "Follow-ups that fall due",
}
"""What each task is called, in English; pages and digests put it through gettext."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to decide: where, its name, a word about it, and the code of its government if it has one."""

    path: str
    name: str
    note: str = ""
    government: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits. `key` names it for the page, `path` shows all of it; `kind` is a colour."""

    key: str
    roles: frozenset[Role]
    count: int
    path: str
    items: tuple[Item, ...] = ()
    kind: str = ""

    @property
    def words(self) -> str:
        return WORDS[self.key]

    def is_for(self, actor: Actor) -> bool:
        return not self.roles.isdisjoint(actor.roles)


URGENT = ("bad", "warn", "")
"""The order of colours on the page."""


def by_urgency(found: list[Task]) -> list[Task]:
    """What is red first; within a colour as it came."""
    return sorted(found, key=lambda task: URGENT.index(task.kind))
