"""Build a round's documents with what they may tell of earlier rounds."""

import os
from datetime import datetime
from pathlib import Path

from outreach.accounts import Actor
from outreach.blobs import Blobs
from outreach.db import Database
from outreach.dossiers.build import BuildReport, Progress, build_round
from outreach.dossiers.sealer import Sealer
from outreach.operations.history import histories_of
from outreach.wiring import App


def build_here(
    app: App,
    *,
    round_id: int,
    actor: Actor,
    now: datetime,
    workers: int | None = None,
    sealer: Sealer | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """As `build_with_history`, with an installation's settings; on every processor unless `workers` is given."""
    return build_with_history(
        app.database,
        app.blobs,
        round_id=round_id,
        templates=app.settings.campaign_dir,
        workers=workers or os.cpu_count() or 1,
        small_count=app.settings.small_count,
        actor=actor,
        now=now,
        sealer=sealer,
        progress=progress,
    )


def build_with_history(
    database: Database,
    blobs: Blobs,
    *,
    round_id: int,
    templates: Path,
    workers: int,
    small_count: int,
    actor: Actor,
    now: datetime,
    sealer: Sealer | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """As `dossiers.build_round`, which raises the same; the history is that of this moment."""
    with database.read() as session:
        histories = histories_of(session, round_id=round_id, today=now.date())
    return build_round(
        database,
        blobs,
        round_id=round_id,
        templates=templates,
        workers=workers,
        small_count=small_count,
        histories=histories,
        actor=actor,
        now=now,
        sealer=sealer,
        progress=progress,
    )
