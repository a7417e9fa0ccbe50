"""One suite for every mailbox: a Maildir, files that somebody saved, and a real IMAP server (Dovecot)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from outreach.errors import Unavailable
from outreach.replies.files import MailFiles
from outreach.replies.imap import ImapAccount, ImapMailbox
from outreach.replies.mailbox import Mailbox
from outreach.replies.maildir import Maildir
from tests.certificate import Certificate
from tests.dovecot import Dovecot, free_port, needs_dovecot, running_dovecot

FIRST = b"Subject: one\r\n\r\nFrom the office\r\n"
SECOND = b"Subject: two\r\n\r\n\xff\xfe bytes of any kind \x00\r\n"


@dataclass(frozen=True, slots=True)
class Place:
    """A mailbox and a way to put mail into it. `reopened` is the same mailbox on the next run."""

    mailbox: Mailbox
    deliver: Callable[[str, bytes], None]
    reopened: Callable[[], Mailbox]


def maildir(folder: Path) -> Place:
    def deliver(name: str, raw: bytes) -> None:
        (folder / "new").mkdir(parents=True, exist_ok=True)
        (folder / "new" / name).write_bytes(raw)

    return Place(Maildir(folder), deliver, lambda: Maildir(folder))


def eml(folder: Path) -> Place:
    paths = (folder / "a.eml", folder / "b.eml")

    def deliver(name: str, raw: bytes) -> None:
        next(path for path in paths if not path.exists()).write_bytes(raw)

    def opened() -> Mailbox:
        return MailFiles(tuple(path for path in paths if path.exists()))

    @dataclass(slots=True)
    class Late:
        """Looks for the files when it is asked, as a shell does with `*.eml`."""

        name: str = "files"

        def arrived(self, *, is_known: Callable[[str], bool]) -> Iterator[object]:
            return opened().arrived(is_known=is_known)

        def keep(self, uid: str) -> None:
            opened().keep(uid)

        def close(self) -> None:
            opened().close()

    return Place(Late(), deliver, Late)  # type: ignore[arg-type]


def mbox(folder: Path) -> Place:
    path = folder / "answers.mbox"
    path.write_bytes(b"")

    def deliver(name: str, raw: bytes) -> None:
        quoted = b"".join(b">" + line if line.startswith(b"From ") else line for line in raw.splitlines(True))
        with path.open("ab") as file:
            file.write(b"From office@example.org Tue Nov 24 09:00:00 2026\n" + quoted + b"\n")

    return Place(MailFiles((path,)), deliver, lambda: MailFiles((path,)))


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with running_dovecot() as server:
        yield server


@pytest.fixture(
    params=["maildir", "eml", "mbox", pytest.param("imap", marks=needs_dovecot)],
)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param != "imap":
        yield {"maildir": maildir, "eml": eml, "mbox": mbox}[request.param](tmp_path)
        return
    server: Dovecot = request.getfixturevalue("dovecot")
    server.empty()
    account = ImapAccount("127.0.0.1", server.port, "office", "secret", tls=False)
    mailbox = ImapMailbox(account)
    yield Place(mailbox, server.deliver, lambda: ImapMailbox(account))
    mailbox.close()


def nothing_known(uid: str) -> bool:
    return False


def test_an_empty_one_has_no_mail(place: Place) -> None:
    assert list(place.mailbox.arrived(is_known=nothing_known)) == []


def test_mail_comes_as_its_bytes_each_with_a_key_of_its_own(place: Place) -> None:
    place.deliver("1.office", FIRST)
    place.deliver("2.office", SECOND.replace(b"\0", b""))
    found = list(place.mailbox.arrived(is_known=nothing_known))
    assert [mail.raw.rstrip(b"\r\n") for mail in found] == [
        FIRST.rstrip(b"\r\n"),
        SECOND.replace(b"\0", b"").rstrip(b"\r\n"),
    ]
    assert len({mail.uid for mail in found}) == 2


def test_what_is_known_does_not_come_again_on_the_next_run(place: Place) -> None:
    place.deliver("1.office", FIRST)
    (first,) = place.mailbox.arrived(is_known=nothing_known)
    place.mailbox.keep(first.uid)
    place.mailbox.close()
    place.deliver("2.office", SECOND.replace(b"\0", b""))
    again = place.reopened()
    (second,) = again.arrived(is_known={first.uid}.__contains__)
    assert b"Subject: two" in second.raw
    again.close()


def test_nothing_is_deleted_by_keeping(place: Place) -> None:
    place.deliver("1.office", FIRST)
    (first,) = place.mailbox.arrived(is_known=nothing_known)
    place.mailbox.keep(first.uid)
    place.mailbox.keep(first.uid)
    (again,) = place.mailbox.arrived(is_known=nothing_known)
    assert again == first


def test_its_name_is_the_same_on_the_next_run(place: Place) -> None:
    assert place.mailbox.name == place.reopened().name
    assert "secret" not in place.mailbox.name


@needs_dovecot
def test_a_wrong_password_is_one_sentence_that_names_the_settings(dovecot: Dovecot) -> None:
    mailbox = ImapMailbox(ImapAccount("127.0.0.1", dovecot.port, "office", "not it", tls=False))
    with pytest.raises(Unavailable, match="OUTREACH_IMAP__HOST") as caught:
        list(mailbox.arrived(is_known=nothing_known))
    assert "not it" not in str(caught.value)


@pytest.fixture
def over_tls(localhost_certificate: Certificate) -> Iterator[tuple[Dovecot, ImapAccount]]:
    port, chain = free_port(), localhost_certificate.chain
    listener = f"service imap-login {{\n  inet_listener imaps {{\n    port = {port}\n    ssl = yes\n  }}\n}}\n"
    with running_dovecot(f"ssl = yes\nssl_cert = <{chain}\nssl_key = <{chain}\n{listener}") as server:
        yield server, ImapAccount("localhost", port, "office", "secret", tls=True)


@needs_dovecot
def test_the_password_goes_to_no_server_whose_certificate_nobody_vouches_for(
    over_tls: tuple[Dovecot, ImapAccount],
) -> None:
    with pytest.raises(Unavailable, match="certificate verify failed"):
        list(ImapMailbox(over_tls[1]).arrived(is_known=nothing_known))


@needs_dovecot
def test_a_server_that_is_vouched_for_is_read_and_heard(
    over_tls: tuple[Dovecot, ImapAccount], localhost_certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(localhost_certificate.authority))
    server, account = over_tls
    listening, reading = ImapMailbox(account), ImapMailbox(account)
    assert listening.can_announce()
    news = listening.news(seconds=60, should_stop=lambda: False)
    next(news)
    for number in (1, 2, 3):
        server.deliver(f"{number}.office", FIRST)
        while len(list(reading.arrived(is_known=nothing_known))) < number:
            next(news)
    del news  # whoever stops asking ends the watch
    listening.close()
    reading.close()


def test_a_server_that_is_not_there_is_one_sentence() -> None:
    mailbox = ImapMailbox(ImapAccount("127.0.0.1", 1, "office", "secret", tls=False))
    with pytest.raises(Unavailable, match="refused"):
        list(mailbox.arrived(is_known=nothing_known))


def test_a_maildir_moves_what_is_kept(tmp_path: Path) -> None:
    place = maildir(tmp_path)
    place.deliver("1.office", FIRST)
    place.mailbox.keep("1.office")
    assert [path.name for path in (tmp_path / "cur").iterdir()] == ["1.office:2,S"]


def test_a_from_line_within_an_mbox_mail_is_unquoted(tmp_path: Path) -> None:
    place = mbox(tmp_path)
    place.deliver("1", b"Subject: one\n\nFrom the office with regards\n")
    place.deliver("2", b"Subject: two\n\nhello\n")
    first, second = place.mailbox.arrived(is_known=nothing_known)
    assert b"\nFrom the office with regards" in first.raw
    assert second.raw.startswith(b"Subject: two")
