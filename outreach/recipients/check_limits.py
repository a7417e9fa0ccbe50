"""What must hold for the limits of a web form in a recipients file."""

from ruamel.yaml.comments import CommentedMap

from outreach.recipients.document import Document
from outreach.recipients.status import Channel

COUNTS = ("characters", "words")


def check_limits(document: Document, contact: CommentedMap, channel: str) -> None:
    """Note every problem of the optional `limits` of a contact."""
    if "limits" not in contact or (limits := document.mapping(contact, "limits")) is None:
        return
    if channel != Channel.WEB_FORM:
        document.say(contact, "limits", f"only a {Channel.WEB_FORM} has `limits`.")
    document.keys(limits, needed=("source",), allowed=(*COUNTS, "files"))
    document.text(limits, "source")
    for key in COUNTS:
        count = limits.get(key, 1)
        if not isinstance(count, int) or isinstance(count, bool) or count < 1:
            document.say(limits, key, f"`{key}` must be a whole number of at least 1.")
    if not isinstance(limits.get("files", True), bool):
        document.say(limits, "files", "`files` must be true or false.")
    if not {*COUNTS, "files"} & limits.keys():
        document.say(contact, "limits", f"say at least one of {', '.join(COUNTS)}, files.")
