"""The one who acts: a person with roles, or a named part of the system that may approve nothing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

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
class Grant:
    """A role with its scope: one campaign or all (None), these governments (codes) or all (None)."""

    role: Role
    campaign_id: int | None = None
    governments: frozenset[str] | None = None

    @property
    def is_everywhere(self) -> bool:
        return self.campaign_id is None and self.governments is None

    def covers(self, campaign_id: int | None, government: str | None) -> bool:
        """Whether a thing lies in the scope. A thing without campaign (an office) lies in each; one that concerns
        all governments (`government` None) only in a scope of all, and of all campaigns unless it has one."""
        if government is None:
            return self.governments is None and self.campaign_id in (None, campaign_id)
        is_of_campaign = campaign_id is None or self.campaign_id in (None, campaign_id)
        return is_of_campaign and (self.governments is None or government in self.governments)


@dataclass(frozen=True, slots=True)
class Actor:
    """`name` is the user's sign-in name, or `system:<part>` for the service itself.

    `limits` are the grants of somebody whose roles do not all hold everywhere; without any they do. `reads` are
    the languages (BCP 47) that a person reads.
    """

    name: str
    roles: frozenset[Role]
    limits: frozenset[Grant] = frozenset()
    reads: frozenset[str] = frozenset()

    @property
    def is_system(self) -> bool:
        return self.name.startswith("system:")

    def may(self, *any_of: Role, campaign: int | None = None, governments: Collection[str] | None = None) -> bool:
        """Whether one of the roles covers a thing of this campaign (None: of none) that concerns these governments
        (none named: all of them)."""
        if self.roles.isdisjoint(any_of):
            return False
        if not self.limits:
            return True
        grants = [grant for grant in self.limits if grant.role in any_of]
        wanted: Iterable[str | None] = governments or [None]
        return all(any(grant.covers(campaign, one) for grant in grants) for one in wanted)

    def sees(self, *any_of: Role, campaign: int | None = None, governments: Collection[str] | None = None) -> bool:
        """Whether any part of the thing lies in the scope of one of the roles (none named: of any that they have).

        What concerns all governments is seen by all who have to do with its campaign.
        """
        if not self.limits:
            return True
        return any(
            (grant.campaign_id is None or campaign in (None, grant.campaign_id))
            and (not governments or grant.governments is None or not grant.governments.isdisjoint(governments))
            for grant in self.limits
            if not any_of or grant.role in any_of
        )

    def acting_as(self, *any_of: Role) -> Self:
        """The same person with the grants of these roles only; unchanged where they have none of these roles."""
        if not self.limits or self.roles.isdisjoint(any_of):
            return self
        return replace(self, limits=frozenset(grant for grant in self.limits if grant.role in any_of))

    def require_role(self, *any_of: Role) -> None:
        """Raise NotAllowed unless the actor has one of the roles, wherever it holds."""
        if self.roles.isdisjoint(any_of):
            wanted = " or ".join(any_of)
            have = ", ".join(sorted(self.roles)) or "no role"
            raise NotAllowed(f"{self.name} ({have}) may not do this: it needs the role {wanted}.")

    def require(
        self, *any_of: Role, campaign: int | None = None, governments: Collection[str] | None = None
    ) -> None:
        """Raise NotAllowed unless one of the roles covers the thing; arguments as of `may`."""
        self.require_role(*any_of)
        if not self.may(*any_of, campaign=campaign, governments=governments):
            where = "all governments" if governments is None else ", ".join(sorted(governments))
            raise NotAllowed(
                f"{self.name} may not do this for {where}: their role {' or '.join(any_of)} is limited to other "
                "governments or another campaign; an admin can change that."
            )

    def require_person(self) -> None:
        """Raise NotAllowed for the service itself: decisions are a person's."""
        if self.is_system:
            raise NotAllowed(f"{self.name} may not decide this: a person must.")


def system_actor(part: str, *roles: Role) -> Actor:
    """The actor for a scheduled part of the service, such as `system:scheduler`."""
    return Actor(f"system:{part}", frozenset(roles))
