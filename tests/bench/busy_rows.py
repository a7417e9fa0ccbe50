"""Rows of a busy house, as their stages leave them in the tables: one function a table."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from outreach.clock import utc_now
from outreach.delivery.status import DeliveryStatus, Outcome, Rung
from outreach.recipients.status import Channel
from outreach.recipients.values import value_sha256
from outreach.replies.finding import Finding
from outreach.replies.reading import Reading
from outreach.replies.status import ReplyKind, ReplyStatus
from outreach.rounds.reference import reference_for
from tests.people import STAFF_SAM

S = DeliveryStatus


def check_row(contact_id: int, value: str, *, late: bool) -> dict[str, Any]:
    now = utc_now()
    return {
        "contact_id": contact_id,
        "value_sha256": value_sha256(Channel.EMAIL, value),
        "checked_by": STAFF_SAM.name,
        "checked_at": now,
        "source": "https://www.parliament.example",
        "expires_at": now + timedelta(days=-1 if late else 60),
    }


def parcel_row(shape: dict[str, Any], number: int, addressee: dict[str, Any], manifest: Any) -> dict[str, Any]:
    reference = reference_for(addressee["id"])
    manifest = replace(manifest, addressee_id=addressee["id"], reference=reference)
    return {
        **shape,
        "id": number,
        "round_id": addressee["round_id"],
        "addressee_id": addressee["id"],
        "manifest": manifest.as_data(),
        "manifest_sha256": manifest.sha256,
    }


def delivery_row(parcel: dict[str, Any], status: DeliveryStatus, channel: Channel, at: Any) -> dict[str, Any]:
    return {
        "id": parcel["id"],
        "parcel_id": parcel["id"],
        "addressee_id": parcel["addressee_id"],
        "round_id": parcel["round_id"],
        "channel": channel,
        "status": status,
        "queued_at": at,
        "opens_at": at,
        "closes_at": at + timedelta(days=5),
        "next_attempt_at": at,
        "claims": 1,
        "tries": 1,
    }


def attempt_row(delivery: dict[str, Any]) -> dict[str, Any]:
    return {
        "delivery_id": delivery["id"],
        "number": 1,
        "message_id": f"<{delivery['id']}@outreach.example>",
        "worker": "bench",
        "started_at": delivery["queued_at"],
        "ended_at": delivery["queued_at"],
        "outcome": Outcome.ACCEPTED,
        "reply_code": 250,
        "reply_text": "2.0.0 Ok: queued as 4XyZ",
    }


def proof_rows(delivery: dict[str, Any]) -> list[dict[str, Any]]:
    rungs = {
        S.ACCEPTED: (Rung.RELAY_ACCEPTED,),
        S.HANDED_OVER: (Rung.HANDED_OVER,),
        S.DELIVERED: (Rung.RELAY_ACCEPTED, Rung.DSN_DELIVERED),
        S.BOUNCED: (Rung.RELAY_ACCEPTED,),
    }
    return [
        {
            "delivery_id": delivery["id"],
            "rung": rung,
            "at": delivery["queued_at"],
            "source": f"x:{rung}",
            "detail": {"reply": "250 2.0.0 Ok: queued as 4XyZ"},
            "noted_at": delivery["queued_at"],
            "noted_by": "service",
        }
        for rung in rungs.get(delivery["status"], ())
    ]


def mail_row(number: int, kind: ReplyKind, status: ReplyStatus, at: Any) -> dict[str, Any]:
    finding = Finding(kind=kind, reply_text="Thank you for your letter, which was received. " * 20)
    reading = Reading(finding=finding, sender=f"office{number}@parliament.example", subject="Re: A petition")
    return {
        "id": number,
        "raw_sha256": f"{number:064}",
        "size": 4_000,
        "collected_at": at,
        "status": status,
        "kind": kind,
        "from_address": reading.sender,
        "subject": f"Re: A public petition, mail {number}",
        "sent_at": at,
        "finding": reading.as_json(),
    }
