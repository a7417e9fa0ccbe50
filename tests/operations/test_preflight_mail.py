"""Whether mail would be taken, asked of a real DNS server on loopback and a real SMTP server's own limit."""

from collections.abc import Iterator

import pytest

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.dkim_signature import DkimSigner
from outreach.delivery.esmtp import Offers
from outreach.operations.finding import Finding
from outreach.operations.preflight_mail import Destination, OurNames, destinations, mail_findings
from outreach.recipients.status import Channel
from outreach.resolver import NoDns, Resolver
from tests.delivery.an_open_round import OpenRound
from tests.dkim_keys import ED25519, OTHER_ED25519, RSA
from tests.dns_server import dns_server

SIGNERS = (DkimSigner("post.campaign.org", "k1", RSA), DkimSigner("post.campaign.org", "k2", ED25519))
SENDER = OurNames("post.campaign.org", "replies.campaign.org", SIGNERS)
GOOD = {
    ("replies.campaign.org", "TXT"): ['"something else"', '"v=spf1 ip4:192.0.2.1 " "-all"'],
    ("replies.campaign.org", "MX"): ["10 mx.campaign.org."],
    (SIGNERS[0].name, "TXT"): [f'"{SIGNERS[0].record[:200]}" "{SIGNERS[0].record[200:]}"'],
    (SIGNERS[1].name, "TXT"): [f'"{SIGNERS[1].record}"'],
    ("_dmarc.campaign.org", "TXT"): ['"v=DMARC1; p=reject"'],
    ("gov.example", "MX"): ["20 second.example.", "10 first.example."],
    ("address-only.example", "A"): ["192.0.2.7"],
    ("null.example", "MX"): ["0 ."],
    ("xn--bundeskanzlr-qcb.example", "MX"): ["10 mx.example."],
}
OTHER = f'"{DkimSigner("post.campaign.org", "k2", OTHER_ED25519).record}"'
NONE: dict[tuple[str, str], list[str]] = {}


def look(
    changed: dict[tuple[str, str], list[str]] = NONE,
    *to: Destination,
    ours: OurNames = SENDER,
    offers: Offers | None = None,
) -> list[Finding]:
    zone = {name: values for name, values in {**GOOD, **changed}.items() if values}
    with dns_server(zone) as port:
        return list(mail_findings(to, ours=ours, dns=Resolver(["127.0.0.1"], port), offers=offers))


def mail_to(domain: str, size: int = 400_000) -> Destination:
    return Destination("gb-pm", 7, domain, size)


@pytest.fixture(scope="module")
def resolver() -> Iterator[Resolver]:
    with dns_server(GOOD) as port:
        yield Resolver(["127.0.0.1"], port)


def test_what_is_right_is_not_mentioned() -> None:
    assert (
        look(
            NONE,
            mail_to("gov.example"),
            mail_to("address-only.example"),
            offers=Offers(10_000_000, takes_utf_8=False),
        )
        == []
    )


@pytest.mark.parametrize(
    ("name", "values", "subject", "told", "blocks"),
    [
        (("replies.campaign.org", "TXT"), [], "SPF replies.campaign.org", "does not say who", True),
        (("replies.campaign.org", "TXT"), ['"v=spf1 -all"', '"v=spf1 mx -all"'], "SPF replies", "2 SPF", True),
        (("replies.campaign.org", "TXT"), ['"v=spf1 mx +all"'], "SPF replies", "lets anyone send", False),
        (("replies.campaign.org", "MX"), [], "replies", "takes no mail", True),
        (("replies.campaign.org", "MX"), ["0 ."], "replies", "takes no mail", True),
        (("k1._domainkey.post.campaign.org", "TXT"), [], "DKIM", "has no public key", True),
        (("k1._domainkey.post.campaign.org", "TXT"), ['"v=DKIM1; p="'], "DKIM", "has no public key", True),
        (("k1._domainkey.post.campaign.org", "TXT"), ['"v=DKIM1; p=MIIB"'], "DKIM", "another key than ours", True),
        (("k2._domainkey.post.campaign.org", "TXT"), [OTHER], "DKIM", "another key than ours", True),
        (("_dmarc.campaign.org", "TXT"), [], "DMARC post.campaign.org", "no policy", False),
    ],
)
def test_each_fault_of_our_own_names(
    name: tuple[str, str], values: list[str], subject: str, told: str, blocks: bool
) -> None:
    (finding,) = look({name: values})
    assert (finding.subject.startswith(subject), told in finding.told, finding.blocks) == (True, True, blocks)
    assert finding.remedy


def test_without_a_selector_dkim_is_the_relays() -> None:
    (finding,) = look(ours=OurNames("post.campaign.org", "replies.campaign.org", ()))
    assert (finding.subject, finding.blocks) == ("DKIM", False)


def test_ed25519_alone_is_advised_against() -> None:
    (finding,) = look(ours=OurNames("post.campaign.org", "replies.campaign.org", SIGNERS[1:]))
    assert (finding.subject, finding.blocks, "RSA" in finding.told) == ("DKIM", False, True)


@pytest.mark.parametrize(
    ("domain", "told"), [("null.example", "says that it takes no mail"), ("gone.example", "is not in DNS")]
)
def test_an_office_whose_domain_takes_no_mail(domain: str, told: str) -> None:
    (finding,) = look(NONE, mail_to(domain), mail_to("gov.example"))
    assert told in finding.told
    assert (finding.blocks, finding.subject, finding.remedy) == (True, "gb-pm", "outreach recipients verify 7")


def test_a_name_server_that_fails_is_advice_and_soon_given_up() -> None:
    findings = look(NONE, *(mail_to(f"{number}.broken") for number in range(9)))
    assert [(finding.blocks, finding.told[:20]) for finding in findings] == [(False, "DNS did not say MX o")] * 3


def test_a_mail_larger_than_the_relay_takes() -> None:
    (finding,) = look(
        NONE,
        mail_to("gov.example", 12_000_000),
        mail_to("gov.example"),
        offers=Offers(10_000_000, takes_utf_8=False),
    )
    assert (finding.blocks, "12,000,000 octets and our relay takes 10,000,000" in finding.told) == (True, True)


def test_an_address_that_the_relay_cannot_name() -> None:
    named = Destination("jp-pm", 8, "gov.example", 400_000, needs_smtputf8=True)
    assert look(NONE, named, offers=Offers(None, takes_utf_8=True)) == []
    (finding,) = look(NONE, named, mail_to("gov.example"), offers=Offers(None, takes_utf_8=False))
    assert (finding.blocks, finding.subject, "SMTPUTF8" in finding.told) == (True, "jp-pm", True)


def test_the_preferred_server_comes_first(resolver: Resolver) -> None:
    assert resolver.mail_servers("gov.example") == ["first.example", "second.example"]
    assert resolver.mail_servers("address-only.example") == ["address-only.example"]
    assert resolver.mail_servers("null.example") == []
    assert resolver.mail_servers("a" * 64 + ".example") is None
    with pytest.raises(NoDns):
        resolver.texts("any.broken")


def test_the_mails_of_a_round(database: Database, blobs: FolderBlobs) -> None:
    with database.begin() as session:
        opened = OpenRound(session, blobs, dossier=b"%PDF" * 100_000)
        opened.add("office@Bundeskanzlär.example")
        opened.add("https://gov.example", channel=Channel.WEB_FORM)
        (one,) = destinations(session, round_id=opened.round_id)
    assert (one.office_key, one.contact_id, one.domain) == ("gb-office-1", 1, "xn--bundeskanzlr-qcb.example")
    assert 547_000 < one.size < 560_000
    assert not one.needs_smtputf8
