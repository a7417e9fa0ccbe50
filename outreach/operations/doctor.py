"""Looks at what an installation needs, and says for each lack how to get it."""

import ctypes
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from outreach.db import Database, migrate
from outreach.dossiers.fonts import PACKAGES, missing_fonts, typeface_of
from outreach.dossiers.pkcs12 import open_pkcs12
from outreach.errors import BadInput, OutreachError
from outreach.settings import Settings, SigningSettings

LIBRARIES = {
    "Pango": ("libpango-1.0.so.0", "libpango-1.0-0"),
    "Pango for FreeType": ("libpangoft2-1.0.so.0", "libpangoft2-1.0-0"),
    "HarfBuzz subsetter": ("libharfbuzz-subset.so.0", "libharfbuzz-subset0"),
}
"""What letters are drawn with: the file that the loader must find, and Debian's package."""

LEAST_FREE_BYTES = 500_000_000
CONNECT_SECONDS = 5.0
RENEW_BEFORE = timedelta(days=60)


class Health(StrEnum):
    """How one thing that an installation needs is."""

    GOOD = "good"
    """It is there and works."""
    ADVICE = "advice"
    """Works as it is; the remedy makes it better, or is the next step."""
    MISSING = "missing"
    """A round cannot do without it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `remedy` is a command or a setting; empty when nothing is to be done."""

    name: str
    health: Health
    told: str
    remedy: str = ""


def examine(settings: Settings, database: Database, *, now: datetime) -> list[Finding]:
    """Look at everything. Changes nothing and sends nothing; knocks at the mail servers that are set."""
    return [
        *(_library(name, *files) for name, files in LIBRARIES.items()),
        *(fonts_of(language, missing_fonts([language])) for language in _languages(settings.campaign_dir)),
        _folder("Texts", settings.campaign_dir / "campaign.yaml", "OUTREACH_CAMPAIGN_DIR"),
        _folder("Recipients", settings.recipients_dir, "OUTREACH_RECIPIENTS_DIR"),
        _database(database),
        _disk(settings.home),
        _seal(settings.signing, now),
        *_mail(settings),
    ]


def _library(name: str, file: str, package: str) -> Finding:
    if _loads(file):
        return Finding(name, Health.GOOD, file)
    return Finding(name, Health.MISSING, f"{file} is not there: no PDF can be made", _apt(package))


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def fonts_of(language: str, missing: list[str]) -> Finding:
    """What the missing font files of a language mean, and the packages that bring them."""
    name = f"Fonts: {language}"
    if not missing:
        return Finding(name, Health.GOOD, ", ".join(typeface_of(language).files))
    packages = sorted({PACKAGES[file[-3:]] for file in missing})
    return Finding(name, Health.MISSING, f"not installed: {', '.join(missing)}", _apt(*packages))


def _languages(campaign_dir: Path) -> list[str]:
    return sorted(path.stem for path in (campaign_dir / "texts").glob("*.yaml"))


def _apt(*packages: str) -> str:
    return f"sudo apt-get install {' '.join(packages)}"


def _folder(name: str, path: Path, setting: str) -> Finding:
    if path.exists():
        return Finding(name, Health.GOOD, str(path))
    return Finding(
        name, Health.MISSING, f"{path} does not exist", f"set {setting}, or start in the project's folder"
    )


def _database(database: Database) -> Finding:
    url = database.engine.url
    told = url.render_as_string(hide_password=True)
    if database.is_sqlite and not Path(url.database or "").exists():
        return Finding("Database", Health.ADVICE, f"{told} is not made yet", "outreach db upgrade")
    try:
        at, differs = migrate.revision(database), migrate.differences(database)
    except OutreachError as error:
        return Finding("Database", Health.MISSING, str(error), "check OUTREACH_DATABASE_URL")
    if differs:
        return Finding("Database", Health.MISSING, f"{told} is at {at or 'no revision'}", "outreach db upgrade")
    return Finding("Database", Health.GOOD, f"{told} at revision {at}")


def free_bytes(home: Path) -> int:
    """What is left on the disk of a folder, which need not exist yet."""
    existing = next(folder for folder in (home.absolute(), *home.absolute().parents) if folder.exists())
    return shutil.disk_usage(existing).free


def _disk(home: Path) -> Finding:
    free = free_bytes(home)
    if free < LEAST_FREE_BYTES:
        return Finding(
            "Disk", Health.MISSING, f"{free // 10**6} MB free at {home}", "free some space, or set OUTREACH_HOME"
        )
    return Finding("Disk", Health.GOOD, f"{free // 10**9} GB free at {home}")


def _seal(signing: SigningSettings, now: datetime) -> Finding:
    if not signing.pkcs12:
        return Finding("Seal", Health.GOOD, "off: letters and dossiers are built without an electronic signature")
    try:
        identity = open_pkcs12(Path(signing.pkcs12), signing.password.get_secret_value(), now=now)
    except BadInput as error:
        return Finding("Seal", Health.MISSING, str(error), "correct OUTREACH_SIGNING__PKCS12 or …__PASSWORD")
    ends = identity.signatory.valid_until
    told = f"{identity.signatory.subject}, valid until {ends:%Y-%m-%d}"
    if ends < now + RENEW_BEFORE:
        return Finding("Seal", Health.ADVICE, told, "renew the certificate in time for the next round")
    return Finding("Seal", Health.GOOD, told)


def _mail(settings: Settings) -> Iterator[Finding]:
    smtp, imap = settings.smtp, settings.imap
    if smtp.host:
        yield _server("Mail out", smtp.host, smtp.port, "OUTREACH_SMTP__HOST and OUTREACH_SMTP__PORT")
    elif settings.live:
        yield Finding("Mail out", Health.MISSING, "live, but no server to send with", "set OUTREACH_SMTP__HOST")
    else:
        yield Finding("Mail out", Health.GOOD, "sandbox: nothing leaves this machine")
    if settings.live and settings.mail.domain.endswith(".example"):
        told = f"live, but mail would come from {settings.mail.domain}"
        yield Finding("Sender", Health.MISSING, told, "set OUTREACH_MAIL__DOMAIN and the addresses beside it")
    if imap.host:
        yield _server("Mail in", imap.host, imap.port, "OUTREACH_IMAP__HOST and OUTREACH_IMAP__PORT")
    elif settings.live:
        yield Finding("Mail in", Health.ADVICE, "no mailbox to collect answers from", "set OUTREACH_IMAP__HOST")


def _server(name: str, host: str, port: int, remedy: str) -> Finding:
    try:
        socket.create_connection((host, port), timeout=CONNECT_SECONDS).close()
    except OSError as error:
        return Finding(
            name, Health.MISSING, f"{host}:{port} does not answer: {error.strerror or error}", f"check {remedy}"
        )
    return Finding(name, Health.GOOD, f"{host}:{port} answers")
