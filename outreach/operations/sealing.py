"""The sealer that the settings describe: apart from the wiring, for pyHanko takes half a second to load."""

from datetime import datetime
from pathlib import Path

from outreach.dossiers.hanko import HankoSealer
from outreach.dossiers.pkcs12 import open_pkcs12
from outreach.dossiers.sealer import Sealer
from outreach.settings import SigningSettings


def sealer_of(signing: SigningSettings, *, now: datetime) -> Sealer | None:
    """What seals letters and dossiers; None when no certificate is set.

    Raises:
        BadInput: the file is missing, its password is wrong, or its certificate may not sign today.
    """
    if not signing.pkcs12:
        return None
    return HankoSealer(open_pkcs12(Path(signing.pkcs12), signing.password.get_secret_value(), now=now))
