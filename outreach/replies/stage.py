"""At which command of the SMTP conversation a recipient was refused: who says "unknown" when (RFC 5321 §4.1.1)."""

from enum import StrEnum

from outreach.replies.phrases import any_of, sections


class Stage(StrEnum):
    """When the refusal came, as far as the report tells."""

    RECIPIENT = "recipient"
    """To RCPT: the server looked the address up."""
    CONTENT = "content"
    """To DATA or after it: the server had taken the recipient, and judged the mail."""
    UNKNOWN = "unknown"
    """The report does not tell."""


_TABLE = sections("stage")
_RECIPIENT, _CONTENT = any_of(_TABLE["recipient"]), any_of(_TABLE["content"])
_PIPELINED = any_of(_TABLE["pipelined"])
_SHOWN = 4_000


def find_stage(report: str, context: str) -> Stage:
    """Told by the words about the one recipient, else by those of the whole notification.

    A client that sends its commands in one go (RFC 2920) shows DATA before the replies to RCPT: when the server
    then asks for a recipient, the transcript does not tell which command was refused.
    """
    for text in (report[:_SHOWN], context[:_SHOWN]):
        is_content, is_recipient = bool(_CONTENT.search(text)), bool(_RECIPIENT.search(text))
        if is_content and (is_recipient or _PIPELINED.search(context[:_SHOWN])):
            return Stage.UNKNOWN
        if is_content or is_recipient:
            return Stage.CONTENT if is_content else Stage.RECIPIENT
    return Stage.UNKNOWN
