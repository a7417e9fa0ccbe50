"""The one who acts: a person with roles, or a named part of the system that may approve nothing."""

from dataclasses import dataclass
from enum import StrEnum

from outreach.errors import NotAllowed


class Role(StrEnum):
    """What a user does here."""

    STAFF = "staff"
    """Plans, schedules and starts delivery rounds; keeps recipients; settles deliveries."""
    ORGANISER = "organiser"
    """Reviews the generated letters and dossiers; freezes and withdraws the petition."""
    COORDINATOR = "coordinator"
    """Matches mail, and records what governments answered."""
    ADMIN = "admin"
    """Keeps users and the installation."""


@dataclass(frozen=True, slots=True)
class Actor:
    """`name` is the user's sign-in name, or `system:<part>` for the service itself."""

    name: str
    roles: frozenset[Role]

    @property
    def is_system(self) -> bool:
        return self.name.startswith("system:")

    def require(self, *any_of: Role) -> None:
        """Raise NotAllowed unless the actor has one of the roles."""
        if self.roles.isdisjoint(any_of):
            wanted = " or ".join(any_of)
            have = ", ".join(sorted(self.roles)) or "no role"
            raise NotAllowed(f"{self.name} ({have}) may not do this: it needs the role {wanted}.")

    def require_person(self) -> None:
        """Raise NotAllowed for the service itself: decisions are a person's."""
        if self.is_system:
            raise NotAllowed(f"{self.name} may not decide this: a person must.")


def system_actor(part: str, *roles: Role) -> Actor:
    """The actor for a scheduled part of the service, such as `system:scheduler`."""
    return Actor(f"system:{part}", frozenset(roles))
