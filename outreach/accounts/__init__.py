"""Who may do what: users, their roles, and the Actor that every verb asks for."""

from outreach.accounts.actor import Actor, Role, system_actor

__all__ = ["Actor", "Role", "system_actor"]
