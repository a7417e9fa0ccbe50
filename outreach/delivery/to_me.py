"""Send oneself what an office would get: the same files and words, marked as a test. No delivery is touched."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.blobs import Blobs
from outreach.db import Database
from outreach.delivery.address import carried_address
from outreach.delivery.compose import Composer
from outreach.delivery.identity import MailIdentity
from outreach.delivery.store import find_stop
from outreach.delivery.transport import Accepted, Transport
from outreach.errors import NotFound, Refused
from outreach.recipients.status import Channel
from outreach.recipients.store import contacts_by_office
from outreach.reviews.store import ParcelInfo, list_parcels
from outreach.rounds.scope import require_round

MARK = "[TEST] "


@dataclass(frozen=True, slots=True)
class ToMe:
    """One mail to oneself: whose letter it was, and the server's reply."""

    office_key: str
    parcel_id: int
    accepted: Accepted


def send_to_me(
    database: Database,
    blobs: Blobs,
    *,
    address: str,
    round_id: int,
    limit: int,
    transport: Transport,
    identity: MailIdentity,
    clock: Callable[[], datetime],
    actor: Actor,
) -> list[ToMe]:
    """Send the first `limit` packed mails of a round, approved or not, to `address`; the offices get nothing.

    A reply goes to our sender, not to the delivery's own address, and names a test's Message-ID: it never counts
    as the office's answer.

    Raises:
        NotAllowed: the actor is not staff.
        BadInput: the address is not a plain one.
        Refused: the address is an office's, or all sending is stopped.
        NotFound: there is no such round, or no mail is packed in it.
        SendingFailure: it could not be built or was not taken.
    """
    actor.require_role(Role.STAFF)
    recipient = carried_address(address)
    with database.read() as session:
        require_round(session, actor, Role.STAFF, round_id=round_id)
        _refuse(session, recipient)
        parcels = _packed(session, round_id)[:limit]
    composer = Composer(blobs, identity)

    def note(sent: ToMe) -> None:
        facts = {"parcel": sent.parcel_id, "code": sent.accepted.code}
        subject = f"round:{round_id}"
        with database.begin() as session:
            audit.record(
                session, actor=actor, action="delivery.sent_to_oneself", subject=subject, now=clock(), facts=facts
            )

    return asyncio.run(_send_all(parcels, recipient, transport, composer, clock, note))


def _refuse(session: Session, recipient: str) -> None:
    stop = find_stop(session)
    if stop is not None:
        raise Refused(stop.told)
    for office, contacts in contacts_by_office(session).items():
        if any(contact.value.lower() == recipient.lower() for contact in contacts):
            raise Refused(f"{recipient} is the address of {office}: give your own.")


def _packed(session: Session, round_id: int) -> list[ParcelInfo]:
    parcels = [p for p in list_parcels(session, round_id=round_id) if p.manifest.channel == Channel.EMAIL]
    if not parcels:
        raise NotFound(f"Round {round_id} has no mail packed: run `outreach reviews pack {round_id}` first.")
    return parcels


async def _send_all(
    parcels: Sequence[ParcelInfo],
    recipient: str,
    transport: Transport,
    composer: Composer,
    clock: Callable[[], datetime],
    note: Callable[[ToMe], None],
) -> list[ToMe]:
    sent = []
    try:
        for parcel in parcels:
            sent.append(await _send(parcel, recipient, transport, composer, clock()))
            note(sent[-1])
    finally:
        await transport.close()
    return sent


async def _send(
    parcel: ParcelInfo, recipient: str, transport: Transport, composer: Composer, now: datetime
) -> ToMe:
    identity, unique = composer.identity, f"test-{secrets.token_hex(16)}"
    manifest = replace(parcel.manifest, address=recipient, subject=MARK + parcel.manifest.subject)
    message = composer.mail_of(manifest, reply_to=identity.sender, message_id=identity.message_id(unique), now=now)
    accepted = await transport.send(
        envelope_sender=identity.sender, recipient=recipient, message=message, envelope_id=unique
    )
    return ToMe(manifest.office_key, parcel.id, accepted)
