"""`outreach recipients limit-form`."""

import typer

from outreach.cli.context import acting, opened
from outreach.cli.output import Json, emit, say
from outreach.cli.recipients_view import plain_contact
from outreach.clock import utc_now
from outreach.recipients import limit_form as limiting


def limit_form(
    contact: int = typer.Argument(help="The web form's number, from `outreach recipients show OFFICE`."),
    characters: int | None = typer.Option(None, "--characters", min=1, help="The most that its text field takes."),
    words: int | None = typer.Option(None, "--words", min=1, help="The most words that it takes."),
    files: bool | None = typer.Option(None, "--files/--no-files", help="Whether files can be attached."),
    source: str = typer.Option(..., "--source", help="Where that is stated: the form itself, or a page."),
    as_json: bool = Json,
) -> None:
    """Record what a web form takes: the text for it is then cut to that before it is packed and reviewed.

    What is not given is not known. Without a limit the text is whole, and says that the limit is not known.
    Example: `outreach --as sam recipients limit-form 12 --characters 2000 --no-files --source "the form itself"`.
    """
    installation = opened()
    with installation.database.begin() as session:
        limited = limiting.limit_form(
            session,
            contact_id=contact,
            characters=characters,
            words=words,
            files=files,
            source=source,
            actor=acting(session, installation),
            now=utc_now(),
        )
    known = limited.limits
    told = f"Contact {contact} of {limited.office_key}: {known.told}; {known.told_files}." if known else ""
    emit(plain_contact(limited), as_json=as_json, human=lambda: say(told))
