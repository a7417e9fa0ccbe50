"""The menu, in the order of the trip."""

from dataclasses import dataclass

from outreach.accounts import Actor, Role
from outreach.web.permissions import ADMIN, EVERYBODY


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu. `also` are other beginnings of addresses that belong to it."""

    path: str
    label: str
    roles: frozenset[Role] = EVERYBODY
    also: tuple[str, ...] = ()

    def is_here(self, path: str) -> bool:
        """Whether the page at `path` belongs to this line."""
        own = (self.path, *self.also)
        return any(path == one or (one != "/" and path.startswith(f"{one}/")) for one in own)


MENU: list[Entry] = [
    Entry("/", "Today"),
    Entry("/petition", "Petition"),
    Entry("/signatures", "Signatures"),
    Entry("/governments", "Governments"),
    Entry("/rounds", "Rounds"),
    Entry("/review", "Review"),
    Entry("/deliveries", "Deliveries", also=("/hand-overs",)),
    Entry("/inbox", "Inbox"),
    Entry("/responses", "Responses"),
    Entry("/admin", "Administration", ADMIN),
]


def menu_of(actor: Actor) -> list[Entry]:
    """The lines that this visitor may open."""
    return [entry for entry in MENU if entry.roles & actor.roles]
