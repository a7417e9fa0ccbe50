"""The same desk while a round of 2,500 letters is built from it, and while one is sent."""

import multiprocessing
from multiprocessing.synchronize import Event
from pathlib import Path

import httpx2 as httpx
from sqlalchemy import update
from sqlmodel import col

from outreach.accounts import Role, system_actor
from outreach.clock import utc_now
from outreach.delivery.sandbox import Sandbox
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.tables import Delivery
from outreach.operations.tick import Service, send_turn
from outreach.web.guard import COOKIE
from outreach.wiring import identity_of
from tests.bench.busy_house import ROUNDS
from tests.bench.desk import SECONDS, Load, busy_desk, open_house
from tests.bench.measure import Measure

GOAL_MS = 300
TO_BUILD, TO_SEND = ROUNDS + 1, ROUNDS
AGAIN = (
    update(Delivery)
    .where(col(Delivery.round_id) == TO_SEND, col(Delivery.channel) == "email")
    .values(status=DeliveryStatus.QUEUED, next_attempt_at=None)
)


def desk_busy() -> Measure:
    """The slower of both p95; `sent` letters left meanwhile, and the build was still running at the end (1)."""
    with busy_desk() as load:
        sending, sent = _while_sending(load)
        building, running = _while_building(load)
    slower = max(sending, building)
    more = {"sending_p95_ms": sending, "building_p95_ms": building, "sent": sent, "still_building": running}
    return Measure(1000 / slower, "1/s at p95", 1000 / GOAL_MS, more)


def _while_building(load: Load) -> tuple[float, float]:
    headers = {"Cookie": f"{COOKIE}={load.secrets['staff_sam']}"}
    with httpx.Client(base_url=load.url, headers=headers, timeout=60) as client:
        path = f"/rounds/{TO_BUILD}"
        csrf = client.get(path).text.split('name="csrf" value="')[1].split('"')[0]
        assert client.post(f"{path}/build", data={"csrf": csrf}).status_code == 303
        found = _all(load.run(seconds=SECONDS))
        return found, float("data-live" in client.get(path).text)


def _while_sending(load: Load) -> tuple[float, float]:
    context = multiprocessing.get_context("spawn")
    over = context.Event()
    sender = context.Process(target=_send, args=(load.home, over))
    sender.start()
    found = _all(load.run(seconds=SECONDS))
    over.set()
    sender.join()
    sent = sum(1 for path in (load.home / "sandbox").rglob("*") if path.is_file())
    assert sent, "the desk was not busy: no letter could leave"
    return found, float(sent)


def _send(home: Path, over: Event) -> None:
    """What the service does once a minute, without a pause; when all of the round has left, once more."""
    house = open_house(home)
    actor = system_actor("service", Role.STAFF)
    service = Service(house.database, house.blobs, identity_of(house.settings), utc_now, actor, worker="bench")
    while not over.is_set():
        with house.database.begin() as session:
            session.execute(AGAIN)
        send_turn(service, Sandbox(home / "sandbox"), should_stop=over.is_set)


def _all(load: Load) -> float:
    return max(load.p95(today=True), load.p95(today=False))
