"""Puts the parts together from the settings. Only the command line and the web stand above this."""

from dataclasses import dataclass

from outreach.blob_folder import FolderBlobs
from outreach.blobs import Blobs
from outreach.db import Database, open_database
from outreach.errors import Unavailable
from outreach.settings import Settings, read_settings


@dataclass(frozen=True, slots=True)
class App:
    """One installation, opened."""

    settings: Settings
    database: Database
    blobs: Blobs


def open_app(settings: Settings | None = None) -> App:
    """Open the installation that the settings describe; its home folder is made when absent.

    Raises:
        BadInput: a setting is wrong.
        Unavailable: the home folder cannot be made.
    """
    settings = settings or read_settings()
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(f"OUTREACH_HOME {settings.home} cannot be made: {error.strerror}.") from error
    return App(settings, open_database(settings.database), FolderBlobs(settings.home / "blobs"))
