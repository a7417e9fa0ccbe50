"""A round by bare rows, for tests about nothing but the round itself."""

from datetime import datetime

from sqlmodel import Session

from outreach.petition.tables import Campaign, PetitionVersion
from outreach.recipients.status import Branch, Channel, HolderForm, OfficeRole
from outreach.recipients.tables import Contact, Government, Office
from outreach.rounds.status import Purpose, RoundStatus
from outreach.rounds.tables import Addressee, Round
from outreach.signatures.tables import Snapshot


def bare_round(session: Session, *, now: datetime) -> int:
    """A planned round with one included addressee in Britain; returns its number."""
    _sources(session, now)
    _office(session)
    of_round = Round(
        campaign_id=1,
        name="Spring",
        version_id=1,
        snapshot_id=1,
        status=RoundStatus.PLANNED,
        live=False,
        planned_by="staff_sam",
        planned_at=now,
        window_days=5,
    )
    session.add(of_round)
    session.flush()
    assert of_round.id is not None
    session.add(
        Addressee(
            round_id=of_round.id,
            government="GB",
            office_key="gb-pm",
            contact_id=1,
            channel=Channel.POST,
            languages=["en"],
            holder_form=HolderForm.ANY,
            included=True,
            purpose=Purpose.ROUND,
        )
    )
    session.flush()
    return of_round.id


def _sources(session: Session, now: datetime) -> None:
    session.add(Campaign(id=1, slug="g7plus7", name="G7+7"))
    session.flush()
    session.add(
        PetitionVersion(id=1, campaign_id=1, number=1, sha256="", campaign={}, frozen_at=now, frozen_by="o")
    )
    session.add(
        Snapshot(
            id=1,
            campaign_id=1,
            as_of=now,
            total=1,
            countries=[],
            sample=True,
            format="counts",
            source_name="counts.csv",
            source_sha256="",
            imported_at=now,
            imported_by="staff_sam",
        )
    )
    session.flush()


def _office(session: Session) -> None:
    country = Government(code="GB", name="UK", names={}, languages=["en"], time_zone="Europe/London", notes=[])
    country.seed_sha256 = ""
    session.add(country)
    session.flush()
    session.add(
        Office(
            key="gb-pm",
            government="GB",
            branch=Branch.EXECUTIVE,
            role=OfficeRole.HEAD_OF_GOVERNMENT,
            name="The Prime Minister",
            names={},
            languages=["en"],
            forms={},
            website="",
            confidence={},
            sources=[],
            verified=False,
            notes="",
            seed_sha256="",
        )
    )
    session.flush()
    session.add(
        Contact(id=1, office_key="gb-pm", channel=Channel.POST, value="London", preference=0, seed_sha256="")
    )
    session.flush()
