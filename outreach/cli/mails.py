"""`outreach replies collect | list | show | settle | move`: mail that came in, and what became of it."""

from collections.abc import Iterator
from pathlib import Path

import typer

from outreach.accounts import Role, system_actor
from outreach.cli.context import acting, opened
from outreach.cli.mails_judge import Number
from outreach.cli.output import Json, emit, say, table
from outreach.clock import utc_now
from outreach.replies import store
from outreach.replies.collect import collect as collect_mail
from outreach.replies.move import move as move_mail
from outreach.replies.reading import Reading
from outreach.replies.settle import settle as settle_mail
from outreach.replies.status import ReplyKind, ReplyStatus
from outreach.replies.store import MailInfo
from outreach.wiring import identity_of, mailbox_of, trust_of

app = typer.Typer()
COLLECTOR = system_actor("replies", Role.COORDINATOR)


@app.command()
def collect(
    sources: list[Path] = typer.Argument(
        None, help="A Maildir, or mbox and .eml files; without it the IMAP account.", metavar="[SOURCE…]"
    ),
    as_json: bool = Json,
) -> None:
    """Fetch new mail, keep it as it came, read it and tie it to deliveries. Safe to run again at any time.

    Bounces settle their delivery and put the contact in doubt; automatic notes count as evidence; everything
    else waits for a person in `outreach replies list`. Example: `outreach replies collect answers.mbox`.
    """
    installation = opened()
    mailbox = mailbox_of(installation.settings, tuple(sources or ()))
    try:
        report = collect_mail(
            installation.database,
            installation.blobs,
            mailbox=mailbox,
            token_keys=identity_of(installation.settings).token_keys,
            trust=trust_of(installation.settings),
            now=utc_now(),
            actor=COLLECTOR,
        )
    finally:
        mailbox.close()
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(report.kinds.items())) or "nothing to read"
    waiting = report.read - report.statuses.get(ReplyStatus.SETTLED, 0)
    told = f"{report.stored} new mails; read {report.read}: {kinds}. {waiting} wait for a person."
    emit(report, as_json=as_json, human=lambda: say(told))


@app.command("list")
def list_(
    status: ReplyStatus | None = typer.Option(None, "--status", help="Only mails that stand here."),
    kind: ReplyKind | None = typer.Option(None, "--kind", help="Only mails of this kind."),
    delivery: int | None = typer.Option(None, "--delivery", help="Only mails of this delivery.", metavar="ID"),
    as_json: bool = Json,
) -> None:
    """List the mail that came in, what it is and which delivery it belongs to.

    Example: `outreach replies list --status needs_match`.
    """
    with opened().database.read() as session:
        mails = store.list_mails(session, status=status, kind=kind, delivery_id=delivery)
    rows = [
        (m.id, m.status, m.kind or "", _deliveries(m), m.from_address, m.subject[:60], m.collected_at.date())
        for m in mails
    ]
    columns = ("mail", "status", "kind", "delivery", "from", "subject", "collected")
    emit(mails, as_json=as_json, human=lambda: table(columns, rows, empty="No mail: `outreach replies collect`."))


@app.command()
def show(mail_id: int = Number, as_json: bool = Json) -> None:
    """Show one mail: what it is, what the office wrote without our quoted letter, what it wishes, its files.

    Example: `outreach replies show 12`.
    """
    with opened().database.read() as session:
        mail = store.get_mail(session, mail_id)
    emit(mail, as_json=as_json, human=lambda: _show(mail))


@app.command()
def settle(mail_id: int = Number, as_json: bool = Json) -> None:
    """Say that you have read a mail and nothing is left to do with it.

    Example: `outreach --as chi replies settle 12`.
    """
    installation = opened()
    with installation.database.begin() as session:
        mail = settle_mail(session, mail_id=mail_id, actor=acting(session, installation), now=utc_now())
    emit(mail, as_json=as_json, human=lambda: say(f"Mail {mail_id} is settled."))


@app.command()
def move(
    mail_id: int = Number,
    delivery: int = typer.Option(..., "--to", help="The delivery that it belongs to.", metavar="DELIVERY"),
    as_json: bool = Json,
) -> None:
    """Say which delivery a mail belongs to; what it means then applies to that delivery.

    Example: `outreach --as chi replies move 12 --to 34`.
    """
    installation = opened()
    with installation.database.begin() as session:
        actor = acting(session, installation)
        mail = move_mail(session, mail_id=mail_id, delivery_id=delivery, actor=actor, now=utc_now())
    told = f"Mail {mail_id} belongs to delivery {delivery} and stands at {mail.status}."
    emit(mail, as_json=as_json, human=lambda: say(told))


def _deliveries(mail: MailInfo) -> str:
    return ", ".join(str(match.delivery_id) for match in mail.matches)


def _origin(reading: Reading) -> Iterator[str]:
    """Who says that it is from whom."""
    for one in reading.origin.signatures:
        proves = ", which proves the sender's domain" if one.speaks_for(reading.sender) else ""
        yield f"signed by {one.domain}: {one.verdict}{proves}"
    if reading.origin.results:
        yield f"our server {reading.origin.server} noted: {'; '.join(reading.origin.results)}"


def _show_ties(mail: MailInfo) -> None:
    for match in mail.matches:
        say(f"delivery {match.delivery_id}, by {match.matched_by} ({match.actor})")
    for guess in mail.guesses:
        say(f"perhaps delivery {guess.delivery_id}: a token differs in {guess.distance} characters")


def _show(mail: MailInfo) -> None:
    say(f"Mail {mail.id}: {mail.kind or 'not read yet'}, {mail.status}")
    say(f"from {mail.from_address or 'nobody'}, collected {mail.collected_at:%Y-%m-%d %H:%M} UTC: {mail.subject}")
    _show_ties(mail)
    if mail.erased_at is not None:
        say(f"Erased on {mail.erased_at:%Y-%m-%d}: only its hash, kind and dates are left.")
    elif mail.raw_erased_at is not None:
        say(f"Its raw bytes and files were erased on {mail.raw_erased_at:%Y-%m-%d}.")
    if mail.reading is None:
        return
    finding = mail.reading.finding
    for line in _origin(mail.reading):
        say(line)
    for recipient in finding.recipients:
        say(f"{recipient.address}: {recipient.action} {recipient.status or ''} ({recipient.cause})")
    if finding.reference_numbers:
        say(f"the office's number: {', '.join(finding.reference_numbers)}")
    for suggestion in mail.reading.suggestions:
        say(f"{suggestion.wish}: {suggestion.value}")
    for file in mail.reading.attachments:
        say(f"file {file.name or 'without a name'}: {file.content_type}, {file.size} bytes")
    say("")
    say(finding.reply_text or "(no text)")
