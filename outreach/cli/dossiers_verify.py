"""`outreach dossiers verify`: apart from its sisters, because what reads seals takes half a second to load."""

from pathlib import Path

import typer

from outreach.cli.files import read_file
from outreach.cli.output import Json, emit, say
from outreach.db import open_database
from outreach.dossiers.pkcs12 import read_roots
from outreach.dossiers.seal import Seal, Seals
from outreach.dossiers.verify import Verdict
from outreach.dossiers.verify import verify as verify_bytes
from outreach.operations.authenticity import Authenticity, Standing, authenticity
from outreach.settings import read_settings

app = typer.Typer()


@app.command()
def verify(
    file: Path = typer.Argument(help="A PDF, from anywhere."),
    roots: Path | None = typer.Option(None, "--roots", help="Certificates in PEM that may vouch for a signatory."),
    as_json: bool = Json,
) -> None:
    """Say whether a file is the approved version, who sealed it and when, and whether it was altered since.

    Checks PDF/A-3a and PDF/UA-1 too. Without a database here the seal alone can tell. Revocation is not asked for.
    Exit 1 when anything is wrong, or nothing vouches for the file. Example: `outreach dossiers verify letter.pdf`.
    """
    content = read_file(file)
    verdict = verify_bytes(content, roots=read_roots(roots) if roots else ())
    known = _look_up(verdict)
    is_ours = known.standing is Standing.APPROVED
    is_ours |= known.standing is Standing.NOT_ASKED and bool(verdict.seals.found)
    ok = verdict.conforms and verdict.seals.hold and is_ours
    found = {
        "sha256": verdict.sha256,
        "failures": verdict.failures,
        "seals": verdict.seals.found,
        "damage": verdict.seals.damage,
        "standing": known.standing,
        "documents": known.documents,
        "approvals": known.approvals,
        "ok": ok,
    }
    emit(found, as_json=as_json, human=lambda: _show(verdict, known))
    if not ok:
        raise typer.Exit(1)


def _look_up(verdict: Verdict) -> Authenticity:
    database = open_database(read_settings().database)
    if database.is_sqlite and not Path(database.engine.url.database or "").exists():
        return Authenticity(Standing.NOT_ASKED)
    with database.read() as session:
        return authenticity(session, verdict)


def _show(verdict: Verdict, known: Authenticity) -> None:
    for profile, reasons in verdict.failures.items():
        say(f"{profile}: {'conforms' if not reasons else 'fails'}")
        for reason in dict.fromkeys(reasons):
            say(f"  {reason}")
    _show_seals(verdict.seals)
    for line in _told(verdict, known):
        say(line)


def _show_seals(seals: Seals) -> None:
    if seals.damage:
        say(f"Seal: not intact: {seals.damage}.")
    elif not seals.found:
        say("Seal: none.")
    for seal in seals.found:
        for line in _sentences(seal):
            say(line)


def _sentences(seal: Seal) -> list[str]:
    who, when = seal.signatory, seal.sealed_at
    issuer = "self-signed" if who.self_signed else f"issued by {who.issuer}"
    said = [
        f"Seal: {'intact' if seal.intact else 'not intact: what it covers was altered'}.",
        f"  by {who.subject} ({issuer}), certificate {who.certificate_sha256}",
        f"  on {when:%Y-%m-%d %H:%M %Z}, by the signatory's own clock" if when else "  without a date",
        f"  {_TRUST[seal.trusted]}",
    ]
    if seal.added_bytes:
        allowed = "the pages are as sealed" if seal.addition_allowed else "the seal forbids what that changes"
        said.append(f"  bytes added after it: {seal.added_bytes:,} ({allowed})")
    return said


_TRUST = {
    True: "the certificate was valid then and leads to a given root",
    False: "not trusted: the certificate was not valid then, or leads to none of the given roots",
    None: "whether the signatory is who it says is not checked: give the roots that you trust with --roots",
}


def _told(verdict: Verdict, known: Authenticity) -> list[str]:
    files = [
        f"  {d.file_name}: document {d.id} of round {d.round_id}, built {d.built_at}" for d in known.documents
    ]
    if known.standing is Standing.APPROVED:
        first, more = known.approvals[0], len(known.approvals) - 1
        also = f" and {more} more" if more else ""
        head = (
            f"Approved: by {first.decided_by} on {first.decided_at:%Y-%m-%d}, in parcel {first.parcel_id}{also}."
        )
    else:
        head = _STANDINGS[known.standing].format(sha256=verdict.sha256)
    return [head, *files]


_STANDINGS = {
    Standing.BUILT: "Not approved: it was built here, but no approval of it stands.",
    Standing.EXTENDED: "Not the approved version: something was added to a document of ours.",
    Standing.UNKNOWN: "No document here has these bytes (SHA-256 {sha256}): it was altered, or is not ours.",
    Standing.NOT_ASKED: "No database here: whether it is the approved version cannot be told (SHA-256 {sha256}).",
}
