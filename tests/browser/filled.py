"""A desk on which something of everything has happened."""

from datetime import timedelta

from sqlalchemy import update

from outreach.accounts import Role
from outreach.accounts.add import add_user
from outreach.accounts.tables import User
from outreach.clock import utc_now
from outreach.recipients.object import object_to
from outreach.recipients.propose import propose
from outreach.recipients.status import Channel
from outreach.recipients.store import list_contacts
from outreach.recipients.verify import verify
from outreach.rounds.plan import plan
from outreach.rounds.schedule import schedule
from outreach.wiring import App
from tests.browser.under_way import set_under_way
from tests.people import ADMIN_ADA, STAFF_SAM
from tests.web.conftest import one_hash


def fill(app: App) -> None:
    """Two rounds, one under way, a check, an objection, a proposal, and a user who has every role."""
    now = utc_now()
    with app.database.begin() as session:
        name, roles = "staff_and_admin", list(Role)
        add_user(session, actor=ADMIN_ADA, now=now, name=name, full_name=name, roles=roles)
        session.exec(update(User).values(password_hash=one_hash()))
        post = next(one for one in list_contacts(session, "gb-pm") if one.channel is Channel.POST)
        verify(session, contact_id=post.id, source="https://www.gov.uk", days=9, actor=STAFF_SAM, now=now)
        object_to(session, office_key="gb-health", who="office", source="a call", actor=STAFF_SAM, now=now)
        propose(
            session,
            office_key="gb-pm",
            channel=Channel.EMAIL,
            value="pm@parliament.example",
            evidence="mail:1",
            actor=STAFF_SAM,
            now=now,
        )
        for number, governments in enumerate((["GB", "JP"], ["GB", "IL"])):
            plan(
                session,
                campaign_id=1,
                name=f"Round {number}",
                version_id=1,
                snapshot_id=1,
                governments=governments,
                live=False,
                choose_holder_forms=number == 0,
                actor=STAFF_SAM,
                now=now,
            )
        day = now.date() + timedelta(days=3)
        schedule(session, round_id=1, dispatch_on=day, window_days=5, actor=STAFF_SAM, now=now)
    set_under_way(app)
