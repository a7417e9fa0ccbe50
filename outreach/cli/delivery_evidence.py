"""`outreach delivery evidence`."""

from pathlib import Path

import typer

from outreach.cli.context import opened
from outreach.cli.files import read_file, write_file
from outreach.cli.output import Json, emit, say
from outreach.clock import utc_now
from outreach.delivery.check_bundle import Verdict, check_bundle
from outreach.errors import BadInput
from outreach.operations.evidence import evidence_of


def evidence(
    delivery_id: int = typer.Argument(0, metavar="[DELIVERY]", help="The delivery's number; not with --verify."),
    output: Path | None = typer.Option(None, "-o", "--output", help="The ZIP to write."),
    verify: Path | None = typer.Option(None, "--verify", help="Check this ZIP instead: offline, no database."),
    as_json: bool = Json,
) -> None:
    """Write everything that proves a delivery as one ZIP, or check such a ZIP and name what does not fit.

    In it: the mails as sent, the PDFs, the servers' words, reports and mails that came later, the ledger's
    entries, and a certificate of one page that says what is proven and what is not. What was erased leaves its
    hash and the entry of the ledger that tells of it.

    Examples: `outreach delivery evidence 12 -o proof.zip`, `outreach delivery evidence --verify proof.zip`.
    """
    if verify is not None:
        _verify(verify, as_json=as_json)
        return
    if not delivery_id:
        raise BadInput("Name a delivery (see `outreach delivery list`), or a file with --verify.")
    target = output or Path(f"delivery-{delivery_id}.zip")
    installation = opened()
    with installation.database.read() as session:
        bundle = evidence_of(session, installation.blobs, delivery_id=delivery_id, now=utc_now())
    write_file(target, bundle)
    told = {"file": target, "size": len(bundle)}
    emit(told, as_json=as_json, human=lambda: say(f"{target}: {len(bundle):,} bytes."))


def _verify(file: Path, *, as_json: bool) -> None:
    verdict = check_bundle(read_file(file))
    emit(verdict, as_json=as_json, human=lambda: _tell(file, verdict))
    if verdict.problem:
        raise typer.Exit(1)


def _tell(file: Path, verdict: Verdict) -> None:
    if verdict.problem:
        say(f"{file} does not hold: {verdict.problem}.")
        return
    say(verdict.certificate)
    say(f"Everything fits: {verdict.files} files, {verdict.ledger_entries} ledger entries.")
    for one in verdict.erased:
        told = f" (ledger entry {one.entry}: {one.at[:10]}, {one.actor}, {one.because})" if one.entry else ""
        say(f"Erased since, only its hash is left: {one.path}, sha256 {one.sha256}{told}")
