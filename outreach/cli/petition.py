"""`outreach petition`."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from outreach.cli.context import acting, opened
from outreach.cli.output import Json, emit, errors, say, table
from outreach.clock import utc_now
from outreach.dossiers.proof import proof
from outreach.operations.freeze import freeze_proofed
from outreach.operations.withdrawal import Reach, reach_of
from outreach.petition.phrases import FORMAL, leaves, phrases_of
from outreach.petition.sources import Sources, read_sources
from outreach.petition.store import VersionInfo, get_version, list_versions
from outreach.petition.withdraw import withdraw as withdraw_version
from outreach.settings import read_settings

app = typer.Typer(
    name="petition",
    help="What is asked: the campaign and its text in every language. Check the files, then freeze a version.",
    no_args_is_help=True,
)
Folder = typer.Option(None, "--dir", help="The folder with campaign.yaml and texts/ (OUTREACH_CAMPAIGN_DIR).")
COLUMNS = ("language", "phrases", "review", "native reader", "wording people signed")


@app.command()
def check(directory: Path | None = Folder, as_json: bool = Json) -> None:
    """List every problem of the campaign file, texts, templates and style sheet at once; exit 1 when there is one.

    English is the reference: each other language must have the same keys, list items and placeholders, and the
    plural forms that its grammar needs. Every template is tried in every language, and every character is looked
    for in the language's fonts. Each problem has its file and line. Needs no database.
    Example: `outreach petition check`.
    """
    sources = read_sources(directory or read_settings().campaign_dir)
    problems = proof(sources)
    languages = [_row(language, sources) for language in sources.texts]
    verdict = {"languages": languages, "problems": problems, "ok": not problems}
    emit(verdict, as_json=as_json, human=lambda: _show_check(languages, [str(problem) for problem in problems]))
    if problems:
        raise typer.Exit(1)


@app.command()
def freeze(directory: Path | None = Folder, as_json: bool = Json) -> None:
    """Turn the files into an immutable, numbered version with a sha256, which rounds then refer to.

    Only an organiser may. Files without any change give the version that they have already.
    Example: `outreach --as olga petition freeze`.
    """
    installation = opened()
    with installation.database.begin() as session:
        version = freeze_proofed(
            session,
            directory=directory or installation.settings.campaign_dir,
            actor=acting(session, installation),
            now=utc_now(),
        )
    emit(_summary(version), as_json=as_json, human=lambda: _show_line("Frozen", version))


@app.command()
def withdraw(
    version_id: int = typer.Argument(help="The version's id, as `outreach petition list` shows it."),
    reason: str = typer.Option(..., "--reason", help="Why; kept with the version."),
    as_json: bool = Json,
) -> None:
    """Withdraw a version: what is unsent with it stays unsent, its approvals count no more; list what was sent.

    Only an organiser may. Example: `outreach --as olga petition withdraw 3 --reason "wrong date in the summary"`.
    """
    installation = opened()
    with installation.database.begin() as session:
        actor = acting(session, installation)
        version = withdraw_version(session, version_id=version_id, reason=reason, actor=actor, now=utc_now())
        reach = reach_of(session, version_id=version_id)
    data = {**_summary(version), **asdict(reach)}
    emit(data, as_json=as_json, human=lambda: _show_withdrawal(version, reach))


@app.command("list")
def list_(as_json: bool = Json) -> None:
    """List the frozen versions, the newest first. Example: `outreach petition list --json`."""
    with opened().database.read() as session:
        versions = [_summary(version) for version in list_versions(session)]
    columns = ("id", "campaign", "number", "sha256", "frozen at", "by", "withdrawn because")
    keys = ("id", "campaign", "number", "sha256", "frozen_at", "frozen_by", "withdrawn_reason")
    rows = [[_short(version[key]) for key in keys] for version in versions]
    empty = "No version yet: `outreach petition freeze`."
    emit(versions, as_json=as_json, human=lambda: table(columns, rows, empty=empty))


@app.command()
def show(
    version_id: int = typer.Argument(help="The version's id, as `outreach petition list` shows it."),
    language: str = typer.Option("en", "--language", help="Which text to print."),
    as_json: bool = Json,
) -> None:
    """Show one frozen version: its state, and what it asks in one language (`--json`: everything).

    Example: `outreach petition show 1 --language ja`.
    """
    with opened().database.read() as session:
        version = get_version(session, version_id)
    if language not in version.texts:
        raise typer.BadParameter(f"{language}: this version has {', '.join(version.texts)}.")
    emit(version, as_json=as_json, human=lambda: _show_version(version, language))


def _row(language: str, sources: Sources) -> dict[str, Any]:
    data = sources.texts[language].data
    review, wording = data.get("review"), data.get("signed_wording")
    review = review if isinstance(review, dict) else {}
    wording = wording if isinstance(wording, dict) else {}
    return {
        "language": language,
        "phrases": sum(1 for _ in leaves(phrases_of(data))),
        "review": review.get("state"),
        "reader": review.get("reader"),
        "signed_wording": bool(wording.get("text")),
    }


def _show_check(languages: list[dict[str, Any]], problems: list[str]) -> None:
    rows = [
        (
            row["language"],
            row["phrases"],
            row["review"],
            row["reader"],
            "yes" if row["signed_wording"] else "not yet",
        )
        for row in languages
    ]
    table(COLUMNS, rows, empty="No text could be read.")
    for problem in problems:
        errors.print(problem, markup=False, highlight=False)
    say(f"Problems: {len(problems)}." if problems else "No problems: the files can be frozen.")


def _summary(version: VersionInfo) -> dict[str, Any]:
    """A version without its texts."""
    data = {key: value for key, value in asdict(version).items() if key not in {"campaign", "texts"}}
    reviews = {language: text.review.state for language, text in version.texts.items()}
    return {**data, "campaign": version.campaign.slug, "languages": reviews}


def _show_line(what: str, version: VersionInfo) -> None:
    languages = ", ".join(version.texts)
    say(f"{what}: {version.campaign.slug} version {version.number} (id {version.id}), sha256 {version.sha256}")
    say(f"Languages: {languages}.")


def _show_withdrawal(version: VersionInfo, reach: Reach) -> None:
    _show_line("Withdrawn", version)
    say(f"Kept from leaving: {reach.unsent}.")
    rows = [(s.delivery_id, s.round_id, s.government, s.office_key, s.reference, s.status) for s in reach.sent]
    columns = ("delivery", "round", "government", "office", "reference", "status")
    table(columns, rows, empty="Nothing was sent with it.", title="Sent with it already: tell these offices")


def _show_version(version: VersionInfo, language: str) -> None:
    text = version.texts[language]
    _show_line("Withdrawn" if version.is_withdrawn else "Frozen", version)
    say(f"\n{text.petition.title}\n({text.petition.summary_label}; review: {text.review.state})\n")
    for paragraph in (*text.petition.summary, text.petition.joint_statement):
        say(paragraph + "\n")
    for demand in text.petition.demands:
        say(f"{demand.id}: {demand.title}\n  {demand.text}\n")
    for name, formal in text.body.get(FORMAL, {}).items():
        say(f"For the formal route {name} ({text.petition.summary_label}):\n\n{formal['title']}\n")
        say("\n\n".join(formal["text"]) + "\n")


def _short(value: object) -> object:
    if isinstance(value, str) and len(value) == 64:
        return value[:12] + "…"
    return value.strftime("%Y-%m-%d %H:%M") if hasattr(value, "strftime") else value
