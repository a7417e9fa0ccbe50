"""How a letter addresses an office: the forms of one language and holder, and its postal lines."""

import re
from collections.abc import Sequence

from outreach.dossiers.content import Recipient
from outreach.dossiers.figures import RegionCount
from outreach.recipients.forms import form
from outreach.recipients.status import Channel, HolderForm
from outreach.recipients.values import ContactEntry, ContactInfo, OfficeEntry, OfficeInfo

_APOSTROPHE = re.compile(r"(?<=[A-Za-zÀ-ÿ])'(?=[A-Za-zÀ-ÿ])")


def recipient_of(
    office: OfficeInfo | OfficeEntry,
    contacts: Sequence[ContactInfo | ContactEntry],
    *,
    language: str,
    holder: HolderForm | None,
    reference: str,
    name: str = "",
    region: RegionCount | None = None,
) -> Recipient:
    """The recipient of one letter; `name` is the holder's, for forms that have it.

    The postal lines come from the preferred postal contact, whatever the channel.

    Raises:
        Refused: a form is missing, or a person must choose the holder's form first.
    """
    postal = next((c.value for c in contacts if c.channel is Channel.POST and c.value), "")
    return Recipient(
        office_key=office.key,
        office_name=office.names.get(language, office.name),
        role=office.role,
        branch=office.branch,
        addressee=_printed(form(office, "addressee", language, holder, name=name)),
        salutation=_printed(form(office, "salutation", language, holder, name=name)),
        closing=_printed(form(office, "closing", language, holder, name=name)),
        address=tuple(_printed(line) for line in postal.split("\n") if line),
        reference=reference,
        region=region,
    )


def _printed(text: str) -> str:
    """With the apostrophe that print has, as in the sentences around it; keyboards write another."""
    return _APOSTROPHE.sub("’", text)
