"""Whether mail will be taken: our own names in DNS, the offices' mail servers, and what our relay can carry."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlmodel import Session

from outreach.delivery.address import carried_address, domain_of, needs_smtputf8
from outreach.delivery.dkim_signature import DkimSigner
from outreach.delivery.esmtp import Offers
from outreach.errors import BadInput
from outreach.operations.finding import Finding
from outreach.recipients.status import Channel
from outreach.resolver import NoDns
from outreach.reviews.store import list_parcels

MOST_SILENCES = 3
"""Questions without any answer, after which DNS is taken to be down."""


class Dns(Protocol):
    """What `Resolver` answers; both raise NoDns."""

    def texts(self, name: str) -> list[str]: ...

    def mail_servers(self, domain: str) -> list[str] | None: ...


@dataclass(frozen=True, slots=True)
class OurNames:
    """`sender_domain` stands in From, `return_domain` in the envelope and takes replies; `signers` have our DKIM
    keys, none when our relay signs with one that we do not know."""

    sender_domain: str
    return_domain: str
    signers: tuple[DkimSigner, ...]


@dataclass(frozen=True, slots=True)
class Destination:
    """One mail: its office, its contact, the domain it goes to, about how many octets it has, and whether only
    servers with SMTPUTF8 take it there."""

    office_key: str
    contact_id: int
    domain: str
    size: int
    needs_smtputf8: bool = False


def destinations(session: Session, *, round_id: int) -> list[Destination]:
    """The mails of a round, of what is packed."""
    return [
        Destination(
            manifest.office_key,
            manifest.contact_id,
            domain_of(manifest.address),
            _mail_size(sum(document.size for document in manifest.documents), manifest.text + manifest.html),
            _needs_smtputf8(manifest.address),
        )
        for manifest in (parcel.manifest for parcel in list_parcels(session, round_id=round_id))
        if manifest.channel == Channel.EMAIL
    ]


def mail_findings(
    to: Sequence[Destination], *, ours: OurNames, dns: Dns, offers: Offers | None
) -> Iterator[Finding]:
    """What would keep these mails from being taken. `offers` is our relay's, None when it was not reached.

    Silence about our own names blocks: receivers that get none either put our mail off. About an office's it does
    not: our relay tries for days.
    """
    try:
        yield from _sender_policy(ours, dns)
        yield from _signature(ours, dns)
        yield from _dmarc(ours, dns)
        if dns.mail_servers(ours.return_domain) in (None, []):
            told = f"{ours.return_domain} takes no mail: replies and bounces would be lost."
            yield Finding(True, "replies", told, "give it an MX record")
    except NoDns as silence:
        yield Finding(True, "DNS", str(silence), "try again, or ask your network")
    yield from _offices(to, dns)
    if offers is not None:
        yield from _sizes(to, offers.size_limit)
        yield from _scripts(to, offers)


def _sender_policy(ours: OurNames, dns: Dns) -> Iterator[Finding]:
    """SPF looks at the envelope's domain (RFC 7208 §2.4); two records are an error (§4.5)."""
    found = [text for text in dns.texts(ours.return_domain) if text.lower().split(" ")[0] == "v=spf1"]
    where = f"SPF {ours.return_domain}"
    if not found:
        remedy = "publish TXT v=spf1 with your relay's hosts and -all"
        yield Finding(True, where, "It does not say who may send for it.", remedy)
    elif len(found) > 1:
        yield Finding(True, where, f"It has {len(found)} SPF records, which is an error.", "leave one of them")
    elif {"+all", "all"} & set(found[0].lower().split()):
        yield Finding(False, where, "It lets anyone send.", "end it with -all")


def _signature(ours: OurNames, dns: Dns) -> Iterator[Finding]:
    if not ours.signers:
        told = "We do not sign, and do not know whether the relay does."
        remedy = "ask your relay, or set OUTREACH_MAIL__DKIM_KEY_FILE and __DKIM_SELECTOR"
        yield Finding(False, "DKIM", told, remedy)
        return
    for signer in ours.signers:
        published = [tags for text in dns.texts(signer.name) if (tags := _tags(text)).get("p")]
        if not published:
            yield Finding(True, "DKIM", f"{signer.name} has no public key.", f"publish TXT {signer.record}")
        elif not any(signer.fits(tags) for tags in published):
            told = f"{signer.name} has another key than ours: every signature of ours would fail."
            yield Finding(True, "DKIM", told, f"publish TXT {signer.record}, or set the key that belongs there")
    if all(signer.algorithm == "ed25519" for signer in ours.signers):
        told = "We sign with Ed25519 alone: many servers know RSA only, and take such mail for unsigned."
        yield Finding(
            False, "DKIM", told, "set an RSA key too: OUTREACH_MAIL__DKIM_SECOND_KEY_FILE, __SECOND_SELECTOR"
        )


def _dmarc(ours: OurNames, dns: Dns) -> Iterator[Finding]:
    """A parent domain's policy holds as well (RFC 7489 §6.6.3)."""
    labels = ours.sender_domain.split(".")
    parents = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    if not any(_tags(text).get("v") == "DMARC1" for name in parents for text in dns.texts(f"_dmarc.{name}")):
        told = "There is no policy: large providers refuse such mail in numbers."
        yield Finding(False, f"DMARC {ours.sender_domain}", told, "publish TXT v=DMARC1; p=quarantine at _dmarc")


def _offices(to: Sequence[Destination], dns: Dns) -> Iterator[Finding]:
    by_domain: dict[str, list[Destination]] = defaultdict(list)
    for one in to:
        by_domain[one.domain].append(one)
    silences = 0
    for domain, there in sorted(by_domain.items()):
        try:
            servers = dns.mail_servers(domain)
        except NoDns as silence:
            silences += 1
            yield Finding(False, domain, str(silence), "try again, or ask your network")
            if silences == MOST_SILENCES:
                return
            continue
        if not servers:
            told = f"{domain} is not in DNS." if servers is None else f"{domain} says that it takes no mail."
            for one in there:
                yield Finding(True, one.office_key, told, f"outreach recipients verify {one.contact_id}")


def _sizes(to: Sequence[Destination], size_limit: int | None) -> Iterator[Finding]:
    for one in to:
        if size_limit is not None and one.size > size_limit:
            told = f"The mail has about {one.size:,} octets and our relay takes {size_limit:,}."
            yield Finding(True, one.office_key, told, "shorten the dossier, or ask your relay for more")


def _scripts(to: Sequence[Destination], offers: Offers) -> Iterator[Finding]:
    for one in to:
        if one.needs_smtputf8 and not offers.takes_utf_8:
            told = "Its address needs SMTPUTF8, which our relay does not offer: it would be refused."
            yield Finding(
                True, one.office_key, told, "ask your relay for it, or add another contact of the office"
            )


def _needs_smtputf8(address: str) -> bool:
    try:
        return needs_smtputf8(carried_address(address))
    except BadInput:
        return False


def _mail_size(files: int, words: str) -> int:
    """Base64 makes four of three, and a line end comes with every 76."""
    return files * 4 // 3 * 78 // 76 + 3 * len(words) + 4_000


def _tags(text: str) -> dict[str, str]:
    """`v=DKIM1; p=…` as names and values (RFC 6376 §3.2)."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
