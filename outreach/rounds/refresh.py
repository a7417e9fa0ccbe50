"""Choose the ways of a planned round again, after contacts were checked, holders recorded or objections lifted."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import WrongStatus
from outreach.petition.store import get_version
from outreach.rounds.candidates import get_candidate
from outreach.rounds.choose import Rules
from outreach.rounds.plan import addressee_row
from outreach.rounds.scope import require_round
from outreach.rounds.status import Purpose, RoundStatus
from outreach.rounds.store import get_round
from outreach.rounds.tables import Addressee

BEFORE_ANYTHING_LEFT = frozenset({RoundStatus.PLANNED, RoundStatus.SCHEDULED})
_CHOSEN = ("contact_id", "channel", "languages", "holder_form", "included", "left_out_because")


def refresh(
    session: Session,
    *,
    round_id: int,
    choose_holder_forms: bool,
    actor: Actor,
    now: datetime,
    all_languages: bool = False,
    offices: Collection[str] = (),
) -> int:
    """Choose again for every office of the round, or for the named ones; return how many changed.

    Holders are those of the day of dispatch, once there is one: a legislator whose term ends before is left out.

    Numbers and references stay. What was packed for a changed one no longer holds and has to be built again.

    Raises:
        NotAllowed: the actor is not staff.
        WrongStatus: the round was started, so that letters may be on their way.
    """
    require_round(session, actor, Role.STAFF, round_id=round_id)
    current = get_round(session, round_id)
    if current.status not in BEFORE_ANYTHING_LEFT:
        raise WrongStatus(f"Round {round_id} is {current.status}: its addressees stay; plan another round.")
    texts = get_version(session, current.version_id).texts
    by_sample = choose_holder_forms and not current.live
    rules = Rules(current.live, by_sample, all_languages, texts, now, current.narrow)
    query = select(Addressee).where(Addressee.round_id == round_id, Addressee.purpose == Purpose.ROUND)
    on = max(now.date(), current.dispatch_on or now.date())
    changed = 0
    for row in session.exec(query).all():
        if not offices or row.office_key in offices:
            chosen = addressee_row(get_candidate(session, row.office_key, on=on), rules, round_id=round_id)
            changed += _copy_choice(chosen, row)
    session.flush()
    audit.record(
        session,
        actor=actor,
        action="round.refreshed",
        subject=f"round:{round_id}",
        now=now,
        facts={"changed": changed},
    )
    return changed


def _copy_choice(chosen: Addressee, row: Addressee) -> bool:
    before = {field: getattr(row, field) for field in _CHOSEN}
    after = {field: getattr(chosen, field) for field in _CHOSEN}
    for field, value in after.items():
        setattr(row, field, value)
    return before != after
