"""The `outreach` command: `outreach NOUN VERB`. Exit 0 done, 1 failed or refused, 2 wrong usage."""

import os
import sys

import typer

from outreach import __version__
from outreach.cli.lazy import lazily
from outreach.cli.output import errors, say
from outreach.errors import BadInput, OutreachError

NOUNS = {
    "demo": "outreach.cli.demo",
    "petition": "outreach.cli.petition",
    "signatures": "outreach.cli.signatures",
    "recipients": "outreach.cli.recipients",
    "rounds": "outreach.cli.rounds",
    "dossiers": "outreach.cli.dossiers",
    "reviews": "outreach.cli.reviews",
    "delivery": "outreach.cli.delivery",
    "replies": "outreach.cli.replies",
    "responses": "outreach.cli.responses",
    "accountability": "outreach.cli.accountability",
    "users": "outreach.cli.users",
    "audit": "outreach.cli.audit",
    "db": "outreach.cli.db",
    "doctor": "outreach.cli.doctor",
    "serve": "outreach.cli.serve",
    "web": "outreach.cli.desk",
    "worker": "outreach.cli.worker",
}
"""Each noun and the module whose `app` has its verbs; imported when the noun is used."""

app = typer.Typer(
    name="outreach",
    cls=lazily(NOUNS),
    help="Takes a petition to governments, and proves what arrived, was answered and was done.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


@app.callback(invoke_without_command=True)
def root(
    version: bool = typer.Option(False, "--version", help="Print the version and stop."),
    acting_as: str = typer.Option("", "--as", help="Act as this user (or set OUTREACH_USER)."),
) -> None:
    """Takes a petition to governments, and proves what arrived, was answered and was done.

    The commands are the trip, in order: petition, signatures and recipients say what is asked, how many ask
    and who is asked; rounds plan a wave; dossiers build the PDFs; reviews are the human gate; delivery sends;
    replies come in; responses record what was said; accountability adds it up. Try `outreach demo` first.
    """
    if version:
        say(f"outreach {__version__}")
        raise typer.Exit
    if acting_as:
        os.environ["OUTREACH_USER"] = acting_as


def main() -> None:
    """Run the command; print an expected error as one sentence on standard error."""
    try:
        app()
    except BadInput as error:
        for problem in error.problems:
            errors.print(f"error: {problem}", markup=False, highlight=False)
        sys.exit(1)
    except OutreachError as error:
        errors.print(f"error: {error}", markup=False, highlight=False)
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        # A library that cannot be loaded has no error number; a file or a disk has one.
        hint = "" if error.errno else " (`outreach doctor` says what this machine lacks)"
        errors.print(f"error: {error}{hint}.", markup=False, highlight=False)
        sys.exit(1)
    except KeyboardInterrupt:
        errors.print("stopped", markup=False)
        sys.exit(130)
    except Exception as error:
        if os.environ.get("OUTREACH_TRACEBACK"):
            raise
        what = " ".join(f"{type(error).__name__}: {error}".split())
        errors.print(
            f"error: a fault in outreach itself ({what}): report it with what OUTREACH_TRACEBACK=yes shows.",
            markup=False,
            highlight=False,
        )
        sys.exit(1)
