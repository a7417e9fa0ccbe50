"""Questions to DNS, through dnspython."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dns.exception
import dns.resolver

from outreach.errors import Unavailable

PATIENCE_SECONDS = 4.0


class NoDns(Unavailable):
    """DNS did not answer; that says nothing about the name."""


@dataclass(frozen=True, slots=True)
class Resolver:
    """Asks the machine's name servers, or the given ones (an IP address each, all on `port`)."""

    servers: Sequence[str] = ()
    port: int = 53

    def texts(self, name: str) -> list[str]:
        """TXT records, the pieces of each joined. Empty when there are none; raises NoDns."""
        return [b"".join(record.strings).decode("utf-8", "replace") for record in self._ask(name, "TXT")]

    def mail_servers(self, domain: str) -> list[str] | None:
        """Hosts that take mail for a domain, the preferred one first (RFC 5321 §5.1).

        Empty when it takes none and says so (null MX, RFC 7505); None when nothing is known of it, neither MX nor
        address. Raises NoDns.
        """
        records = sorted(self._ask(domain, "MX"), key=lambda record: record.preference)
        if records:
            return [host for record in records if (host := record.exchange.to_text(omit_final_dot=True)) != "."]
        has_address = self._ask(domain, "A") or self._ask(domain, "AAAA")
        return [domain] if has_address else None

    def _ask(self, name: str, kind: str) -> list[Any]:
        try:
            resolver = dns.resolver.Resolver(configure=not self.servers)
            if self.servers:
                resolver.nameservers, resolver.port = list(self.servers), self.port
            resolver.lifetime = PATIENCE_SECONDS
            return list(resolver.resolve(name, kind, search=False))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.name.LabelTooLong, dns.name.EmptyLabel):
            return []
        except (dns.exception.DNSException, OSError) as error:
            told = " ".join(str(error).split()) or type(error).__name__
            raise NoDns(f"DNS did not say {kind} of {name}: {told}") from error
