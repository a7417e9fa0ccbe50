"""A real DNS server on loopback (UDP) for tests: answers from a small zone, NXDOMAIN for all else."""

import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

Zone = Mapping[tuple[str, str], Sequence[str]]
"""Records by name (no final dot) and type, each as a zone file writes its value."""
BROKEN = "broken"
"""The domain whose questions the server fails to answer (SERVFAIL)."""


@contextmanager
def dns_server(zone: Zone) -> Iterator[int]:
    """Serve the zone; gives the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        link.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=_serve, args=(link, zone))
        thread.start()
        port: int = link.getsockname()[1]
        try:
            yield port
        finally:
            link.sendto(b"", ("127.0.0.1", port))
            thread.join()


def _serve(link: socket.socket, zone: Zone) -> None:
    while True:
        question, client = link.recvfrom(4096)
        if not question:
            return
        link.sendto(_answer(dns.message.from_wire(question), zone).to_wire(), client)


def _answer(query: dns.message.Message, zone: Zone) -> dns.message.Message:
    answer = dns.message.make_response(query)
    answer.flags |= dns.flags.RA
    asked = query.question[0]
    name = asked.name.to_text(omit_final_dot=True).lower()
    values = zone.get((name, dns.rdatatype.to_text(asked.rdtype)), ())
    if name.endswith(BROKEN):
        answer.set_rcode(dns.rcode.SERVFAIL)
    elif values:
        answer.answer.append(dns.rrset.from_text(asked.name, 60, "IN", asked.rdtype, *values))
    elif not any(known == name for known, _ in zone):
        answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer
