"""Look over a round before it starts: everything that would keep a letter back, each with its remedy."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import find_stop, list_deliveries
from outreach.operations.finding import Finding
from outreach.operations.preflight_closed import closed_findings
from outreach.petition.store import VersionInfo, get_version
from outreach.recipients.store import ContactInfo, find_objection, get_contact
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import ParcelInfo, list_parcels
from outreach.reviews.validity import why_outdated
from outreach.rounds.plan import OLDEST_SNAPSHOT
from outreach.rounds.store import AddresseeInfo, RoundInfo, get_round, list_addressees
from outreach.signatures.store import get_snapshot

LARGE_BYTES = 10_000_000
"""Many servers refuse more; base64 adds a third to the files."""
_UNAPPROVED = {
    ReviewStatus.AWAITING: "a second person has not looked yet",
    ReviewStatus.CHANGES_WANTED: "the second person wants changes",
    ReviewStatus.WITHDRAWN: "the approval was withdrawn",
}


@dataclass(frozen=True, slots=True)
class Way:
    """How mail would leave: whether the transport is live, and our domain."""

    is_live: bool
    domain: str


def preflight(session: Session, *, round_id: int, way: Way | None, now: datetime) -> list[Finding]:
    """What stands in the way of a round, what blocks first. Without `way` only the round itself is looked at.

    What only matters for real letters blocks a live round and is advice for a trial.

    Raises:
        NotFound: there is no such round.
    """
    current = get_round(session, round_id)
    addressees = list_addressees(session, round_id=round_id, included=True)
    found = [
        *_ways(current, way),
        *_switch(session),
        *_text(current, get_version(session, current.version_id), addressees),
        *_counts(session, current, now),
        *_offices(session, current, addressees, now),
        *closed_findings(session, current, addressees),
    ]
    return sorted(found, key=lambda finding: not finding.blocks)


def _ways(current: RoundInfo, way: Way | None) -> Iterator[Finding]:
    if way is None:
        return
    if current.live and not way.is_live:
        yield Finding(
            True,
            "transport",
            "The round is live and mail is not.",
            "set OUTREACH_LIVE=yes and OUTREACH_SMTP__HOST",
        )
    if way.is_live and not current.live:
        yield Finding(True, "transport", "Mail is live and the round is a trial.", "plan a live round")
    if way.domain.endswith(".example"):
        yield Finding(
            current.live,
            "sender",
            f"Mail would come from {way.domain}.",
            "set OUTREACH_MAIL__DOMAIN, __SENDER and __REPLY_DOMAIN",
        )


def _switch(session: Session) -> Iterator[Finding]:
    stop = find_stop(session)
    if stop is not None:
        told = f"{stop.stopped_by} stopped all sending: {stop.reason}"
        yield Finding(True, "kill switch", told, "outreach delivery allow")


def _text(current: RoundInfo, version: VersionInfo, addressees: list[AddresseeInfo]) -> Iterator[Finding]:
    name = f"version {version.id}"
    if version.is_withdrawn:
        yield Finding(True, name, f"Withdrawn: {version.withdrawn_reason}.", "plan a round with another version")
    if version.campaign.has_samples:
        yield Finding(
            current.live, name, "The campaign file holds SAMPLE fields.", "edit campaign.yaml and freeze"
        )
    for language in sorted({language for addressee in addressees for language in addressee.languages}):
        text = version.texts[language]
        if not text.is_reviewed:
            yield Finding(
                current.live, f"text {language}", "No native reader is named.", "have it read, then freeze"
            )
        if not text.signed_wording.text.strip():
            told = "The wording that people signed is missing."
            yield Finding(current.live, f"text {language}", told, "ask the organisers for it, then freeze")


def _counts(session: Session, current: RoundInfo, now: datetime) -> Iterator[Finding]:
    snapshot, name = get_snapshot(session, current.snapshot_id), f"snapshot {current.snapshot_id}"
    newer, real = (f"import {which} counts and plan a round with them" for which in ("newer", "the real"))
    if snapshot.is_withdrawn:
        yield Finding(True, name, f"Withdrawn: {snapshot.withdrawn_reason}.", newer)
    if snapshot.sample:
        yield Finding(current.live, name, "The counts are SAMPLE.", real)
    if now - snapshot.as_of > OLDEST_SNAPSHOT:
        yield Finding(current.live, name, f"The counts are old, of {snapshot.as_of:%Y-%m-%d}.", newer)


def _offices(
    session: Session, current: RoundInfo, addressees: list[AddresseeInfo], now: datetime
) -> Iterator[Finding]:
    parcels = {parcel.addressee_id: parcel for parcel in list_parcels(session, round_id=current.id)}
    bounced = _bounced_contacts(session)
    for addressee in addressees:
        parcel = parcels.get(addressee.id)
        yield from _parcel(session, addressee, parcel, now)
        if addressee.contact_id is not None:
            contact = get_contact(session, addressee.contact_id)
            yield from _contact(session, current, addressee, contact, now)
            if contact.id in bounced:
                told = "The last mail to this contact failed."
                yield Finding(False, addressee.office_key, told, f"outreach recipients verify {contact.id}")


def _parcel(
    session: Session, addressee: AddresseeInfo, parcel: ParcelInfo | None, now: datetime
) -> Iterator[Finding]:
    office = addressee.office_key
    if parcel is None:
        build = f"outreach dossiers build {addressee.round_id}, then outreach reviews pack {addressee.round_id}"
        yield Finding(False, office, "Nothing is packed yet.", build)
        return
    if parcel.status is not ReviewStatus.APPROVED:
        told = f"Not approved: {_UNAPPROVED[parcel.status]}."
        yield Finding(False, office, told, f"outreach reviews show {parcel.id}")
    outdated = why_outdated(session, parcel, now=now)
    if outdated is not None:
        yield Finding(False, office, outdated, f"outreach reviews pack {addressee.round_id}")
    size = sum(document.size for document in parcel.manifest.documents)
    if parcel.manifest.channel == "email" and size > LARGE_BYTES:
        yield Finding(False, office, f"{size // 1_000_000} MB: many servers refuse that.", "shorten the dossier")


def _contact(
    session: Session, current: RoundInfo, addressee: AddresseeInfo, contact: ContactInfo, now: datetime
) -> Iterator[Finding]:
    office, verify = addressee.office_key, f"outreach recipients verify {contact.id}"
    if find_objection(session, office_key=office, contact_id=contact.id) is not None:
        refresh = f"outreach rounds refresh {current.id} --office {office}"
        yield Finding(True, office, "Asked not to be written to.", refresh)
    if contact.flagged_reason is not None:
        yield Finding(
            current.live, office, f"The contact is in doubt: {contact.flagged_reason.rstrip('.')}.", verify
        )
    expires_at, needed_until = contact.check_expires_at, addressee.opens_at or now
    if expires_at is None:
        yield Finding(current.live, office, "Nobody has checked the contact.", verify)
    elif expires_at <= max(now, needed_until):
        yield Finding(current.live, office, f"The contact's check ends on {expires_at:%Y-%m-%d}.", verify)


def _bounced_contacts(session: Session) -> frozenset[int]:
    """Contacts whose newest delivery, of any round, was refused or came back."""
    newest: dict[int, DeliveryStatus] = {}
    contacts = {one.id: one.contact_id for one in list_addressees(session)}
    for delivery in list_deliveries(session):
        contact_id = contacts.get(delivery.addressee_id)
        if contact_id is not None:
            newest[contact_id] = delivery.status
    failed = {DeliveryStatus.BOUNCED, DeliveryStatus.REFUSED, DeliveryStatus.RETURNED}
    return frozenset(contact for contact, status in newest.items() if status in failed)
