"""Processes that send at once, are killed at any step, or are asked to stop: nothing lost, nothing twice."""

import multiprocessing
import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.recover import recover
from outreach.delivery.send import LEASE
from outreach.delivery.settle import settle
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import list_attempts, list_deliveries
from outreach.fake_smtp import Reply, Verb
from outreach.fakes import SmtpServer
from tests.delivery.an_open_round import NOW
from tests.faults.form import IS_LONG, KILLS
from tests.faults.killer import BY_SERVER, killing
from tests.faults.sending import an_open_round, statuses
from tests.faults.victim import STEPS, Orders, send_until_killed
from tests.people import STAFF_SAM

S = DeliveryStatus
ALL_STEPS = (*STEPS, *BY_SERVER)
LATER = NOW + LEASE + timedelta(minutes=1)


@pytest.fixture(scope="module")
def processes() -> multiprocessing.context.BaseContext:
    """Children are forked from a process that has imported everything and holds nothing open."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.victim"])
    return context


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


def orders(database: Database, blobs: FolderBlobs, server: SmtpServer) -> Orders:
    url = database.engine.url.render_as_string(hide_password=False)
    return Orders(url, blobs.root, server.port, NOW)


def run(processes: multiprocessing.context.BaseContext, *each: Orders) -> list[int | None]:
    """Run them at the same time to their ends; their exit codes."""
    children = [processes.Process(target=send_until_killed, args=(one,)) for one in each]  # type: ignore[attr-defined]
    for child in children:
        child.start()
    for child in children:
        child.join()
    return [child.exitcode for child in children]


def test_two_processes_on_one_round_send_each_letter_once(
    any_database: Database, blobs: FolderBlobs, server: SmtpServer, processes: multiprocessing.context.BaseContext
) -> None:
    an_open_round(any_database, blobs, 30)
    two = replace(orders(any_database, blobs, server), connections=2)
    assert run(processes, two, two) == [0, 0]
    assert sorted(mail.recipient for mail in server.received) == sorted(
        f"office{n}@gov.example" for n in range(30)
    )
    with any_database.read() as session:
        assert {one.status for one in list_deliveries(session)} == {S.ACCEPTED}
        assert all(len(list_attempts(session, one.id)) == 1 for one in list_deliveries(session))


def test_processes_killed_at_random_lose_nothing_and_send_nothing_twice(
    any_database: Database,
    blobs: FolderBlobs,
    server: SmtpServer,
    processes: multiprocessing.context.BaseContext,
    record_property: Callable[[str, object], None],
) -> None:
    times = KILLS if IS_LONG or any_database.is_sqlite else KILLS // 2
    an_open_round(any_database, blobs, times * 5)
    chance = random.Random(20261124)
    kills: Counter[str] = Counter()
    at_hand = 0
    for _ in range(times):
        step, nth, connections = chance.choice(ALL_STEPS), chance.randint(1, 2), chance.choice((1, 1, 2, 4))
        one = replace(orders(any_database, blobs, server), nth=nth, connections=connections)
        with killing(server, step if step in BY_SERVER else "", nth) as killer:
            child = processes.Process(  # type: ignore[attr-defined]
                target=send_until_killed, args=(replace(one, step="" if step in BY_SERVER else step),)
            )
            child.start()
            killer.aim(child.pid)
            child.join()
        assert child.exitcode == -signal.SIGKILL, (step, one)
        kills[step] += 1
        at_hand += connections
    assert run(processes, orders(any_database, blobs, server)) == [0]
    with any_database.begin() as session:
        recover(session, actor=STAFF_SAM, now=LATER)
        deliveries = list_deliveries(session)
        tries = {one.id: len(list_attempts(session, one.id)) for one in deliveries}
    received = Counter(mail.recipient for mail in server.received)
    accepted = [one for one in deliveries if one.status is S.ACCEPTED]
    twice = [address for address, times in received.items() if times > 1]
    lost = [one.id for one in accepted if not received[f"office{one.id - 1}@gov.example"]]
    uncertain = len(deliveries) - len(accepted)
    kind = "SQLite" if any_database.is_sqlite else "PostgreSQL"
    for step in ALL_STEPS:
        record_property(f"killed {step}|{kind}", kills[step])
    told = {"mails": len(deliveries), "kills": times, "accepted": len(accepted), "uncertain": uncertain}
    for name, count in {**told, "lost": len(lost), "sent twice": len(twice)}.items():
        record_property(f"{name}|{kind}", count)
    assert (lost, twice) == ([], [])
    assert {one.status for one in deliveries} == {S.ACCEPTED, S.UNCERTAIN}
    assert set(tries.values()) == {1}, "never tried again without a person's choice"
    assert 0 < uncertain <= at_hand
    assert len(received) < len(deliveries), "some were killed before the mail went"


@pytest.mark.parametrize("step", STEPS)
def test_what_each_step_leaves(
    database: Database,
    blobs: FolderBlobs,
    server: SmtpServer,
    processes: multiprocessing.context.BaseContext,
    step: str,
) -> None:
    an_open_round(database, blobs, 1)
    assert run(processes, replace(orders(database, blobs, server), step=step)) == [-signal.SIGKILL]
    with database.begin() as session:
        lost = recover(session, actor=STAFF_SAM, now=LATER)
        (delivery,) = list_deliveries(session)
    never_claimed = step == STEPS[0]
    assert delivery.status is (S.QUEUED if never_claimed else S.UNCERTAIN)
    assert lost == ([] if never_claimed else [1])
    assert len(server.received) == (1 if step in STEPS[3:] else 0)


def test_a_person_may_choose_to_send_an_uncertain_one_again(
    database: Database, blobs: FolderBlobs, server: SmtpServer, processes: multiprocessing.context.BaseContext
) -> None:
    an_open_round(database, blobs, 1)
    plain = orders(database, blobs, server)
    run(processes, replace(plain, step=STEPS[1]))
    with database.begin() as session:
        recover(session, actor=STAFF_SAM, now=LATER)
    assert run(processes, plain) == [0]
    assert server.received == []
    with database.begin() as session:
        settle(
            session, delivery_id=1, status=S.QUEUED, reason="not in the relay's log", actor=STAFF_SAM, now=LATER
        )
    assert run(processes, plain) == [0]
    assert len(server.received) == 1


@pytest.mark.parametrize("step", BY_SERVER)
def test_killed_in_mid_conversation(
    database: Database,
    blobs: FolderBlobs,
    server: SmtpServer,
    processes: multiprocessing.context.BaseContext,
    step: str,
) -> None:
    an_open_round(database, blobs, 2)
    with killing(server, step, 1) as killer:
        child = processes.Process(target=send_until_killed, args=(orders(database, blobs, server),))  # type: ignore[attr-defined]
        child.start()
        killer.aim(child.pid)
        child.join()
    assert run(processes, orders(database, blobs, server)) == [0]
    with database.begin() as session:
        recover(session, actor=STAFF_SAM, now=LATER)
    has_it = {"office0@gov.example"} if BY_SERVER[step] is Verb.CONTENT_KEPT else set()
    assert {mail.recipient for mail in server.received} == {*has_it, "office1@gov.example"}
    assert len(server.received) == len(has_it) + 1
    assert statuses(database) == [S.UNCERTAIN, S.ACCEPTED]


def test_sigterm_finishes_the_mail_in_hand(
    database: Database, blobs: FolderBlobs, server: SmtpServer, processes: multiprocessing.context.BaseContext
) -> None:
    an_open_round(database, blobs, 5)
    in_hand, go_on = threading.Event(), threading.Event()

    def hold(verb: Verb, _recipient: str) -> Reply | None:
        if verb is Verb.CONTENT:
            in_hand.set()
            go_on.wait()
        return None

    server.manners.script = hold
    child = processes.Process(target=send_until_killed, args=(orders(database, blobs, server),))  # type: ignore[attr-defined]
    child.start()
    assert in_hand.wait(60)
    os.kill(child.pid, signal.SIGTERM)
    go_on.set()
    child.join()
    assert child.exitcode == 0
    with database.read() as session:
        assert Counter(one.status for one in list_deliveries(session)) == {S.ACCEPTED: 1, S.QUEUED: 4}
    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("silent_at", "left", "told"),
    [
        (Verb.EHLO, S.WAITING, "No usable connection"),
        (Verb.RCPT, S.WAITING, "Lost the connection at RCPT"),
        (Verb.DATA, S.WAITING, "Lost the connection at DATA"),
        (Verb.CONTENT, S.UNCERTAIN, "Lost the connection after the whole mail was sent"),
    ],
)
def test_sigterm_does_not_wait_for_ever_on_a_silent_server(
    database: Database,
    blobs: FolderBlobs,
    server: SmtpServer,
    processes: multiprocessing.context.BaseContext,
    silent_at: Verb,
    left: DeliveryStatus,
    told: str,
) -> None:
    """What is true of the mail in hand is written down before the process ends; nothing else is begun."""
    an_open_round(database, blobs, 3)
    is_silent, go_on = threading.Event(), threading.Event()

    def say_nothing(verb: Verb, _recipient: str) -> Reply | None:
        if verb is silent_at:
            is_silent.set()
            go_on.wait()
        return None

    server.manners.script = say_nothing
    hasty = replace(orders(database, blobs, server), grace_seconds=0.1)
    child = processes.Process(target=send_until_killed, args=(hasty,))  # type: ignore[attr-defined]
    child.start()
    assert is_silent.wait(60)
    os.kill(child.pid, signal.SIGTERM)
    child.join(60)
    is_done = child.exitcode
    go_on.set()
    child.join()
    assert is_done == 0
    with database.read() as session:
        first, *rest = list_deliveries(session)
        (attempt,) = list_attempts(session, 1)
    assert (first.status, first.tries) == (left, 0)
    assert told in (attempt.reply_text or "")
    assert {one.status for one in rest} == {S.QUEUED}
