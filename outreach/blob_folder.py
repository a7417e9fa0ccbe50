"""Blobs in a local folder: `ab/cdef…`, written beside and renamed, so that a reader never sees a half file."""

import contextlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from outreach.blobs import sha256_of
from outreach.errors import NotFound, Refused, Unavailable


@dataclass(frozen=True, slots=True)
class FolderBlobs:
    """The default store. `root` is made when the first blob is put."""

    root: Path

    def put(self, content: bytes) -> str:
        """Store durably (fsync of file and folder). Raises Unavailable on a full or read-only disk."""
        sha256 = sha256_of(content)
        path = self._path(sha256)
        if path.exists():
            return sha256
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_durably(path, content)
        except OSError as error:
            reason = error.strerror or str(error)
            raise Unavailable(
                f"Cannot write to {self.root} ({reason}): free space or fix OUTREACH_HOME."
            ) from error
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return the bytes. Raises NotFound when absent and Refused when they were altered."""
        try:
            content = self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise NotFound(f"The file with sha256 {sha256} is not in {self.root}.") from error
        if sha256_of(content) != sha256:
            raise Refused(f"The stored file {sha256} was altered: restore it from a backup.")
        return content

    def has(self, sha256: str) -> bool:
        return self._path(sha256).exists()

    def erase(self, sha256: str) -> None:
        self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256[2:]


def _write_durably(path: Path, content: bytes) -> None:
    handle, beside = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(beside)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
