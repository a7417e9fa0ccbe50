"""Processes that collect and are killed at each step: nothing lost, nothing counted twice."""

import multiprocessing
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlmodel import Session

from outreach.audit.store import list_entries
from outreach.audit.verify import verify
from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import list_deliveries, list_evidence
from outreach.replies.imap import ImapAccount
from outreach.replies.status import ReplyKind, ReplyStatus
from outreach.replies.store import list_mails
from outreach.rounds.store import list_addressees
from tests import databases
from tests.delivery.an_open_round import NOW
from tests.dovecot import needs_dovecot, running_dovecot
from tests.faults.collector import KILLED_AT, Orders, collect_from, collect_until_killed
from tests.replies.mails import address, answer, automatic, report
from tests.sent import deliver
from tests.world import lay_ground, plan_round


@pytest.fixture(scope="module")
def processes() -> multiprocessing.context.BaseContext:
    """Children are forked from a process that has imported everything and holds nothing open."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.collector"])
    return context


@dataclass(frozen=True, slots=True)
class Place:
    """A mailbox, and a way to put mail into it."""

    source: "Path | ImapAccount"
    deliver: Callable[[str, bytes], None]


@pytest.fixture(params=["maildir", pytest.param("dovecot", marks=needs_dovecot)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with running_dovecot() if request.param == "dovecot" else nullcontext() as server:
        if server is None:
            yield Place(tmp_path / "inbox", into(tmp_path / "inbox"))
        else:
            account = ImapAccount("127.0.0.1", server.port, "office", "secret", tls=False)
            yield Place(account, server.deliver)


def into(folder: Path) -> Callable[[str, bytes], None]:
    (folder / "new").mkdir(parents=True)

    def put(name: str, raw: bytes) -> None:
        (folder / "new" / name).write_bytes(raw)

    return put


def sent(database: Database, folder: Path) -> list[int]:
    """A delivery for each step, on ground that is the same in every database."""
    folder.mkdir()
    with database.begin() as session:
        planned = plan_round(session, lay_ground(session, folder, now=NOW), now=NOW)
        offices = [one.office_key for one in list_addressees(session, round_id=planned.id, included=True)]
        chosen = offices[: len(KILLED_AT)]
        return list(deliver(session, planned.id, dict.fromkeys(chosen, DeliveryStatus.ACCEPTED), NOW).values())


def three(delivery: int, step: str) -> list[bytes]:
    """A person's answer, an automatic note and a bounce, with the line ends that a server gives to all mail."""
    to = address(delivery)
    mails = (
        answer(to, body=f"We read it {step}."),
        automatic(to, body=f"Away {step}. I am out of office."),
        report(to),
    )
    return [raw.replace(b"\n", b"\r\n") for raw in mails]


def state(session: Session) -> object:
    """All that mail can change: what each was, what it did, and how often that stands in the ledger."""
    assert verify(session).broken is None
    return (
        sorted(
            (mail.raw_sha256, mail.kind, mail.status, [(one.delivery_id, one.matched_by) for one in mail.matches])
            for mail in list_mails(session)
        ),
        {one.id: one.status for one in list_deliveries(session)},
        {
            one.id: Counter(proof.rung for proof in list_evidence(session, one.id))
            for one in list_deliveries(session)
        },
        Counter(entry.action for entry in list_entries(session, limit=10_000)),
    )


def test_killed_at_each_step_the_next_run_ends_as_if_nothing_had_happened(
    any_database: Database,
    blobs: FolderBlobs,
    place: Place,
    processes: multiprocessing.context.BaseContext,
    tmp_path: Path,
    sqlite_tables: Path,
) -> None:
    url = any_database.engine.url.render_as_string(hide_password=False)
    deliveries = sent(any_database, tmp_path / "ground")
    for (step, _), delivery in zip(KILLED_AT.items(), deliveries, strict=True):
        for number, raw in enumerate(three(delivery, step)):
            place.deliver(f"{delivery}.{number}.office", raw)
        orders = Orders(url, blobs.root, place.source, step)
        child = processes.Process(target=collect_until_killed, args=(orders,))  # type: ignore[attr-defined]
        child.start()
        child.join()
        assert child.exitcode == -signal.SIGKILL, step
    collect_from(any_database, blobs, place.source)
    with any_database.read() as session:
        found, entries = state(session), Counter(entry.action for entry in list_entries(session, limit=10_000))
        mails = list_mails(session)
    assert collect_from(any_database, blobs, place.source).read == 0
    with any_database.read() as session:
        assert state(session) == found, "once more changes nothing"
    assert all(blobs.has(mail.raw_sha256) for mail in mails)
    assert Counter(mail.kind for mail in mails) == dict.fromkeys(
        (ReplyKind.HUMAN, ReplyKind.AUTO_REPLY, ReplyKind.BOUNCE), len(KILLED_AT)
    )
    assert all(mail.matches and mail.status is not ReplyStatus.NEW for mail in mails)
    assert entries["mail.stored"] == entries["mail.matched"] == 3 * len(KILLED_AT)
    assert entries["delivery.settled"] == len(KILLED_AT)
    if isinstance(place.source, Path):
        assert list((place.source / "new").iterdir()) == []
    assert found == undisturbed(tmp_path, sqlite_tables)


def undisturbed(folder: Path, tables: Path) -> object:
    """What one run makes of the same mails."""
    beside = folder / "undisturbed"
    beside.mkdir()
    put = into(beside / "inbox")
    with databases.sqlite_copy(tables, beside) as database:
        for (step, _), delivery in zip(KILLED_AT.items(), sent(database, beside / "ground"), strict=True):
            for number, raw in enumerate(three(delivery, step)):
                put(f"{delivery}.{number}.office", raw)
        collect_from(database, FolderBlobs(beside / "blobs"), beside / "inbox")
        with database.read() as session:
            return state(session)
