"""Build all letters and dossiers of a round: what is already built from the same inputs is kept."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.blobs import Blobs
from outreach.db import Database
from outreach.dossiers.fonts import prepare_fonts
from outreach.dossiers.gather import gather
from outreach.dossiers.history import History
from outreach.dossiers.keep_history import keep_histories, settled
from outreach.dossiers.manuscript import texts_of
from outreach.dossiers.planned import Place, Planned, plan_documents
from outreach.dossiers.press import edition
from outreach.dossiers.sealer import Sealer, edition_with, sealed_by
from outreach.dossiers.tables import Document
from outreach.dossiers.workshop import print_all
from outreach.errors import Refused
from outreach.rounds.scope import require_round
from outreach.rounds.status import RoundStatus
from outreach.rounds.store import get_round, list_addressees
from outreach.signatures.disclose import disclosure_of

Progress = Callable[[int, int], None]
"""Called with the number of documents that are done, and of all."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """`built` were made anew, `kept` were there from the same inputs; `pages` and `size` are of the new ones."""

    round_id: int
    letters: int
    dossiers: int
    built: int
    kept: int
    pages: int
    size: int


@dataclass(frozen=True, slots=True)
class _Made:
    """A new document whose bytes are stored."""

    planned: Planned
    inputs_sha256: str
    sha256: str
    size: int
    pages: int


def build_round(
    database: Database,
    blobs: Blobs,
    *,
    round_id: int,
    templates: Path,
    workers: int,
    small_count: int,
    histories: Mapping[str, History],
    actor: Actor,
    now: datetime,
    sealer: Sealer | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build a letter for each included addressee and language, and a dossier for each government and language.

    All or nothing: rows are written when every document is made and conforms to PDF/A-3a and PDF/UA-1. `histories`
    is what may be told of earlier rounds, by government; it is kept with its hash.
    With a sealer each is sealed last, and what is stored, reviewed and sent is the sealed file.

    Raises:
        NotAllowed: the actor is not staff.
        Refused: the round is not scheduled, is over, or has nobody to write to; or its petition was withdrawn.
        BadInput: a text, template or document is wrong; the message names it.
        Unavailable: a font or library is missing.
    """
    actor.require_role(Role.STAFF)
    with database.begin() as session:
        require_round(session, actor, Role.STAFF, round_id=round_id)
        told = settled(session, histories, round_id=round_id)
        planned = _plan(session, round_id, templates, small_count, told, sealer is not None, now)
    with database.read() as session:
        known = _known(session, round_id)
    with tempfile.TemporaryDirectory(prefix="outreach-") as folder:
        fonts = prepare_fonts(Path(folder), texts_of(item.manuscript for item in planned))
        editions = {language: edition_with(sealer, edition(fonts, language)) for language in fonts.editions}
        inputs = [item.manuscript.inputs_sha256(press=editions[item.manuscript.language]) for item in planned]
        work = [(n, item.manuscript) for n, item in enumerate(planned) if (*item.place, inputs[n]) not in known]
        made: list[_Made] = []
        for number, printed in print_all(work, fonts=fonts, workers=workers):
            content = sealed_by(sealer, printed.content, name=planned[number].manuscript.name, now=now)
            made.append(_Made(planned[number], inputs[number], blobs.put(content), len(content), printed.pages))
            if progress is not None:
                progress(len(planned) - len(work) + len(made), len(planned))
    kept = [known[place] for n, item in enumerate(planned) if (place := (*item.place, inputs[n])) in known]
    with database.begin() as session:
        report = _report(round_id, planned, made)
        _record(session, report, made, kept, actor, now)
        keep_histories(session, told, round_id=round_id, now=now)
    return report


def _plan(
    session: Session,
    round_id: int,
    templates: Path,
    small_count: int,
    histories: Mapping[str, History],
    sealed: bool,
    now: datetime,
) -> list[Planned]:
    round_ = get_round(session, round_id)
    if round_.status in (RoundStatus.CLOSED, RoundStatus.CANCELLED):
        raise Refused(f"Round {round_id} is {round_.status}: plan another one.")
    addressees = list_addressees(session, round_id=round_id, included=True)
    if not addressees:
        raise Refused(f"Round {round_id} has no included addressee: see `outreach rounds show {round_id}`.")
    disclosure = disclosure_of(session, snapshot_id=round_.snapshot_id, limit=small_count, now=now)
    gathering = gather(session, round_, disclosure, histories=histories)
    if gathering.version.is_withdrawn:
        reason = gathering.version.withdrawn_reason
        raise Refused(f"Petition version {gathering.version.number} is withdrawn ({reason}): plan with another.")
    return plan_documents(gathering, addressees, templates=templates, sealed=sealed)


def _known(session: Session, round_id: int) -> dict[tuple[*Place, str], int]:
    """The ids of the round's documents by what they are of and what they were made from."""
    rows = session.exec(select(Document).where(Document.round_id == round_id).order_by(col(Document.id)))
    return {(d.kind, d.government, d.language, d.addressee_id, d.inputs_sha256): d.id or 0 for d in rows}


def _report(round_id: int, planned: Sequence[Planned], made: Sequence[_Made]) -> BuildReport:
    letters = sum(item.addressee_id is not None for item in planned)
    return BuildReport(
        round_id=round_id,
        letters=letters,
        dossiers=len(planned) - letters,
        built=len(made),
        kept=len(planned) - len(made),
        pages=sum(item.pages for item in made),
        size=sum(item.size for item in made),
    )


def _record(
    session: Session, report: BuildReport, made: Sequence[_Made], kept: Sequence[int], actor: Actor, now: datetime
) -> None:
    for item in sorted(made, key=lambda item: item.planned.file_name):
        session.add(_row(report.round_id, item, actor, now))
    _bring_forward(session, report.round_id, kept, now)
    audit.record(
        session,
        actor=actor,
        action="round.built",
        subject=f"round:{report.round_id}",
        now=now,
        facts={"built": report.built, "kept": report.kept},
    )


def _bring_forward(session: Session, round_id: int, kept: Sequence[int], now: datetime) -> None:
    """A template that was changed and changed back: the older document is the newest of its place again."""
    rows = session.exec(select(Document).where(Document.round_id == round_id)).all()
    newest: dict[Place, datetime] = {}
    for row in rows:
        place = (row.kind, row.government, row.language, row.addressee_id)
        newest[place] = max(row.built_at, newest.get(place, row.built_at))
    for row in rows:
        place = (row.kind, row.government, row.language, row.addressee_id)
        if row.id in kept and row.built_at < newest[place]:
            row.built_at = now


def _row(round_id: int, item: _Made, actor: Actor, now: datetime) -> Document:
    return Document(
        round_id=round_id,
        kind=item.planned.kind,
        government=item.planned.government,
        language=item.planned.manuscript.language,
        addressee_id=item.planned.addressee_id,
        sha256=item.sha256,
        inputs_sha256=item.inputs_sha256,
        size=item.size,
        pages=item.pages,
        file_name=item.planned.file_name,
        built_at=now,
        asked_by=actor.name,
    )
