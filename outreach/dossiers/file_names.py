"""Readable names for the files that an office receives: ASCII, lower case, telling apart what is told apart."""

from outreach.dossiers.content import Content, Recipient


def letter_file_name(content: Content, recipient: Recipient) -> str:
    """Such as `g7plus7-letter-jp-pm-ja-OUT-0000-42K.pdf`."""
    slug = content.campaign.slug
    return f"{slug}-letter-{recipient.office_key}-{content.language.lower()}-{recipient.reference}.pdf"


def dossier_file_name(content: Content) -> str:
    """Such as `g7plus7-dossier-jp-ja.pdf`."""
    return f"{content.campaign.slug}-dossier-{content.government.lower()}-{content.language.lower()}.pdf"
