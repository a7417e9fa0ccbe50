"""`outreach replies reclassify | unmatch | undo | object`: what a coordinator makes of a mail."""

import typer

from outreach.cli.context import acting, opened
from outreach.cli.output import Json, emit, say
from outreach.clock import utc_now
from outreach.replies.move import untie
from outreach.replies.objections import decline_objections, record_objections
from outreach.replies.reclassify import reclassify as reclassify_mail
from outreach.replies.status import ReplyKind
from outreach.replies.undo import undo as undo_act

app = typer.Typer()
Number = typer.Argument(metavar="MAIL", help="The mail's number, from `outreach replies list`.")


@app.command()
def reclassify(
    mail_id: int = Number,
    kind: ReplyKind = typer.Option(..., "--kind", help="What the mail is."),
    as_json: bool = Json,
) -> None:
    """Say what a mail is where the classifier was wrong. What it did as something else is taken back.

    A delivery that it settled returns to what its proofs say, and doubts about the contact end.
    Example: `outreach --as chi replies reclassify 12 --kind human`.
    """
    installation = opened()
    with installation.database.begin() as session:
        actor = acting(session, installation)
        mail = reclassify_mail(session, mail_id=mail_id, kind=kind, actor=actor, now=utc_now())
    emit(mail, as_json=as_json, human=lambda: say(f"Mail {mail_id} counts as {kind} and stands at {mail.status}."))


@app.command()
def unmatch(mail_id: int = Number, as_json: bool = Json) -> None:
    """Say that a mail belongs to no delivery that it is tied to.

    Example: `outreach --as chi replies unmatch 12`.
    """
    installation = opened()
    with installation.database.begin() as session:
        mail = untie(session, mail_id=mail_id, actor=acting(session, installation), now=utc_now())
    emit(mail, as_json=as_json, human=lambda: say(f"Mail {mail_id} is tied to no delivery."))


@app.command()
def undo(mail_id: int = Number, as_json: bool = Json) -> None:
    """Take back what was last done to a mail: its kind, its delivery, or that it is settled.

    Example: `outreach --as chi replies undo 12`.
    """
    installation = opened()
    with installation.database.begin() as session:
        mail = undo_act(session, mail_id=mail_id, actor=acting(session, installation), now=utc_now())
    emit(mail, as_json=as_json, human=lambda: say(f"Undone: mail {mail_id} is {mail.kind} and {mail.status}."))


@app.command("object")
def object_(
    mail_id: int = Number,
    who: str = typer.Option("the office, in its mail", "--who", help="Who asks: a function, no person's name."),
    decline: bool = typer.Option(False, "--decline", help="The mail asks nothing of the kind."),
    as_json: bool = Json,
) -> None:
    """Record the objection that a mail seems to make ("do not write to us again"), or say that it makes none.

    Once recorded, nothing more is sent there until staff lift it. Example: `outreach --as chi replies object 12`.
    """
    installation = opened()
    with installation.database.begin() as session:
        actor, now = acting(session, installation), utc_now()
        if decline:
            offered = decline_objections(session, mail_id=mail_id, actor=actor, now=now)
        else:
            offered = record_objections(session, mail_id=mail_id, who=who, actor=actor, now=now)
    verb = "declined" if decline else "recorded"
    offices = ", ".join(one.office_key for one in offered)
    emit(offered, as_json=as_json, human=lambda: say(f"The objection of {offices} is {verb}."))
