"""A certificate for localhost, made anew in each test run: no private key lies in the tree."""

from dataclasses import dataclass
from pathlib import Path

import trustme


@dataclass(frozen=True, slots=True)
class Certificate:
    """PEM files: `chain` (private key and certificate) for a server, `authority` for a client that trusts it."""

    chain: Path
    authority: Path


def make_certificate(folder: Path) -> Certificate:
    """Make an authority and a certificate of `localhost` and 127.0.0.1 in `folder`."""
    made = Certificate(folder / "server.pem", folder / "authority.pem")
    authority = trustme.CA()
    authority.issue_cert("localhost", "127.0.0.1").private_key_and_cert_chain_pem.write_to_path(made.chain)
    authority.cert_pem.write_to_path(made.authority)
    return made
