"""An installation after a year of work: 10,000 deliveries, 10,000 mails, a round to review, on SQLite.

The offices of fourteen governments and the first round are made as a user makes them; seats of legislators, later
rounds and what came back are written straight into the tables, as their stages leave them.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, update
from sqlmodel import Session, SQLModel, col, select

from outreach.accounts.add import add_user
from outreach.accounts.tables import User
from outreach.audit.tables import LedgerEntry, LedgerHead
from outreach.blob_folder import FolderBlobs
from outreach.clock import utc_now
from outreach.db import open_database
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.tables import Attempt, Delivery, Evidence
from outreach.dossiers.tables import Document
from outreach.recipients.status import Channel
from outreach.recipients.tables import Contact, ContactCheck, Office
from outreach.replies.status import MatchedBy, ReplyKind, ReplyStatus
from outreach.replies.tables import Mail, MailMatch
from outreach.responses.status import AnswerChannel, Disclosure, Position
from outreach.responses.tables import Response, ResponsePosition
from outreach.reviews.manifest import manifest_from
from outreach.reviews.status import ReviewStatus
from outreach.reviews.tables import Parcel, Review
from outreach.rounds.status import RoundStatus
from outreach.rounds.tables import Addressee, Round
from outreach.settings import Settings
from outreach.wiring import App
from tests.bench.busy_rows import attempt_row, check_row, delivery_row, mail_row, parcel_row, proof_rows
from tests.databases import sqlite_template
from tests.delivery.an_open_round import TEXT
from tests.packed import pack, pack_a_round
from tests.people import ADMIN_ADA, COORDINATOR_CHI, ORGANISER_OLGA
from tests.web.conftest import USERS, one_hash
from tests.world import ROOT, TEMPLATES, Ground, lay_ground

GOVERNMENTS = tuple(sorted(path.stem.upper() for path in (ROOT / "recipients").glob("??.yaml")))
SEATS, ROUNDS, MAILS, ENTRIES, ANSWERS = 2_400, 4, 10_000, 20_000, 600
S = DeliveryStatus
LONG_AGO = (S.ACCEPTED,) * 14 + (S.DELIVERED,) * 4 + (S.BOUNCED, S.EXPIRED)
TODAY = (
    (S.ACCEPTED,) * 8 + (S.QUEUED,) * 6 + (S.DELIVERED, S.DELIVERED, S.WAITING, S.REFUSED, S.BOUNCED, S.UNCERTAIN)
)
"""What became of every twenty letters by e-mail, of rounds long over and of the one under way."""


@dataclass(slots=True)
class House:
    """Rows by the thousand; `now` is when all of it is looked at."""

    session: Session
    app: App
    ground: Ground

    def fill(self) -> None:
        now = utc_now()
        first = pack_a_round(self.session, self.ground, now=now, name="Round 1", governments=GOVERNMENTS).round_id
        self._print(first)
        self._seats(first)
        for number in range(2, ROUNDS + 2):
            self._again(first, number)
        for number in range(1, ROUNDS + 1):
            self._send(number, TODAY if number == ROUNDS else LONG_AGO)
        self._mails()
        self._answers()
        self._ledger()

    def _print(self, round_id: int) -> None:
        """Put a file behind every document, so that what is approved can be sent."""
        self.session.execute(update(Document).values(sha256=self.app.blobs.put(b"%PDF-1.7" + bytes(200_000))))
        for table in (Review, Parcel):
            self.session.execute(delete(table))
        self.session.expunge_all()
        pack(self.session, round_id, now=utc_now())

    def _rows(self, table: type[SQLModel], **where: Any) -> list[dict[str, Any]]:
        query = select(table)
        for name, value in where.items():
            query = query.where(getattr(table, name) == value)
        return [row.model_dump() for row in self.session.exec(query)]

    def _put(self, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
        if rows:
            self.session.execute(insert(table), rows)

    def _seats(self, round_id: int) -> None:
        """Seats of legislators in the likeness of one office, with a letter to each in the round."""
        sample = self._rows(Office, key="gb-pm")[0]
        contact = next(one for one in self._rows(Contact, office_key="gb-pm"))
        addressee = next(one for one in self._rows(Addressee, round_id=round_id) if one["office_key"] == "gb-pm")
        parcel = self._rows(Parcel, addressee_id=addressee["id"])[0]
        review = self._rows(Review, parcel_id=parcel["id"])[0]
        document = self._rows(Document, kind="letter", addressee_id=addressee["id"])[0]
        keys = [f"gb-commons-seat-{n:04}" for n in range(SEATS)]
        self._put(
            Office, [{**sample, "key": key, "name": f"Member for {key}", "imported_from": "x"} for key in keys]
        )
        start, first, pack = 10_000, 10_000, 10_000
        contacts, checks, addressees, parcels, reviews, documents = [], [], [], [], [], []
        for n, key in enumerate(keys):
            value, number = f"{key}@parliament.example", start + n
            contacts.append({**contact, "id": number, "office_key": key, "value": value, "channel": Channel.EMAIL})
            checks.append(check_row(number, value, late=n % 100 == 0))
            one = {**addressee, "id": first + n, "office_key": key, "contact_id": number, "channel": Channel.EMAIL}
            addressees.append(one)
            of_seat = replace(manifest_from(parcel["manifest"]), office_key=key, address=value, contact_id=number)
            parcels.append(parcel_row(parcel, pack + n, one, replace(of_seat, channel="email")))
            reviews.append({**review, "id": pack + n, "parcel_id": pack + n})
            documents.append(
                {
                    **document,
                    "id": pack + n,
                    "round_id": round_id,
                    "government": "GB",
                    "language": "en",
                    "addressee_id": first + n,
                }
            )
        for table, rows in (
            (Contact, contacts),
            (ContactCheck, checks),
            (Addressee, addressees),
            (Parcel, parcels),
            (Review, reviews),
            (Document, documents),
        ):
            self._put(table, rows)

    def _again(self, first: int, number: int) -> None:
        """The first round once more, under other numbers; still to be reviewed."""
        far = number * 100_000
        shape = self._rows(Round, id=first)[0]
        self._put(Round, [{**shape, "id": number, "name": f"Round {number}"}])
        addressees = self._rows(Addressee, round_id=first)
        self._put(Addressee, [{**one, "id": one["id"] + far, "round_id": number} for one in addressees])
        by_id = {one["id"]: {**one, "id": one["id"] + far, "round_id": number} for one in addressees}
        parcels = self._rows(Parcel, round_id=first)
        moved = [
            parcel_row(one, one["id"] + far, by_id[one["addressee_id"]], manifest_from(one["manifest"]))
            for one in parcels
        ]
        self._put(Parcel, moved)
        reviews = [one for one in self._rows(Review) if one["parcel_id"] < 100_000]
        self._put(Review, [{**one, "id": one["id"] + far, "parcel_id": one["parcel_id"] + far} for one in reviews])
        documents = self._rows(Document, round_id=first)
        self._put(
            Document,
            [
                {
                    **one,
                    "id": one["id"] + far,
                    "round_id": number,
                    "addressee_id": one["addressee_id"] and one["addressee_id"] + far,
                }
                for one in documents
            ],
        )

    def _send(self, number: int, became: tuple[DeliveryStatus, ...]) -> None:
        now = utc_now()
        days = timedelta(days=90 * (ROUNDS - number) + 1)
        is_over = number < ROUNDS
        values = {
            "status": RoundStatus.CLOSED if is_over else RoundStatus.OPEN,
            "started_at": now - days,
            "dispatch_on": (now - days).date(),
        }
        self.session.execute(update(Round).where(col(Round.id) == number).values(**values))
        parcels = self._rows(Parcel, round_id=number)
        ids = [one["id"] for one in parcels]
        decided = {"status": ReviewStatus.APPROVED, "decided_at": now - days, "decided_by": ORGANISER_OLGA.name}
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            self.session.execute(update(Review).where(col(Review.parcel_id).in_(some)).values(**decided))
        deliveries = []
        for n, parcel in enumerate(parcels):
            channel = Channel(parcel["manifest"]["channel"])
            by_hand = S.HANDED_OVER if is_over else S.TO_HAND_OVER
            status = became[n % len(became)] if channel is Channel.EMAIL else by_hand
            deliveries.append(delivery_row(parcel, status, channel, now - days))
        self._put(Delivery, deliveries)
        self._put(Attempt, [attempt_row(one) for one in deliveries if one["channel"] is Channel.EMAIL])
        self._put(Evidence, [proof for one in deliveries for proof in proof_rows(one)])

    def _mails(self) -> None:
        now = utc_now()
        deliveries = [one["id"] for one in self._rows(Delivery)]
        kinds = (
            [ReplyKind.ACKNOWLEDGEMENT] * 12 + [ReplyKind.AUTO_REPLY] * 4 + [ReplyKind.BOUNCE, ReplyKind.HUMAN] * 2
        )
        mails, matches = [], []
        for n in range(MAILS):
            kind = kinds[n % len(kinds)]
            status = ReplyStatus.SETTLED
            if n % 100 == 0:
                status = ReplyStatus.NEEDS_MATCH
            elif kind is ReplyKind.HUMAN and n % 9 == 0:
                status = ReplyStatus.NEEDS_READER
            mails.append(mail_row(n + 1, kind, status, now - timedelta(minutes=n)))
            if status is not ReplyStatus.NEEDS_MATCH:
                matches.append(
                    {
                        "mail_id": n + 1,
                        "delivery_id": deliveries[n % len(deliveries)],
                        "matched_by": MatchedBy.TOKEN,
                        "matched_at": now,
                        "actor": "service",
                    }
                )
        self._put(Mail, mails)
        self._put(MailMatch, matches)

    def _answers(self) -> None:
        now = utc_now()
        deliveries = [one["id"] for one in self._rows(Delivery) if one["status"] is S.DELIVERED][:ANSWERS]
        demands = [one["id"] for one in _text_demands()]
        self._put(
            Response,
            [
                {
                    "id": n + 1,
                    "delivery_id": delivery,
                    "received_on": now.date(),
                    "channel": AnswerChannel.EMAIL,
                    "reference_number": f"TO-{n}",
                    "summary": "It will look into the matter. " * 4,
                    "disclosure": Disclosure.INTERNAL,
                    "recorded_at": now,
                    "recorded_by": COORDINATOR_CHI.name,
                }
                for n, delivery in enumerate(deliveries)
            ],
        )
        self._put(
            ResponsePosition,
            [
                {"response_id": n + 1, "demand": demand, "position": list(Position)[n % len(Position)], "note": ""}
                for n in range(len(deliveries))
                for demand in demands
            ],
        )

    def _ledger(self) -> None:
        now, first = utc_now(), max(one["number"] for one in self._rows(LedgerEntry)) + 1
        self._put(
            LedgerEntry,
            [
                {
                    "number": first + n,
                    "at": now,
                    "actor": ORGANISER_OLGA.name if n % 5 == 0 else "service",
                    "action": "parcel.opened" if n % 5 == 0 else "delivery.accepted",
                    "subject": f"parcel:{n}" if n % 5 == 0 else f"delivery:{n}",
                    "facts": {"attempt": 1},
                    "previous_sha256": "0" * 64,
                    "entry_sha256": "0" * 64,
                }
                for n in range(ENTRIES)
            ],
        )
        self.session.execute(update(LedgerHead).values(number=first + ENTRIES - 1))


def furnish(home: Path) -> App:
    """Make the installation in the folder `home`; takes some seconds."""
    home.mkdir(parents=True, exist_ok=True)
    template = sqlite_template(home).rename(home / "outreach.sqlite")
    database = open_database(f"sqlite:///{template}")
    app = App(Settings(home=home, campaign_dir=TEMPLATES, _env_file=None), database, FolderBlobs(home / "blobs"))
    with database.begin() as session:
        for name, role in USERS.items():
            add_user(session, actor=ADMIN_ADA, now=utc_now(), name=name, full_name=name, roles=[role])
        session.execute(update(User).values(password_hash=one_hash()))
        ground = lay_ground(session, home, now=utc_now(), governments=GOVERNMENTS)
        House(session, app, ground).fill()
    return app


def _text_demands() -> list[dict[str, Any]]:
    demands: list[dict[str, Any]] = TEXT["petition"]["demands"]
    return demands
