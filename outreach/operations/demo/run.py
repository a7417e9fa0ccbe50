"""The demonstration from beginning to end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from outreach.accountability.progress import GovernmentProgress, progress
from outreach.db import migrate
from outreach.dossiers.store import list_documents
from outreach.operations.build import build_here
from outreach.operations.demo.cast import Cast, load_cast
from outreach.operations.demo.desk import hand_over, read_answers
from outreach.operations.demo.folder import make_room
from outreach.operations.demo.leave import leave_work
from outreach.operations.demo.mailroom import Mailroom
from outreach.operations.demo.mails import stranger
from outreach.operations.demo.play import DemoClock, play_round
from outreach.operations.demo.prepare import (
    People,
    add_people,
    freeze_petition,
    import_sample,
    load_offices,
)
from outreach.operations.demo.stages import Stages
from outreach.operations.start import start_round
from outreach.recipients.store import list_governments, list_offices
from outreach.reviews.decide import approve
from outreach.reviews.pack import pack_round
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import list_parcels
from outreach.rounds.plan import plan
from outreach.rounds.schedule import schedule
from outreach.settings import Settings
from outreach.wiring import App, identity_of, open_app

BEGINS = datetime.fromisoformat("2026-11-24T09:00:00+00:00")
DISPATCH = date(2026, 12, 1)
WINDOW_DAYS = 7
ROUND_NAME = "SAMPLE round"


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What came of it. `governments` has one row each; together they hold every office exactly once."""

    folder: Path
    pdf_folder: Path
    round_id: int
    offices: int
    documents: int
    mails_received: int
    answers_recorded: int
    governments: list[GovernmentProgress]
    seconds: dict[str, float]


def run_demo(
    folder: Path,
    *,
    settings: Settings,
    replace_earlier: bool,
    seen_at: datetime,
    tell: Callable[[str, int, int], None],
) -> DemoResult:
    """Play a whole round in `folder` and leave everything there, with some work for whoever looks at it `seen_at`.

    Raises:
        Refused: the folder holds something else.
    """
    make_room(folder, replace_earlier=replace_earlier)
    app = open_app(settings.model_copy(update={"home": folder, "database_url": "", "live": False}))
    stages, clock, cast = Stages(tell), DemoClock(BEGINS), load_cast()
    with stages.stage("petition, counts and offices"):
        people, round_id, offices = _prepare(app, cast, clock)
    with stages.stage("letters and dossiers") as told:
        _build(app, round_id, people, clock, told)
    with stages.stage("review by a second person"):
        _review(app, round_id, people, clock)
    mailroom = _mailroom(app, cast, clock)
    with stages.stage("delivery and mail") as told:
        _start(app, round_id, people, clock, mailroom)
        identity = identity_of(app.settings)
        play_round(app, round_id=round_id, mailroom=mailroom, clock=clock, identity=identity, progress=told)
    with stages.stage("answers"):
        hand_over(app, round_id=round_id, cast=cast, people=people, now=clock())
        answers = read_answers(app, cast=cast, people=people, now=clock())
    with stages.stage("work for the desk"):
        leave_work(app, people=people, seen_at=seen_at, now=clock())
    with stages.stage("files"):
        documents = _write_files(app, round_id)
    with app.database.read() as session:
        rows = progress(session, round_id=round_id)
    app.database.engine.dispose()
    return DemoResult(
        folder=folder,
        pdf_folder=folder / "pdf",
        round_id=round_id,
        offices=offices,
        documents=documents,
        mails_received=mailroom.received,
        answers_recorded=answers,
        governments=rows,
        seconds=stages.seconds,
    )


def _prepare(app: App, cast: Cast, clock: DemoClock) -> tuple[People, int, int]:
    migrate.upgrade(app.database)
    now = clock()
    with app.database.begin() as session:
        people = add_people(session, now=now)
        version = freeze_petition(session, texts=app.settings.campaign_dir, people=people, now=now)
        snapshot = import_sample(session, campaign_id=version.campaign_id, people=people, now=now)
        offices = load_offices(session, offices=app.settings.recipients_dir, cast=cast, people=people, now=now)
        planned = plan(
            session,
            campaign_id=version.campaign_id,
            name=ROUND_NAME,
            version_id=version.id,
            snapshot_id=snapshot.id,
            governments=[one.code for one in list_governments(session)],
            live=False,
            choose_holder_forms=True,
            actor=people.staff,
            now=now,
        )
        schedule(
            session,
            round_id=planned.id,
            dispatch_on=DISPATCH,
            window_days=WINDOW_DAYS,
            actor=people.staff,
            now=now,
        )
    return people, planned.id, offices


def _build(app: App, round_id: int, people: People, clock: DemoClock, told: Callable[[int, int], None]) -> None:
    build_here(app, round_id=round_id, actor=people.staff, now=clock(), progress=told)


def _review(app: App, round_id: int, people: People, clock: DemoClock) -> None:
    with app.database.begin() as session:
        pack_round(
            session,
            round_id=round_id,
            templates=app.settings.campaign_dir,
            actor=people.staff,
            now=clock(),
        )
        for parcel in list_parcels(session, round_id=round_id, status=ReviewStatus.AWAITING):
            approve(
                session,
                parcel_id=parcel.id,
                manifest_sha256=parcel.manifest_sha256,
                actor=people.organiser,
                now=clock(),
                comment="SAMPLE approval",
            )


def _mailroom(app: App, cast: Cast, clock: DemoClock) -> Mailroom:
    with app.database.read() as session:
        languages = {office.key: office.languages[0] for office in list_offices(session)}
    return Mailroom(cast=cast, languages=languages, inbox=app.settings.home / "inbox", clock=clock)


def _start(app: App, round_id: int, people: People, clock: DemoClock, mailroom: Mailroom) -> None:
    with app.database.begin() as session:
        start_round(session, round_id=round_id, actor=people.staff, now=clock())
    mailroom.post(stranger(to=app.settings.mail.sender, at=clock()), due=clock())


def _write_files(app: App, round_id: int) -> int:
    with app.database.read() as session:
        documents = list_documents(session, round_id=round_id)
    for document in documents:
        target = app.settings.home / "pdf" / document.government / document.file_name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(app.blobs.get(document.sha256))
    return len(documents)
