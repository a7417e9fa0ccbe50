"""Freeze a petition's files once their proof is clean: nothing is frozen that could not be printed."""

from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from outreach.accounts import Actor, Role
from outreach.dossiers.proof import proof
from outreach.petition.freeze import freeze
from outreach.petition.problems import bad_input
from outreach.petition.sources import read_sources
from outreach.petition.store import VersionInfo


def freeze_proofed(session: Session, *, directory: Path, actor: Actor, now: datetime) -> VersionInfo:
    """As `petition.freeze`, after `dossiers.proof`.

    Raises:
        NotAllowed: the actor is not an organiser.
        BadInput: the proof finds anything, with every problem's file and line.
        Refused: this very content was withdrawn.
        Conflict: somebody else froze the same campaign at the same moment.
    """
    actor.require_role(Role.ORGANISER)
    problems = proof(read_sources(directory))
    if problems:
        raise bad_input(problems)
    return freeze(session, directory=directory, actor=actor, now=now)
