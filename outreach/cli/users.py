"""`outreach users`."""

import io
import sys

import segno
import typer

from outreach.accounts import Role
from outreach.accounts.add import add_user
from outreach.accounts.invite import LASTS, invite
from outreach.accounts.second_factor import begin_second_factor, confirm_second_factor, drop_second_factor
from outreach.accounts.set_password import set_password
from outreach.accounts.store import list_users
from outreach.cli import users_roles
from outreach.cli.context import acting, console_admin, opened
from outreach.cli.output import Json, emit, errors, say, table
from outreach.cli.users_roles import Campaign, Governments, Name, scope_of, told
from outreach.clock import utc_now
from outreach.petition.store import list_campaigns

app = typer.Typer(
    name="users", help="People who use the system, their roles, and where these hold.", no_args_is_help=True
)
app.command("grant")(users_roles.grant)
app.command("revoke")(users_roles.revoke)
app.command("reads")(users_roles.reads)


@app.command()
def add(
    name: str = typer.Argument(help="Sign-in name: a-z, 0-9, _ . -"),
    full_name: str = typer.Option(..., "--full-name", help="The name shown to others."),
    role: list[Role] = typer.Option(..., "--role", help="May be given more than once."),
    reads: list[str] = typer.Option([], "--reads", help="A language they read, such as ja; repeatable."),
    campaign: str = Campaign,
    government: list[str] = Governments,
    as_json: bool = Json,
) -> None:
    """Add a user; then `outreach users invite NAME` gives the link with which they choose a password.

    The first one is an admin. Example: `outreach users add ada --full-name "Ada Cole" --role admin`; with a limit:
    `outreach users add chi --full-name "Chi Park" --role coordinator -g JP -g KR --reads ja --reads ko`.
    """
    with opened().database.begin() as session:
        user = add_user(
            session,
            actor=console_admin(),
            now=utc_now(),
            name=name,
            full_name=full_name,
            roles=role,
            languages=reads,
            scope=scope_of(session, campaign, government),
        )
    emit(user, as_json=as_json, human=lambda: say(f"Added {name} ({', '.join(sorted(role))})."))


@app.command("list")
def list_(as_json: bool = Json) -> None:
    """List all users with their roles and languages."""
    with opened().database.read() as session:
        users = list_users(session)
        slugs = {one.id: one.slug for one in list_campaigns(session)}
    rows = [
        (
            one.name + (" (disabled)" if one.disabled else ""),
            one.full_name,
            told(one, slugs),
            ", ".join(one.languages),
            "on" if one.has_second_factor else "off",
        )
        for one in users
    ]
    emit(
        users,
        as_json=as_json,
        human=lambda: table(
            ("name", "full name", "roles", "reads", "second factor"),
            rows,
            empty="No users yet: `outreach users add`.",
        ),
    )


@app.command()
def password(
    name: str = Name,
    from_stdin: bool = typer.Option(False, "--stdin", help="Read it from standard input instead of asking."),
    as_json: bool = Json,
) -> None:
    """Set a user's password for the desk. It is asked for twice and never shown.

    Example: `outreach users password sam`.
    """
    given = (
        sys.stdin.readline().rstrip("\n")
        if from_stdin
        else typer.prompt("New password", hide_input=True, confirmation_prompt=True, err=True)
    )
    with opened().database.begin() as session:
        set_password(session, actor=console_admin(), name=name, password=given, now=utc_now())
    emit({"name": name}, as_json=as_json, human=lambda: say(f"The password of {name} is set."))


@app.command("invite")
def invite_(name: str = Name, as_json: bool = Json) -> None:
    """Print a link with which the user chooses a password; it works once, for a week. Nobody else knows it then.

    The address is OUTREACH_URL's. Example: `outreach users invite sam`.
    """
    installation = opened()
    with installation.database.begin() as session:
        secret = invite(session, name=name, actor=console_admin(), now=utc_now())
    link = f"{installation.settings.url}/invitation/{secret}"
    emit({"name": name, "link": link, "days": LASTS.days}, as_json=as_json, human=lambda: say(link))


@app.command("second-factor")
def second_factor(
    earlier: str = typer.Option("", "--earlier", help="A code of the one that is on now, or a recovery code."),
    as_json: bool = Json,
) -> None:
    """Set up your own second factor: a code from an authenticator, asked for beside the password at the desk.

    In live mode organisers and admins cannot act without one. What is printed belongs to that person only.
    Example: `outreach --as olga users second-factor`.
    """
    installation = opened()
    with installation.database.begin() as session:
        address = begin_second_factor(session, actor=acting(session, installation, setting_up=True))
    qr = io.StringIO()
    segno.make(address).terminal(out=qr, border=2, compact=True)
    errors.print(qr.getvalue() + address, markup=False, highlight=False, soft_wrap=True)
    code = typer.prompt("The code that the authenticator shows now", err=True)
    with installation.database.begin() as session:
        actor = acting(session, installation, setting_up=True)
        codes = confirm_second_factor(session, actor=actor, code=code, earlier=earlier, now=utc_now())
    told = "The second factor is on. Recovery codes, shown this once; each works once:\n  " + "\n  ".join(codes)
    emit({"name": actor.name, "recovery_codes": codes}, as_json=as_json, human=lambda: say(told))


@app.command("reset-second-factor")
def reset_second_factor(name: str = Name, as_json: bool = Json) -> None:
    """Turn off the second factor of somebody who lost telephone and codes. Make sure that it is they who ask.

    Their browsers are signed out, the ledger keeps it, and in live mode an organiser or admin sets up a new one
    before anything else. Example: `outreach users reset-second-factor olga`.
    """
    with opened().database.begin() as session:
        drop_second_factor(session, actor=console_admin(), name=name, now=utc_now())
    emit({"name": name}, as_json=as_json, human=lambda: say(f"The second factor of {name} is off."))
