"""Whether a mail lies in the scope of the actor's role: that of every delivery that it is about.

A mail that is about no delivery lies in everybody's: somebody has to say whose it is.
"""

from sqlmodel import Session

from outreach.accounts import Actor, Role
from outreach.delivery.store import get_delivery
from outreach.replies.store import get_mail
from outreach.rounds.scope import require_addressee


def require_mail(session: Session, actor: Actor, *any_of: Role, mail_id: int) -> None:
    """Raise NotAllowed unless the actor has one of the roles for all that the mail is about.

    Raises:
        NotFound: there is no such mail.
    """
    actor.require_role(*any_of)
    if actor.limits:
        for match in get_mail(session, mail_id).matches:
            addressee_id = get_delivery(session, match.delivery_id).addressee_id
            require_addressee(session, actor, *any_of, addressee_id=addressee_id)
