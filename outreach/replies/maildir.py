"""A Maildir: one file a mail, `new` until it is stored, then `cur` with the flag S."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from outreach.errors import Unavailable
from outreach.replies.mailbox import Arrived

_SEEN = ":2,S"


@dataclass(frozen=True, slots=True)
class Maildir:
    """The Maildir at `folder`; an absent one has no mail."""

    folder: Path

    @property
    def name(self) -> str:
        return f"maildir:{self.folder.absolute()}"

    def arrived(self, *, is_known: Callable[[str], bool]) -> Iterator[Arrived]:
        for path in self._files():
            uid = path.name.partition(":")[0]
            if is_known(uid):
                # Stored, and then the run ended before it could say so.
                if path.parent.name == "new":
                    self.keep(uid)
                continue
            raw = _read(path)
            if raw is not None:
                yield Arrived(uid, raw)

    def keep(self, uid: str) -> None:
        source = self.folder / "new" / uid
        with contextlib.suppress(FileNotFoundError):
            (self.folder / "cur").mkdir(exist_ok=True)
            source.rename(self.folder / "cur" / (uid + _SEEN))

    def interrupt(self) -> None:
        """Nobody waits for a file."""

    def close(self) -> None:
        """Nothing is kept open."""

    def _files(self) -> list[Path]:
        """Oldest first; names begin with the time of delivery, but only the file's own time is certain."""
        try:
            found = [
                path
                for part in ("new", "cur")
                if (self.folder / part).is_dir()
                for path in _entries(self.folder / part)
            ]
            return [path for _, _, path in sorted((path.stat().st_mtime_ns, path.name, path) for path in found)]
        except OSError as error:
            raise Unavailable(f"The Maildir {self.folder} cannot be read: {error.strerror}.") from error


def _entries(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if not path.name.startswith(".") and path.is_file()]


def _read(path: Path) -> bytes | None:
    """None when another program moved the file meanwhile: the next run finds it under its new name."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unavailable(f"The mail {path} cannot be read: {error.strerror}.") from error
