"""Who approves a letter that is sent live reads its language, or names the native reader who checked it."""

from sqlmodel import Session

from outreach.accounts import Actor
from outreach.accounts.store import list_users
from outreach.errors import BadInput, Refused
from outreach.reviews.store import ParcelInfo
from outreach.rounds.store import get_round

SHORTEST_NAME = 3


def unread_languages(session: Session, parcel: ParcelInfo, *, actor: Actor) -> tuple[str, ...]:
    """The parcel's languages for which a native reader must be named: none where nothing is sent live."""
    if not get_round(session, parcel.round_id).live:
        return ()
    return tuple(language for language in parcel.manifest.languages if language not in actor.reads)


def require_reading(session: Session, parcel: ParcelInfo, *, native_reader: str, actor: Actor) -> None:
    """Raise unless the actor reads the parcel's languages, or names somebody else who does. Names of users are
    checked against what they read; anybody else is taken at the actor's word, which stays on record.

    Raises:
        Refused: nobody is named, or a user who does not read them.
        BadInput: the name is none, or the actor's own.
    """
    unread = unread_languages(session, parcel, actor=actor)
    if native_reader and len(native_reader.strip()) < SHORTEST_NAME:
        raise BadInput("Write the native reader's whole name.")
    if not unread:
        return
    languages = ", ".join(unread)
    if not native_reader:
        raise Refused(
            f"{actor.name} does not read {languages}, and parcel {parcel.id} is sent live: name the native reader "
            "who checked this letter, or let somebody approve it who reads it (an admin sets what users read)."
        )
    wanted = native_reader.strip().casefold()
    user = next((one for one in list_users(session) if wanted in (one.name, one.full_name.casefold())), None)
    if user is None:
        return
    if user.name == actor.name:
        raise BadInput(f"You do not read {languages} yourself: name the native reader who checked this letter.")
    if missing := [language for language in unread if language not in user.languages]:
        raise Refused(f"{user.full_name} does not read {', '.join(missing)} either: name a native reader.")
