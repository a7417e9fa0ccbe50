"""How the texts for web forms stand: what each form takes, and whether the packed text was cut to it."""

from collections.abc import Sequence

from sqlmodel import Session

from outreach.recipients.form_limits import NOT_KNOWN, FormLimits
from outreach.recipients.status import Channel
from outreach.recipients.store import contacts_by_id
from outreach.reviews.manifest import Manifest
from outreach.reviews.store import newest_parcel_ids, parcels_by_id
from outreach.rounds.store import AddresseeInfo


def form_texts(session: Session, addressees: Sequence[AddresseeInfo]) -> dict[int, str]:
    """A sentence for each addressee that is written to by a web form, by its id."""
    by_form = [one for one in addressees if one.included and one.channel is Channel.WEB_FORM]
    contacts = contacts_by_id(session, contact_ids={one.contact_id for one in by_form if one.contact_id})
    newest = newest_parcel_ids(session, addressee_ids={one.id for one in by_form})
    parcels = parcels_by_id(session, parcel_ids=list(newest.values()))
    told = {}
    for one in by_form:
        limits = contacts[one.contact_id].limits if one.contact_id else None
        packed = parcels[newest[one.id]].manifest if one.id in newest else None
        told[one.id] = told_limits(limits) + (f"; {told_cut(packed)}" if packed else "")
    return told


def told_limits(limits: FormLimits | None) -> str:
    """What a form takes, in words."""
    return limits.told if limits else NOT_KNOWN


def told_cut(manifest: Manifest) -> str:
    """Whether a form's text was cut, and how much of the limit it uses."""
    use = (manifest.limits.form if manifest.limits else FormLimits()).use_of(manifest.text)
    return f"the text was cut: {use}" if manifest.left_out else f"the whole text: {use}"
