"""Carry out what a mail means: settle or attest deliveries, flag contacts, or leave it to a person."""

from datetime import datetime

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.delivery.attest import attest
from outreach.delivery.settle import settle as settle_delivery
from outreach.delivery.store import DeliveryInfo, get_delivery
from outreach.errors import BadInput, NotFound
from outreach.recipients.flag import flag
from outreach.recipients.propose import propose
from outreach.recipients.propose_objection import propose_objection
from outreach.recipients.status import Channel, ProposalStatus
from outreach.recipients.store import list_proposals
from outreach.replies.effects import Effect, effect_of
from outreach.replies.late import hold_another_try
from outreach.replies.match import PROOF, is_about_a_test
from outreach.replies.plausible import is_plausible
from outreach.replies.reading import Reading, Suggestion, Wish
from outreach.replies.record import keep_act, keep_effect
from outreach.replies.scope import require_mail
from outreach.replies.status import MOVES, WRITTEN, Act, MatchedBy, ReplyStatus
from outreach.replies.store import MailInfo, MatchInfo, get_mail
from outreach.replies.tables import Mail
from outreach.rounds.store import get_addressee
from outreach.transitions import advance

_CHANNELS = {Wish.USE_FORM: Channel.WEB_FORM, Wish.WRITE_ELSEWHERE: Channel.EMAIL}


def carry_out(session: Session, *, mail_id: int, actor: Actor, now: datetime) -> MailInfo:
    """Apply a read and matched mail to its deliveries; doing it again changes nothing.

    An answer to a test that one of us sent to themselves is settled at once: it is about no delivery.

    Raises:
        NotAllowed: the actor is neither staff nor a coordinator.
        NotFound: there is no such mail.
    """
    require_mail(session, actor, Role.STAFF, Role.COORDINATOR, mail_id=mail_id)
    mail = get_mail(session, mail_id)
    if mail.reading is not None and not mail.matches and is_about_a_test(mail.reading):
        return _advance(session, mail, ReplyStatus.SETTLED)
    if mail.reading is None or not mail.matches:
        return _advance(session, mail, ReplyStatus.NEEDS_MATCH)
    effects = [_apply(session, mail, mail.reading, match, actor, now) for match in mail.matches]
    needs_reader = any(effect.needs_reader for effect in effects)
    return _advance(session, mail, ReplyStatus.NEEDS_READER if needs_reader else ReplyStatus.SETTLED)


def settle(session: Session, *, mail_id: int, actor: Actor, now: datetime) -> MailInfo:
    """A person has read the mail, and nothing is left to do with it. `undo` takes that back.

    Raises:
        NotAllowed: the actor is neither staff nor a coordinator, or no person.
        NotFound: there is no such mail.
        WrongStatus: it is settled already, or not read yet.
    """
    require_mail(session, actor, Role.STAFF, Role.COORDINATOR, mail_id=mail_id)
    actor.require_person()
    mail = get_mail(session, mail_id)
    advance(mail.status, ReplyStatus.SETTLED, moves=MOVES, what=f"mail {mail_id}")
    keep_act(session, mail_id=mail_id, act=Act.SETTLED, was={"status": mail.status}, actor=actor, now=now)
    facts = {"was": mail.status, "sha256": mail.raw_sha256}
    audit.record(session, actor=actor, action="mail.settled", subject=f"mail:{mail_id}", now=now, facts=facts)
    return _advance(session, mail, ReplyStatus.SETTLED)


def _apply(
    session: Session, mail: MailInfo, reading: Reading, match: MatchInfo, actor: Actor, now: datetime
) -> Effect:
    hold_another_try(session, mail=mail, reading=reading, match=match, actor=actor, now=now)
    why = _reason(mail, reading)
    delivery = get_delivery(session, match.delivery_id)
    effect = _effect(session, mail, reading, match, delivery)
    if effect.status is not None:
        keep_effect(session, mail_id=mail.id, delivery_id=delivery.id, became=effect.status, now=now)
        settle_delivery(session, delivery_id=delivery.id, status=effect.status, reason=why, actor=actor, now=now)
    if effect.rung is not None:
        attest(
            session,
            delivery_id=delivery.id,
            rung=effect.rung,
            at=mail.collected_at,
            source=f"mail:{mail.id}",
            detail={"kind": mail.kind, "numbers": list(reading.finding.reference_numbers)},
            blob_sha256=mail.raw_sha256,
            actor=actor,
            now=now,
        )
    _tell_recipients(session, mail, reading, delivery, effect, actor, now)
    return effect


def _effect(
    session: Session, mail: MailInfo, reading: Reading, match: MatchInfo, delivery: DeliveryInfo
) -> Effect:
    kind = mail.kind or reading.finding.kind
    effect = effect_of(
        kind,
        reading.finding,
        is_proven=match.matched_by in PROOF,
        delivery=delivery.status,
        has_wishes=bool(reading.suggestions),
    )
    is_doubtful = effect.status is not None and match.matched_by is MatchedBy.TOKEN
    if is_doubtful and not is_plausible(session, reading, delivery, collected_at=mail.collected_at):
        return Effect(needs_reader=True)
    return effect


def _tell_recipients(
    session: Session,
    mail: MailInfo,
    reading: Reading,
    delivery: DeliveryInfo,
    effect: Effect,
    actor: Actor,
    now: datetime,
) -> None:
    """A doubt about the contact that bounced; a proposal where the office names another way."""
    addressee = get_addressee(session, delivery.addressee_id)
    if effect.flags_contact and addressee.contact_id is not None:
        flag(
            session,
            contact_id=addressee.contact_id,
            reason=_reason(mail, reading),
            evidence=f"mail:{mail.id}",
            actor=actor,
            now=now,
        )
    if mail.kind not in WRITTEN:
        return
    for suggestion in reading.suggestions:
        if suggestion.wish is Wish.NEVER_AGAIN:
            propose_objection(
                session,
                office_key=addressee.office_key,
                contact_id=addressee.contact_id,
                evidence=f"mail:{mail.id}",
                actor=actor,
                now=now,
            )
        if suggestion.wish in _CHANNELS:
            _propose(session, mail, addressee.office_key, suggestion, actor, now)


def _propose(
    session: Session, mail: MailInfo, office_key: str, suggestion: Suggestion, actor: Actor, now: datetime
) -> None:
    """Once for each value; what is not well formed stays to be read in the mail itself."""
    evidence = f"mail:{mail.id}"
    known = {
        proposal.value
        for proposal in list_proposals(session, office_key=office_key)
        # One that was withdrawn with its ground comes back with it; one that a person declined does not.
        if proposal.status is not ProposalStatus.DECLINED
        or proposal.evidence != evidence
        or proposal.decided_because is not None
    }
    if suggestion.value in known:
        return
    try:
        propose(
            session,
            office_key=office_key,
            channel=_CHANNELS[suggestion.wish],
            value=suggestion.value,
            evidence=evidence,
            actor=actor,
            now=now,
        )
    except (BadInput, NotFound):
        return


def _reason(mail: MailInfo, reading: Reading) -> str:
    """One sentence for people, without addresses."""
    failed = next(iter(reading.finding.recipients), None)
    if failed is None:
        return f"Mail {mail.id} reports it as {mail.kind}."
    return f"Mail {mail.id} reports: {failed.action} {failed.status or ''} ({failed.cause}).".replace("  ", " ")


def _advance(session: Session, mail: MailInfo, target: ReplyStatus) -> MailInfo:
    row = session.get(Mail, mail.id)
    if row is None:
        raise NotFound(f"There is no mail {mail.id}: see `outreach replies list`.")
    if row.status is not target:
        row.status = advance(row.status, target, moves=MOVES, what=f"mail {mail.id}")
        session.add(row)
        session.flush()
    return get_mail(session, mail.id)
