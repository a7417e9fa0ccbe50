"""`outreach users`."""

import sys

import typer

from outreach.accounts import Role
from outreach.accounts.add import add_user
from outreach.accounts.set_password import set_password
from outreach.accounts.store import list_users
from outreach.cli.context import console_admin, opened
from outreach.cli.output import Json, emit, say, table
from outreach.clock import utc_now

app = typer.Typer(name="users", help="People who use the system, and their roles.", no_args_is_help=True)


@app.command()
def add(
    name: str = typer.Argument(help="Sign-in name: a-z, 0-9, _ . -"),
    full_name: str = typer.Option(..., "--full-name", help="The name shown to others."),
    role: list[Role] = typer.Option(..., "--role", help="May be given more than once."),
    reads: list[str] = typer.Option([], "--reads", help="A language they read, such as ja; repeatable."),
    as_json: bool = Json,
) -> None:
    """Add a user. Example: `outreach users add sam --full-name "Sam Lee" --role staff --reads en`."""
    with opened().database.begin() as session:
        user = add_user(
            session,
            actor=console_admin(),
            now=utc_now(),
            name=name,
            full_name=full_name,
            roles=role,
            languages=reads,
        )
    emit(user, as_json=as_json, human=lambda: say(f"Added {name} ({', '.join(sorted(role))})."))


@app.command("list")
def list_(as_json: bool = Json) -> None:
    """List all users with their roles and languages."""
    with opened().database.read() as session:
        users = list_users(session)
    rows = [(u.name, u.full_name, ", ".join(u.roles), ", ".join(u.languages)) for u in users]
    emit(
        users,
        as_json=as_json,
        human=lambda: table(
            ("name", "full name", "roles", "reads"), rows, empty="No users yet: `outreach users add`."
        ),
    )


@app.command()
def password(
    name: str = typer.Argument(help="The user's sign-in name."),
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
