"""A rehearsal: every mail of a round is built and goes to a sandbox of its own; no row is written.

It also says how this round differs from the one before it, which is where slips show.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from outreach.accounts import Actor, Role
from outreach.blobs import Blobs
from outreach.db import Database
from outreach.delivery.claim import Claimed
from outreach.delivery.compose import Composer, NotBuilt
from outreach.delivery.identity import MailIdentity
from outreach.delivery.sandbox import Sandbox
from outreach.errors import Refused
from outreach.recipients.status import Channel
from outreach.reviews.store import ParcelInfo, list_parcels
from outreach.reviews.validity import why_invalid
from outreach.rounds.scope import require_round
from outreach.rounds.store import AddresseeInfo, get_round, list_addressees, list_rounds


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that would keep one office's letter back, or spoil it."""

    office_key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """How an office's place differs from the round before: `before` and `now` in words, "–" for none."""

    office_key: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would happen. `by_channel` counts the parcels; the mails lie in the Maildir `folder`."""

    round_id: int
    by_channel: dict[str, int]
    mails: int
    folder: Path
    first_opens_at: datetime | None
    last_opens_at: datetime | None
    troubles: tuple[Trouble, ...]
    left_out: tuple[Trouble, ...]
    compared_with: int | None
    changes: tuple[Change, ...]


def rehearse(
    database: Database,
    blobs: Blobs,
    *,
    round_id: int,
    identity: MailIdentity,
    folder: Path,
    actor: Actor,
    now: datetime,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Rehearsal:
    """Build every mail of the round's newest parcels into the Maildir `folder`.

    Raises:
        NotAllowed: the actor is neither staff nor an organiser.
        NotFound: there is no such round.
        Refused: nothing of it is packed yet.
        Unavailable: the folder cannot be written.
    """
    actor.require_role(Role.STAFF, Role.ORGANISER)
    with database.read() as session:
        require_round(session, actor, Role.STAFF, Role.ORGANISER, round_id=round_id)
        get_round(session, round_id)
        parcels = list_parcels(session, round_id=round_id)
        addressees = list_addressees(session, round_id=round_id)
        troubles = [
            Trouble(parcel.manifest.office_key, reason)
            for parcel in parcels
            if (reason := why_invalid(session, parcel_id=parcel.id, now=now))
        ]
        compared_with, changes = _compare(session, round_id, addressees)
    if not parcels:
        raise Refused(
            f"Nothing of round {round_id} is packed yet: pack it with `outreach reviews pack {round_id}` first."
        )
    mails = [parcel for parcel in parcels if parcel.manifest.channel == Channel.EMAIL]
    spoilt = asyncio.run(_send_all(mails, Composer(blobs, identity), Sandbox(folder), now, progress))
    opens = [one.opens_at for one in addressees if one.included and one.opens_at]
    return Rehearsal(
        round_id=round_id,
        by_channel=dict(Counter(str(parcel.manifest.channel) for parcel in parcels)),
        mails=len(mails) - len(spoilt),
        folder=folder,
        first_opens_at=min(opens, default=None),
        last_opens_at=max(opens, default=None),
        troubles=(*troubles, *spoilt),
        left_out=tuple(
            Trouble(one.office_key, one.left_out_because or "") for one in addressees if not one.included
        ),
        compared_with=compared_with,
        changes=changes,
    )


async def _send_all(
    mails: Sequence[ParcelInfo],
    composer: Composer,
    sandbox: Sandbox,
    now: datetime,
    progress: Callable[[int, int], None],
) -> list[Trouble]:
    """Build and keep each mail; what cannot be built is a trouble of that office and stops nothing."""
    troubles = []
    for done, parcel in enumerate(mails, start=1):
        message_id = composer.identity.message_id(f"rehearsal.{parcel.id}")
        claimed = Claimed(parcel.id, 0, message_id, parcel.manifest)
        try:
            message = composer.compose(claimed, now=now)
        except NotBuilt as error:
            troubles.append(Trouble(parcel.manifest.office_key, str(error)))
        else:
            sender = composer.identity.reply_address(parcel.id)
            await sandbox.send(
                envelope_sender=sender, recipient=claimed.recipient, message=message, envelope_id=str(parcel.id)
            )
        progress(done, len(mails))
    return troubles


def _compare(
    session: Session, round_id: int, addressees: Sequence[AddresseeInfo]
) -> tuple[int | None, tuple[Change, ...]]:
    """The number of the campaign's round before this one, and what differs, by office."""
    campaign = get_round(session, round_id).campaign_id
    earlier = [one.id for one in list_rounds(session, campaign_id=campaign) if one.id < round_id]
    if not earlier:
        return None, ()
    before = _places(list_addressees(session, round_id=max(earlier)))
    now = _places(addressees)
    changes = [
        Change(key, before.get(key, "–"), now.get(key, "–"))
        for key in sorted(before.keys() | now.keys())
        if before.get(key) != now.get(key)
    ]
    return max(earlier), tuple(changes)


def _places(addressees: Sequence[AddresseeInfo]) -> dict[str, str]:
    return {
        one.office_key: f"{one.channel} in {', '.join(one.languages)}" if one.included else "left out"
        for one in addressees
    }
