"""Puts the parts together from the settings. Only the command line and the web stand above this."""

from dataclasses import dataclass
from pathlib import Path

from outreach.blob_folder import FolderBlobs
from outreach.blobs import Blobs
from outreach.db import Database, open_database
from outreach.delivery.address import domain_of
from outreach.delivery.dkim_signature import DkimSigner
from outreach.delivery.identity import MailIdentity, ReplyMode
from outreach.delivery.pacing import Pace
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.relay import Relay, Tls
from outreach.delivery.sandbox import Sandbox
from outreach.delivery.transport import Transport
from outreach.errors import BadInput, Unavailable
from outreach.interface.speech import speech_of
from outreach.notices.send import Post
from outreach.replies.files import MailFiles
from outreach.replies.imap import ImapAccount, ImapMailbox
from outreach.replies.mailbox import Mailbox
from outreach.replies.maildir import Maildir
from outreach.replies.trust import Trust
from outreach.resolver import NoDns, Resolver
from outreach.settings import MailSettings, Settings, read_settings


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


def transport_of(settings: Settings) -> Transport:
    """The way out: the sandbox, unless an SMTP host is set and OUTREACH_LIVE=yes.

    Raises:
        BadInput: live without a host, or a password over a plain connection.
    """
    if not settings.live:
        return Sandbox(settings.home / "sandbox")
    if not settings.smtp.host:
        raise BadInput("OUTREACH_LIVE=yes needs OUTREACH_SMTP__HOST; without both nothing leaves this machine.")
    return SmtpTransport(relay_of(settings), is_live=True)


def post_of(settings: Settings) -> Post:
    """How notices to our own people leave: as all mail does. Raises as `transport_of`."""
    speech = speech_of(settings.interface)
    return Post(transport_of(settings), identity_of(settings), settings.url, speech)


def relay_of(settings: Settings) -> Relay:
    """The server that takes our mail. Raises BadInput for a password over a plain connection."""
    smtp = settings.smtp
    return Relay(
        host=smtp.host,
        port=smtp.port,
        tls=Tls(smtp.tls),
        username=smtp.username,
        password=smtp.password.get_secret_value(),
        timeout_seconds=smtp.timeout_seconds,
        local_hostname=settings.mail.domain,
    )


def identity_of(settings: Settings) -> MailIdentity:
    """Who we are in mail.

    Raises:
        BadInput: of a DKIM key and its selector one is missing, or a key cannot be read.
    """
    mail = settings.mail
    return MailIdentity(
        sender=mail.sender,
        sender_name=mail.sender_name,
        domain=mail.domain,
        reply_domain=mail.reply_domain,
        reply_mode=ReplyMode(mail.reply_mode),
        reply_mailbox=mail.reply_mailbox,
        token_keys=tuple(key.get_secret_value().encode() for key in settings.token_keys),
        signers=signers_of(mail),
    )


def signers_of(mail: MailSettings) -> tuple[DkimSigner, ...]:
    """Our DKIM keys, none to two. Raises as `identity_of`."""
    domain = domain_of(mail.sender)
    first = ("OUTREACH_MAIL__DKIM_", mail.dkim_selector, mail.dkim_key.get_secret_value())
    second = ("OUTREACH_MAIL__DKIM_SECOND_", mail.dkim_second_selector, mail.dkim_second_key.get_secret_value())
    for name, selector, key in (first, second):
        if bool(key) != bool(selector):
            raise BadInput(f"{name}KEY_FILE and {name}SELECTOR need each other.")
    return tuple(DkimSigner(domain, selector, key) for _, selector, key in (first, second) if selector)


def pace_of(settings: Settings) -> Pace | None:
    """How many mails a minute; the sandbox needs no pace."""
    mail = settings.mail
    return Pace(mail.per_minute, mail.per_domain_per_minute) if settings.live else None


def trust_of(settings: Settings) -> Trust:
    """What we believe about a mail's origin; name servers are asked for signers' keys only when live."""
    resolver = resolver_of(settings)

    def find_key(name: str) -> str | None:
        try:
            return next(iter(resolver.texts(name)), None)
        except NoDns:
            return None

    return Trust(settings.mail.authserv_id, find_key if settings.live else None)


def resolver_of(settings: Settings) -> Resolver:
    """Who is asked about names: the machine's name servers, unless others are set."""
    return Resolver([str(server) for server in settings.dns.servers], settings.dns.port)


def mailbox_of(settings: Settings, sources: tuple[Path, ...] = ()) -> Mailbox:
    """Where answers come from: the given files or Maildir, else the IMAP account, else the Maildir `home/inbox`.

    Raises:
        BadInput: a source does not exist.
    """
    missing = next((path for path in sources if not path.exists()), None)
    if missing is not None:
        raise BadInput(f"There is no file or folder {missing}: give a Maildir, an mbox file or .eml files.")
    if len(sources) == 1 and sources[0].is_dir():
        return Maildir(sources[0])
    if sources:
        return MailFiles(sources)
    imap = settings.imap
    if not imap.host:
        return Maildir(settings.home / "inbox")
    password, tls = imap.password.get_secret_value(), imap.tls == "implicit"
    return ImapMailbox(ImapAccount(imap.host, imap.port, imap.username, password, imap.folder, tls))
