"""One page for people: what a bundle proves, and how to check it."""

from collections.abc import Iterator, Mapping, Set
from typing import Any

from outreach.blobs import sha256_of
from outreach.recipients.status import Channel

RUNGS = {
    "relay_accepted": "our own relay accepted it (this is no delivery)",
    "handed_over": "a person handed it over",
    "server_accepted": "the recipient's own mail server accepted it",
    "dsn_delivered": "a report or receipt says that it was delivered",
    "auto_acknowledged": "the office acknowledged it automatically",
    "acknowledged": "a person at the office acknowledged it",
    "answered": "the office answered in substance",
}

NOT_PROVEN = {
    "relay_accepted": "that the office's server took it, or that anybody saw it",
    "handed_over": "that the office kept it, or that anybody read it",
    "server_accepted": "that it reached a mailbox, or that a person saw it",
    "dsn_delivered": "that a person saw it",
    "auto_acknowledged": "that a person read it",
    "acknowledged": "that the office dealt with what is asked",
    "answered": "that the office did what its answer says",
}
"""By the highest rung: what a reader might think is proven, and is not."""

SAID = ("on", "who", "number", "proof", "by", "reason")
"""What is told of a proof that a person gave."""


NOTHING_YET = "nothing yet"


def certificate(data: Mapping[str, Any]) -> str:
    """The text, made of a bundle's facts and of nothing else."""
    return "\n".join(_lines(data)) + "\n"


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    delivery, manifest = data["delivery"], data["manifest"]
    yield f"CERTIFICATE OF DELIVERY {delivery['id']}"
    yield ""
    if data.get("trial"):
        yield "TRIAL: this round was not live. Nothing of it went to the office."
    if data.get("sample"):
        yield "SAMPLE: the counts in these documents are invented."
    yield f"To:         {data['office']} ({data['government']})"
    yield f"Address:    {manifest['address'] or '-'}".replace("\n", ", ")
    yield f"By:         {manifest['channel']}"
    yield f"Reference:  {manifest['reference']}"
    yield f"Status:     {delivery['status']}"
    yield f"Approved:   {data['approved_by']}, {data['approved_at']}, manifest {data['manifest_sha256']}"
    yield ""
    title, things = contents(manifest)
    yield f"{title}:"
    yield from (f"  {name}, sha256 {sha256}" for name, sha256 in things)
    yield ""
    yield from ["Tries:", *(_try(one) for one in data["attempts"]), ""] if data["attempts"] else ()
    if data.get("mails"):
        yield "Mail about it:"
        yield from (
            f"  {one['collected_at']}  {one['kind'] or 'unread'}, sha256 {one['sha256']}" for one in data["mails"]
        )
        yield ""
    yield "Proofs, the weakest first:"
    for one in data["evidence"]:
        yield f"  {one['at']}  {RUNGS[one['rung']]} ({one['source']})"
        yield from (f"      {name}: {words}" for name, words in told(one))
    yield ""
    proven, missing = limits({one["rung"] for one in data["evidence"]})
    yield f"Proven:     {proven}."
    yield f"Not proven: {missing}."
    yield ""
    yield f"Made {data['made_at']}. Check: outreach delivery evidence --verify FILE"
    yield "Compare the ledger's entries with the installation's own: outreach audit verify"


def contents(manifest: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    """What a mail carried, or what a person was given to hand over: a title, and each thing with its sha256."""
    title = "What was sent" if manifest["channel"] == Channel.EMAIL else "What was approved to be handed over"
    found = [(one["file_name"], one["sha256"]) for one in manifest["documents"]]
    if manifest["channel"] == Channel.WEB_FORM:
        takes_files = (manifest.get("limits") or {}).get("files") is not False
        found = [("the text for the form", sha256_of(manifest["text"].encode())), *(found if takes_files else [])]
    return title, found


def told(proof: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a person said of a proof, and the file that shows it."""
    said = [(name, " ".join(str(proof["detail"].get(name) or "").split())) for name in SAID]
    shown = [("file, sha256", proof["blob_sha256"])] if proof["blob_sha256"] else []
    return [(name, words) for name, words in said if words] + shown


def limits(rungs: Set[str]) -> tuple[str, str]:
    """The strongest proof, and what it does not prove."""
    highest = next((rung for rung in reversed(RUNGS) if rung in rungs), None)
    return (RUNGS[highest], NOT_PROVEN[highest]) if highest else (NOTHING_YET, "that it was sent")


def _try(attempt: Mapping[str, Any]) -> str:
    said = f"{attempt['reply_code'] or ''} {attempt['reply_text'] or 'no reply is known'}".strip()
    return f"  {attempt['started_at']}  {attempt['outcome'] or 'not ended'}: {said} ({attempt['host'] or '-'})"
