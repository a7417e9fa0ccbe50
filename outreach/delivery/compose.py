"""Turn a claimed parcel into the bytes to send, from the approved files and nothing else."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime

from outreach.blobs import Blobs
from outreach.delivery.attachment import Attachment, Part, encode
from outreach.delivery.claim import Claimed
from outreach.delivery.identity import MailIdentity
from outreach.delivery.mail import Mail
from outreach.delivery.message import build
from outreach.delivery.transport import SendingFailure
from outreach.dossiers.store import DocumentKind
from outreach.errors import OutreachError
from outreach.reviews.manifest import Manifest, ManifestDocument

KEPT_BYTES = 64_000_000
"""How much of encoded dossiers one process keeps: a government's goes to each of its offices, a letter to one."""


class NotBuilt(SendingFailure):
    """The mail could not be made from what was approved: nothing was sent, and no try is burnt."""


@dataclass(slots=True)
class Composer:
    """Builds mails; each dossier is read, checked against its sha256 and encoded once while it is kept."""

    blobs: Blobs
    identity: MailIdentity
    _kept: OrderedDict[tuple[str, str], Part] = field(default_factory=OrderedDict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def compose(self, claimed: Claimed, *, now: datetime) -> bytes:
        """The whole mail to the office, answered to the delivery's own address. Raises NotBuilt."""
        try:
            reply_to = self.identity.reply_address(claimed.delivery_id)
        except ValueError as error:
            raise NotBuilt(str(error)) from error
        return self.mail_of(claimed.manifest, reply_to=reply_to, message_id=claimed.message_id, now=now)

    def mail_of(self, manifest: Manifest, *, reply_to: str, message_id: str, now: datetime) -> bytes:
        """What was packed, as a whole mail.

        Raises:
            NotBuilt: a file is missing or was altered, an address or a text cannot stand in a mail, or the mail
                does not read back as meant.
        """
        try:
            message = build(self._mail(manifest, reply_to, message_id, now))
        except (OutreachError, ValueError) as error:
            raise NotBuilt(str(error)) from error
        return self.identity.signed(message)

    def _mail(self, manifest: Manifest, reply_to: str, message_id: str, now: datetime) -> Mail:
        return Mail(
            sender=self.identity.sender,
            sender_name=self.identity.sender_name,
            recipient=manifest.address,
            reply_to=reply_to,
            subject=manifest.subject,
            text=manifest.text,
            html=manifest.html,
            languages=manifest.languages,
            message_id=message_id,
            date=now,
            parts=[self._part(document) for document in manifest.documents],
        )

    def _part(self, document: ManifestDocument) -> Part:
        key = (document.sha256, document.file_name)
        with self._turn:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        part = encode(Attachment(document.file_name, self.blobs.get(document.sha256)))
        if document.kind == DocumentKind.DOSSIER:
            self._keep(key, part)
        return part

    def _keep(self, key: tuple[str, str], part: Part) -> None:
        with self._turn:
            self._kept[key] = part
            while len(self._kept) > 1 and sum(len(one.body) for one in self._kept.values()) > KEPT_BYTES:
                self._kept.popitem(last=False)
