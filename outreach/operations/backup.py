"""One file that holds a whole installation on one machine: its SQLite database and its blobs.

PostgreSQL has `pg_dump` for this; a copy of our own making would be the worse one.
"""

import json
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from outreach import audit
from outreach.blobs import sha256_of
from outreach.db import Database, open_database
from outreach.errors import BadInput, Refused, Unavailable

DATABASE = "outreach.sqlite"
MANIFEST = "manifest.json"
SCHEMA = "outreach-backup/1"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: entries of the ledger, blobs, and bytes of the file."""

    file: Path
    ledger_entries: int
    blobs: int
    size: int


def back_up(database: Database, *, blob_folder: Path, target: Path) -> Backup:
    """Write the database and all blobs to `target` (ZIP), while the service may go on working.

    The database is copied first: a blob that comes later is not missed by anything in it.

    Raises:
        Refused: the database is not SQLite, or `target` exists.
        Unavailable: the disk is full or read-only; no half file is left.
    """
    _refuse_postgresql(database)
    if target.exists():
        raise Refused(f"{target} exists already: choose another name.")
    beside = target.with_name(target.name + ".part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            copy = Path(folder) / DATABASE
            with database.engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").execute(
                    text("VACUUM INTO :copy"), {"copy": str(copy)}
                )
            _write(beside, copy, blob_folder)
        beside.rename(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Unavailable(
            f"{target} cannot be written ({error.strerror}): free space or choose another."
        ) from error
    return check(target)


def restore(source: Path, *, home: Path) -> Backup:
    """Unpack a backup into the empty or absent folder `home`, after every sum and the ledger were checked.

    Raises:
        Refused: `home` holds something.
        BadInput: the file is no backup, or something in it was altered.
    """
    if home.exists() and any(home.iterdir()):
        raise Refused(f"{home} is not empty: restore into a new folder (OUTREACH_HOME).")
    found = check(source)
    home.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(source) as archive:
        for name in _sums(archive):
            part = home / name
            part.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(archive.read(name))
    return found


def check(source: Path) -> Backup:
    """Check every sum of a backup and its ledger's chain; raise BadInput naming the first that does not fit."""
    try:
        with zipfile.ZipFile(source) as archive, tempfile.TemporaryDirectory() as folder:
            sums = _sums(archive)
            for name, sha256 in sums.items():
                if sha256_of(archive.read(name)) != sha256:
                    raise BadInput(f"{name} was altered: use another backup.", file=source)
            copy = Path(archive.extract(DATABASE, folder))
            return Backup(source, _ledger_entries(copy, source), len(sums) - 1, source.stat().st_size)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BadInput(f"This is no backup that can be read ({error}).", file=source) from error


def _sums(archive: zipfile.ZipFile) -> dict[str, str]:
    """The sums by name; names that leave the folder are refused."""
    manifest = json.loads(archive.read(MANIFEST))
    if manifest["schema"] != SCHEMA:
        raise ValueError(f"schema {manifest['schema']} is not {SCHEMA}")
    sums: dict[str, str] = manifest["sha256"]
    for name in sums:
        if name != DATABASE and not (name.startswith("blobs/") and ".." not in name):
            raise ValueError(f"it names {name}")
    return sums


def _write(target: Path, database: Path, blob_folder: Path) -> None:
    blobs = sorted(path for path in blob_folder.rglob("*") if path.is_file() and not path.name.startswith("tmp"))
    parts = {DATABASE: database} | {f"blobs/{path.relative_to(blob_folder)}": path for path in blobs}
    sums = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, path in parts.items():
            sums[name] = sha256_of(path.read_bytes())
            with path.open("rb") as source, archive.open(name, "w") as copy:
                shutil.copyfileobj(source, copy)
        archive.writestr(MANIFEST, json.dumps({"schema": SCHEMA, "sha256": sums}, indent=1))


def _ledger_entries(copy: Path, source: Path) -> int:
    database = open_database(f"sqlite:///{copy}")
    try:
        with database.read() as session:
            chain = audit.verify(session)
    finally:
        database.engine.dispose()
    if chain.broken:
        raise BadInput(f"The ledger in it is broken: {chain.broken}.", file=source)
    return chain.entries


def _refuse_postgresql(database: Database) -> None:
    if not database.is_sqlite:
        raise Refused("A PostgreSQL database is backed up with pg_dump; copy the blobs folder beside it.")
