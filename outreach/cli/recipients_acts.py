"""`outreach recipients`: what people do to contacts, holders and objections."""

from datetime import datetime

import typer

from outreach.cli.context import acting, opened
from outreach.cli.output import Json, emit, say
from outreach.cli.recipients_view import plain_contact
from outreach.clock import utc_now
from outreach.errors import BadInput
from outreach.recipients import edit as editing
from outreach.recipients import hold as holding
from outreach.recipients import lift as lifting
from outreach.recipients import object as objecting
from outreach.recipients import verify as verifying
from outreach.recipients.status import Channel, HolderForm

Contact = typer.Argument(help="The contact's number, from `outreach recipients show OFFICE`.")
OfficeKey = typer.Argument(metavar="OFFICE", help="The office's key, such as gb-pm.")
Value = typer.Option("", "--value", help="The e-mail address or the URL.")
Line = typer.Option([], "--line", help="A line of the postal address; repeat it in the envelope's order.")


def verify(
    contact: int = Contact,
    source: str = typer.Option(..., "--source", help="The official page that was compared: its URL."),
    days: int | None = typer.Option(
        None, "--days", min=1, help="How long it holds (OUTREACH_CONTACT_CHECK_DAYS)."
    ),
    as_json: bool = Json,
) -> None:
    """Record that you compared a contact with an official source; live letters leave only to checked contacts.

    Example: `outreach --as sam recipients verify 12 --source https://www.gov.uk/contact`.
    """
    installation = opened()
    with installation.database.begin() as session:
        checked = verifying.verify(
            session,
            contact_id=contact,
            source=source,
            days=days or installation.settings.contact_check_days,
            actor=acting(session, installation),
            now=utc_now(),
        )
    told = f"Contact {contact} of {checked.office_key} is checked until {checked.check_expires_at:%Y-%m-%d}."
    emit(plain_contact(checked), as_json=as_json, human=lambda: say(told))


def edit(contact: int = Contact, value: str = Value, line: list[str] = Line, as_json: bool = Json) -> None:
    """Enter or correct what a contact says. It must be checked again afterwards.

    Example: `outreach --as sam recipients edit 12 --value office@parliament.example`.
    """
    installation = opened()
    with installation.database.begin() as session:
        edited = editing.edit(
            session,
            contact_id=contact,
            value=_value(value, line),
            actor=acting(session, installation),
            now=utc_now(),
        )
    told = f"Contact {contact} of {edited.office_key} is changed: now check it with `outreach recipients verify`."
    emit(plain_contact(edited), as_json=as_json, human=lambda: say(told))


def add(
    office: str = OfficeKey,
    channel: Channel = typer.Option(..., "--channel", help="How this contact reaches the office."),
    value: str = Value,
    line: list[str] = Line,
    first: bool = typer.Option(False, "--first", help="Prefer it to the ways that the office has already."),
    as_json: bool = Json,
) -> None:
    """Add a way to reach an office that its file does not have.

    Example: `outreach --as sam recipients add gb-pm --channel email --value office@parliament.example --first`.
    """
    installation = opened()
    with installation.database.begin() as session:
        added = editing.add(
            session,
            office_key=office,
            channel=channel,
            value=_value(value, line),
            preferred=first,
            actor=acting(session, installation),
            now=utc_now(),
        )
    emit(plain_contact(added), as_json=as_json, human=lambda: say(f"{office} has contact {added.id} ({channel})."))


def hold(
    office: str = OfficeKey,
    form: HolderForm = typer.Option(..., "--form", help="The form of address that the holder uses."),
    source: str = typer.Option(..., "--source", help="The page or letter that says so."),
    since: datetime | None = typer.Option(None, "--since", formats=["%Y-%m-%d"], help="First day in office."),
    until: datetime | None = typer.Option(None, "--until", formats=["%Y-%m-%d"], help="Last day in office."),
    name: str = typer.Option("", "--name", help="Only for a legislator's seat, which is addressed by name."),
    as_json: bool = Json,
) -> None:
    """Record which form of address the holder of an office uses. Nothing is guessed from a name.

    Example: `outreach --as sam recipients hold fr-pm --form f --source https://www.info.gouv.fr`.
    """
    installation = opened()
    with installation.database.begin() as session:
        holder = holding.hold(
            session,
            office_key=office,
            form=form,
            source=source,
            since=since.date() if since else None,
            until=until.date() if until else None,
            name=name,
            actor=acting(session, installation),
            now=utc_now(),
        )
    emit(holder, as_json=as_json, human=lambda: say(f"{office} is addressed in the form `{form}`."))


def object_to(
    office: str = OfficeKey,
    who: str = typer.Option(..., "--who", help="Who asked: a function, not a person's name."),
    source: str = typer.Option(..., "--source", help="Where it is written: a mail's number, a letter, a call."),
    contact: int | None = typer.Option(None, "--contact", help="Only this contact, not the whole office."),
    as_json: bool = Json,
) -> None:
    """Record that an office, or one contact of it, asked not to be written to; blocks every letter until lifted.

    Example: `outreach --as sam recipients object gb-pm --who "private office" --source mail:12`.
    """
    installation = opened()
    with installation.database.begin() as session:
        objection = objecting.object_to(
            session,
            office_key=office,
            contact_id=contact,
            who=who,
            source=source,
            actor=acting(session, installation),
            now=utc_now(),
        )
    told = f"Objection {objection.id} stands: {office} is not written to."
    emit(objection, as_json=as_json, human=lambda: say(told))


def lift(
    objection: int = typer.Argument(help="The objection's number, from `outreach recipients list --objections`."),
    reason: str = typer.Option(..., "--reason", help="Why: it is kept with the objection."),
    as_json: bool = Json,
) -> None:
    """Lift an objection, with a reason.

    Example: `outreach --as sam recipients lift 3 --reason "withdrawn by letter"`.
    """
    installation = opened()
    with installation.database.begin() as session:
        lifted = lifting.lift(
            session,
            objection_id=objection,
            reason=reason,
            actor=acting(session, installation),
            now=utc_now(),
        )
    emit(lifted, as_json=as_json, human=lambda: say(f"Objection {objection} of {lifted.office_key} is lifted."))


def _value(value: str, lines: list[str]) -> str:
    if value and lines:
        raise BadInput("Give either --value (an address or URL) or --line (postal lines), not both.")
    return value or "\n".join(lines)
