"""Mail in files that somebody saved: single `.eml` files and mbox files. The files are never changed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from outreach.blobs import sha256_of
from outreach.errors import Unavailable
from outreach.replies.mailbox import Arrived

_FROM = b"From "


@dataclass(frozen=True, slots=True)
class MailFiles:
    """The files at `paths`. A mail's key is its content, so that a file may be renamed or saved twice."""

    paths: tuple[Path, ...]

    @property
    def name(self) -> str:
        return "files"

    def arrived(self, *, is_known: Callable[[str], bool]) -> Iterator[Arrived]:
        for path in self.paths:
            for raw in _mails(path):
                uid = sha256_of(raw)
                if not is_known(uid):
                    yield Arrived(uid, raw)

    def keep(self, uid: str) -> None:
        """The files stay as they are."""

    def interrupt(self) -> None:
        """Nobody waits for a file."""

    def close(self) -> None:
        """Nothing is kept open."""


def _mails(path: Path) -> Iterator[bytes]:
    """One mail of an `.eml`; those of an mbox one at a time, so that its size does not matter."""
    try:
        with path.open("rb") as file:
            is_mbox = file.read(len(_FROM)) == _FROM and path.suffix.lower() != ".eml"
            file.seek(0)
            if not is_mbox:
                raw = file.read()
                if raw:
                    yield raw
                return
            yield from _split(file)
    except OSError as error:
        raise Unavailable(f"{path} cannot be read: {error.strerror}.") from error


def _split(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The mails of an mbox (RFC 4155): a `From ` line after an empty one begins the next; `>From ` is unquoted."""
    mail: list[bytes] = []
    after_empty = True
    for line in lines:
        if line.startswith(_FROM) and after_empty:
            if mail:
                yield b"".join(mail)
            mail = []
        else:
            is_quoted = line.startswith(b">") and line.lstrip(b">").startswith(_FROM)
            mail.append(line[1:] if is_quoted else line)
        after_empty = line in (b"\n", b"\r\n")
    if mail:
        yield b"".join(mail)
