"""Who may do what: users, their roles, and the Actor that every verb asks for."""

from outreach.accounts.actor import Actor, Grant, Role, system_actor

__all__ = ["Actor", "Grant", "Role", "system_actor"]
