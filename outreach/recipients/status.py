"""Vocabulary of recipients: branches, roles, channels, holder forms, scopes."""

from enum import StrEnum

LANGUAGES = ("en", "fr", "de", "it", "es", "ja", "ko", "zh-Hant", "hi", "he")
"""BCP 47 tags of the languages that letters are written in: each has a text under `letter_templates/texts/`."""


class Branch(StrEnum):
    """Which power an office belongs to."""

    EXECUTIVE = "executive"
    """Head of state, government, ministries."""
    LEGISLATURE = "legislature"
    """Presiding officers, committees and commissions of a parliament."""
    INDEPENDENT = "independent"
    """A body outside both, such as a human rights commission."""


class OfficeRole(StrEnum):
    """What kind of office it is: decides what a letter asks of it."""

    HEAD_OF_STATE = "head_of_state"
    """Represents the state; the note says where it only represents."""
    HEAD_OF_GOVERNMENT = "head_of_government"
    """Leads the government."""
    HEAD_OF_STATE_AND_GOVERNMENT = "head_of_state_and_government"
    """An executive president."""
    PRIME_MINISTER = "prime_minister"
    """A prime minister beside an executive president."""
    HEAD_OF_EXECUTIVE = "head_of_executive"
    """The President of the European Commission."""
    FOREIGN_MINISTER = "foreign_minister"
    """Foreign affairs."""
    HEALTH_MINISTER = "health_minister"
    """Health, and with it transplantation."""
    JUSTICE_MINISTER = "justice_minister"
    """Justice."""
    INTERIOR_MINISTER = "interior_minister"
    """Interior, where there is no ministry of justice."""
    PRESIDING_OFFICER = "presiding_officer"
    """Presides over a parliament of one chamber."""
    PRESIDING_OFFICER_LOWER = "presiding_officer_lower"
    """Presides over the lower chamber."""
    PRESIDING_OFFICER_UPPER = "presiding_officer_upper"
    """Presides over the upper chamber."""
    MEMBER = "member"
    """A member of a parliament of one chamber."""
    MEMBER_LOWER = "member_lower"
    """A member of the lower chamber."""
    MEMBER_UPPER = "member_upper"
    """A member of the upper chamber."""
    PETITIONS_COMMITTEE = "petitions_committee"
    """Examines petitions."""
    PETITIONS_OFFICE = "petitions_office"
    """Certifies the form of petitions."""
    PETITIONS_PORTAL = "petitions_portal"
    """A web site for a parliament's own petitions; takes no mail."""
    FOREIGN_AFFAIRS_COMMITTEE = "foreign_affairs_committee"
    """Committee on foreign affairs."""
    HUMAN_RIGHTS_COMMITTEE = "human_rights_committee"
    """Committee on human rights."""
    HEALTH_COMMITTEE = "health_committee"
    """Committee on health."""
    CHINA_COMMISSION = "china_commission"
    """A parliament's commission on China."""
    HUMAN_RIGHTS_BODY = "human_rights_body"
    """An independent human rights commission."""


class Chamber(StrEnum):
    """A house of a parliament."""

    LOWER = "lower"
    """The lower house."""
    UPPER = "upper"
    """The upper house."""
    SINGLE = "single"
    """The only one."""


class OfficeKind(StrEnum):
    """Which offices are meant: those of the files, or the seats of imported legislators."""

    INSTITUTIONS = "institutions"
    """Offices of the recipients files."""
    LEGISLATORS = "legislators"
    """Seats of a parliament, brought by `outreach recipients import`."""
    ALL = "all"
    """Both."""


class Confidence(StrEnum):
    """How sure a starting fact is."""

    HIGH = "high"
    """Sure, or stated by a good source."""
    MEDIUM = "medium"
    """Probable: confirm."""
    LOW = "low"
    """Incomplete, or known to be changing: do not use before confirming."""


class Channel(StrEnum):
    """How an office is reached."""

    EMAIL = "email"
    """An e-mail address that an official page states."""
    POST = "post"
    """A postal address."""
    WEB_FORM = "web_form"
    """A form on the office's own site; needs its URL."""
    VIA_MEMBER = "via_member"
    """A formal petition that a member of that parliament must present."""
    IN_PERSON = "in_person"
    """Handed over by a person."""


class HolderForm(StrEnum):
    """Which form of address the holder of an office uses."""

    M = "m"
    """The masculine form."""
    F = "f"
    """The feminine form."""
    ANY = "any"
    """A form that fits whoever holds the office."""


class ClosureKind(StrEnum):
    """Why a parliament or an office is not written to for some days."""

    RECESS = "recess"
    """It does not sit, or is closed."""
    DISSOLUTION = "dissolution"
    """It is dissolved: nobody holds its offices until the next one meets."""


class Scope(StrEnum):
    """What an objection covers."""

    OFFICE = "office"
    """Every contact of the office."""
    CONTACT = "contact"
    """One contact only."""


class ProposalStatus(StrEnum):
    """What became of a proposed change to a contact."""

    OPEN = "open"
    """Waits for a person."""
    ACCEPTED = "accepted"
    """A person made the change."""
    DECLINED = "declined"
    """A person decided against it."""
