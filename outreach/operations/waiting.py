"""What waits for people, by role: each task with its number and the addresses where it is decided."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlmodel import Session

from outreach.accounts import Actor, Role, system_actor
from outreach.delivery.known import KnownDelivery, known_deliveries
from outreach.delivery.search import Wanted, count_by_status, search_deliveries
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import find_stop
from outreach.operations.due import list_due
from outreach.operations.task import Item, Task
from outreach.recipients.contact_state import SOON as SOON_ENDING
from outreach.recipients.contact_state import ContactState
from outreach.recipients.glance import (
    KnownContact,
    contacts_that_wait,
    glance_contacts,
    glance_offices,
    office_keys_of,
)
from outreach.recipients.status import ProposalStatus
from outreach.recipients.store import get_office, list_proposals, offices_by_key
from outreach.replies.search import count_by_status as count_mails_by_status
from outreach.replies.search import search_mails
from outreach.replies.status import ReplyStatus
from outreach.responses.search import list_promised
from outreach.responses.store import list_follow_ups
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import count_by_round, glance_parcels
from outreach.rounds.scope import rounds_seen
from outreach.rounds.status import UNFINISHED, RoundStatus
from outreach.rounds.store import RoundInfo, addressees_by_id

SHOWN = 5
"""How many of a task's things are named one by one."""
SOON = timedelta(days=7)
PROMISE_SOON = timedelta(days=14)
STAFF, ORGANISER = frozenset({Role.STAFF}), frozenset({Role.ORGANISER})
COORDINATOR = frozenset({Role.COORDINATOR})
SETTLERS = STAFF | COORDINATOR
EVERYTHING = system_actor("waiting")


def tasks(session: Session, *, now: datetime, seen_by: Actor = EVERYTHING) -> list[Task]:
    """Everything that waits for anybody, the most urgent first; `seen_by` sees what is in the scope of the
    role that it waits for (of any role, where it waits for others)."""
    return [task for find in FINDERS for task in find(session, now, seen_by) if task.count]


def _stopped(session: Session, _now: datetime, _seen_by: Actor) -> Iterator[Task]:
    if stop := find_stop(session):
        item = Item("/sending", stop.reason, stop.stopped_by)
        yield Task("stopped", STAFF | {Role.ADMIN}, 1, "/sending", (item,), "bad")


def _uncertain(session: Session, _now: datetime, seen_by: Actor) -> Iterator[Task]:
    seen_by = seen_by.acting_as(*SETTLERS)
    counts = count_by_status(session, Wanted(seen_by=seen_by))
    path = "/deliveries?status=uncertain"
    wanted = Wanted(status=DeliveryStatus.UNCERTAIN, seen_by=seen_by)
    known = known_deliveries(session, search_deliveries(session, wanted, limit=SHOWN))
    items = tuple(_letter(one, "settle", one.addressee.reference) for one in known)
    yield Task("uncertain", SETTLERS, counts[DeliveryStatus.UNCERTAIN], path, items, "bad")
    waiting = search_deliveries(session, Wanted(status=DeliveryStatus.TO_HAND_OVER, seen_by=seen_by), limit=SHOWN)
    items = tuple(_letter(one, "hand-over", one.delivery.channel) for one in known_deliveries(session, waiting))
    yield Task("hand_over", SETTLERS, counts[DeliveryStatus.TO_HAND_OVER], "/hand-overs", items)


def _letter(one: KnownDelivery, part: str, note: str) -> Item:
    return Item(f"/deliveries/{one.delivery.id}#{part}", one.office.name, note, one.office.government)


def _mail(session: Session, _now: datetime, seen_by: Actor) -> Iterator[Task]:
    seen_by = seen_by.acting_as(*COORDINATOR)
    counts = count_mails_by_status(session, seen_by=seen_by)
    for key, status, kind in (
        ("unmatched", ReplyStatus.NEEDS_MATCH, "bad"),
        ("to_read", ReplyStatus.NEEDS_READER, "warn"),
    ):
        found = search_mails(session, status=status, kind=None, limit=SHOWN, seen_by=seen_by)
        items = tuple(
            Item(f"/inbox/{one.id}", one.subject or one.from_address, str(one.kind or "")) for one in found
        )
        yield Task(key, COORDINATOR, counts[status], f"/inbox?status={status}", items, kind)


def _parcels(session: Session, _now: datetime, seen_by: Actor) -> Iterator[Task]:
    unfinished = [one for one in rounds_seen(session, seen_by) if one.status in UNFINISHED]
    reviewer, packer = seen_by.acting_as(*ORGANISER), seen_by.acting_as(*STAFF)
    awaiting = count_by_round(session, status=ReviewStatus.AWAITING, seen_by=reviewer)
    wanted = count_by_round(session, status=ReviewStatus.CHANGES_WANTED, seen_by=packer)
    waiting = [one for one in unfinished if awaiting[one.id]]
    items = [item for one in waiting[:SHOWN] for item in _awaiting(session, one, reviewer)][:SHOWN]
    yield Task("review", ORGANISER, sum(awaiting[one.id] for one in waiting), "/review", tuple(items), "warn")
    sent_back = sum(wanted[one.id] for one in unfinished)
    yield Task("changes_wanted", STAFF, sent_back, "/review?status=changes_wanted", (), "warn")


def _awaiting(session: Session, of_round: RoundInfo, seen_by: Actor) -> Iterator[Item]:
    status, ids = ReviewStatus.AWAITING, [of_round.id]
    found = glance_parcels(session, round_ids=ids, status=status, seen_by=seen_by, limit=SHOWN)
    addressees = addressees_by_id(session, addressee_ids=[one[1] for one in found])
    offices = offices_by_key(session, keys={one.office_key for one in addressees.values()})
    for number, addressee_id, _round_id in found:
        office = offices[addressees[addressee_id].office_key]
        yield Item(f"/review/{number}", office.name, of_round.name, office.government)


def _rounds(session: Session, now: datetime, seen_by: Actor) -> Iterator[Task]:
    steered = rounds_seen(session, seen_by.acting_as(*STAFF))
    paused = [_round(one) for one in steered if one.status is RoundStatus.PAUSED]
    soon = [
        _round(one)
        for one in rounds_seen(session, seen_by.acting_as(*STAFF, *ORGANISER))
        if one.status is RoundStatus.SCHEDULED and one.dispatch_on and one.dispatch_on <= now.date() + SOON
    ]
    yield Task("paused", STAFF, len(paused), "/rounds", tuple(paused[:SHOWN]), "warn")
    yield Task("starts_soon", STAFF | ORGANISER, len(soon), "/rounds", tuple(soon[:SHOWN]))


def _round(one: RoundInfo) -> Item:
    return Item(f"/rounds/{one.id}", one.name, one.dispatch_on.isoformat() if one.dispatch_on else "")


def _contacts(session: Session, now: datetime, seen_by: Actor) -> Iterator[Task]:
    seen_by = seen_by.acting_as(*STAFF)
    among = contacts_that_wait(session, until=now + SOON_ENDING)
    proposed = list_proposals(session, status=ProposalStatus.OPEN)
    keys = office_keys_of(session, contact_ids=among) | {one.office_key for one in proposed}
    offices = {
        key: one
        for key, one in glance_offices(session, keys=keys).items()
        if not seen_by.limits or seen_by.sees(governments=[one.government])
    }
    every = glance_contacts(session, offices, among=among, now=now)
    for state, kind in CONTACTS:
        found = [one for one in every if one.state is state]
        items = tuple(_contact(one) for one in found[:SHOWN])
        path = f"/governments/contacts?state={state.replace(' ', '+')}"
        yield Task(f"contacts_{state.name.lower()}", STAFF, len(found), path, items, kind)
    proposals = [one for one in proposed if one.office_key in offices]
    named = [(one, get_office(session, one.office_key)) for one in proposals[:SHOWN]]
    items = tuple(
        Item(f"/governments/{office.government}/{office.key}", office.name, one.value, office.government)
        for one, office in named
    )
    yield Task("proposals", STAFF, len(proposals), items[0].path if items else "/governments", items)


def _contact(one: KnownContact) -> Item:
    path = f"/governments/{one.office.government}/{one.office.key}#contact-{one.contact.id}"
    return Item(path, one.office.name, one.contact.flagged_reason or one.contact.value, one.office.government)


def _answers(session: Session, now: datetime, seen_by: Actor) -> Iterator[Task]:
    today, seen_by = now.date(), seen_by.acting_as(*COORDINATOR)
    for due in list_due(session, today=today, seen_by=seen_by):
        is_late = due.by < today
        item = Item(f"/responses/due?round={due.round.id}", due.round.name, due.by.isoformat())
        key, kind = ("overdue", "bad") if is_late else ("due", "")
        yield Task(key, COORDINATOR, due.open, item.path, (item,), kind)
    promises = [
        Item(f"/responses/{one.id}", promise.what, promise.due_on.isoformat())
        for one in list_promised(session, until=today + PROMISE_SOON, seen_by=seen_by)
        for promise in one.answer.commitments
        if promise.verdict is None and promise.due_on is not None and promise.due_on <= today + PROMISE_SOON
    ]
    yield Task("promises", COORDINATOR, len(promises), "/responses/promises", tuple(promises[:SHOWN]))
    planned = [
        one for one in list_follow_ups(session, is_open=True, seen_by=seen_by) if one.due_on <= today + SOON
    ]
    items = tuple(
        Item(f"/deliveries/{one.delivery_id}#follow-ups", one.what, one.due_on.isoformat()) for one in planned
    )
    kind = "warn" if planned and planned[0].due_on < today else ""
    yield Task("follow_ups", COORDINATOR, len(planned), "/responses/follow-ups", items[:SHOWN], kind)


CONTACTS = ((ContactState.DOUBT, "bad"), (ContactState.EXPIRED, "bad"), (ContactState.EXPIRING, "warn"))
"""The states of contacts that want a person, with their colours."""
FINDERS: tuple[Callable[[Session, datetime, Actor], Iterator[Task]], ...] = (
    _stopped,
    _uncertain,
    _mail,
    _parcels,
    _rounds,
    _contacts,
    _answers,
)
