"""Every table of the system, for migrations and for making a database from empty."""

from sqlmodel import SQLModel

from outreach.accounts import tables as accounts
from outreach.audit import tables as audit
from outreach.delivery import tables as delivery
from outreach.dossiers import tables as dossiers
from outreach.jobs import tables as jobs
from outreach.notices import tables as notices
from outreach.petition import tables as petition
from outreach.recipients import closure_tables as closures
from outreach.recipients import tables as recipients
from outreach.replies import tables as replies
from outreach.responses import tables as responses
from outreach.reviews import tables as reviews
from outreach.rounds import tables as rounds
from outreach.signatures import tables as signatures

STAGES = (
    audit,
    accounts,
    petition,
    signatures,
    recipients,
    closures,
    rounds,
    dossiers,
    reviews,
    delivery,
    replies,
    responses,
    notices,
    jobs,
)
metadata = SQLModel.metadata
