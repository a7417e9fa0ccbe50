"""`outreach users grant | revoke | reads`: what people do, where, and in which languages."""

from collections.abc import Callable

import typer
from sqlmodel import Session

from outreach.accounts import Grant, Role
from outreach.accounts.grants import Scope, grant_role, revoke_role, set_languages
from outreach.accounts.store import UserInfo
from outreach.cli.context import console_admin, opened
from outreach.cli.output import Json, emit, say
from outreach.clock import utc_now
from outreach.errors import BadInput, NotFound
from outreach.petition.languages import LANGUAGES
from outreach.petition.store import find_campaign, list_campaigns
from outreach.recipients.store import list_governments

Name = typer.Argument(help="The user's sign-in name.")
RoleOption = typer.Option(..., "--role", help="The role.")
Campaign = typer.Option("", "--campaign", help="Only in this campaign (its slug); all without.")
Governments = typer.Option([], "--government", "-g", help="Only for this government, such as JP; repeatable.")


def grant(
    name: str = Name,
    role: Role = RoleOption,
    campaign: str = Campaign,
    government: list[str] = Governments,
    as_json: bool = Json,
) -> None:
    """Give a user one more role, or one more scope of a role.

    Example: `outreach users grant chi --role coordinator -g JP -g KR`.
    """
    _change(grant_role, name, role, campaign, government, as_json)


def revoke(
    name: str = Name,
    role: Role = RoleOption,
    campaign: str = Campaign,
    government: list[str] = Governments,
    as_json: bool = Json,
) -> None:
    """Take a role away in just the scope that it was given for; `outreach users list` shows them.

    Example: `outreach users revoke chi --role coordinator` takes the role away that holds everywhere.
    """
    _change(revoke_role, name, role, campaign, government, as_json)


def reads(
    name: str = Name,
    language: list[str] = typer.Argument(help="Each language they read, such as en ja."),
    as_json: bool = Json,
) -> None:
    """Say which languages a user reads: who approves a letter that is sent live reads its language.

    Example: `outreach users reads olga en fr`.
    """
    if unknown := set(language) - set(LANGUAGES):
        raise BadInput(f"No letter is written in {', '.join(sorted(unknown))}: choose of {', '.join(LANGUAGES)}.")
    with opened().database.begin() as session:
        user = set_languages(session, name=name, languages=language, actor=console_admin(), now=utc_now())
    emit(user, as_json=as_json, human=lambda: say(f"{name} reads {', '.join(user.languages)}."))


def _change(
    change: Callable[..., UserInfo], name: str, role: Role, campaign: str, governments: list[str], as_json: bool
) -> None:
    """Grant or revoke a role in a scope, and show what the user may do then."""
    with opened().database.begin() as session:
        grant = scope_of(session, campaign, governments).of(role)
        user = change(session, name=name, grant=grant, actor=console_admin(), now=utc_now())
        roles = told(user, {one.id: one.slug for one in list_campaigns(session)})
    emit(user, as_json=as_json, human=lambda: say(f"{name}: {roles}."))


def scope_of(session: Session, campaign: str, governments: list[str]) -> Scope:
    """Raises NotFound for a campaign and BadInput for a government that is not known."""
    found = find_campaign(session, campaign) if campaign else None
    if campaign and found is None:
        raise NotFound(f"There is no campaign {campaign!r}: see `outreach petition list`.")
    known = {one.code for one in list_governments(session)}
    codes = {code.upper() for code in governments}
    if codes - known:
        raise BadInput(f"No such government: {', '.join(sorted(codes - known))}; see `outreach recipients list`.")
    return Scope(found.id if found else None, frozenset(codes) if codes else None)


def told(user: UserInfo, slugs: dict[int, str]) -> str:
    """A user's roles and where they hold."""
    return "; ".join(_where(grant, slugs) for grant in user.grants)


def _where(grant: Grant, slugs: dict[int, str]) -> str:
    campaign = slugs.get(grant.campaign_id, "") if grant.campaign_id is not None else ""
    parts = [campaign, " ".join(sorted(grant.governments or ()))]
    limits = ", ".join(part for part in parts if part)
    return f"{grant.role} ({limits})" if limits else str(grant.role)
