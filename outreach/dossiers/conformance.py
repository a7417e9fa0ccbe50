"""The gate: a document that fails PDF/A-3a or PDF/UA-1 is not made."""

from page import PageError, ValidationProfile, validate_pdf_bytes

from outreach.errors import BadInput

PROFILES = {"PDF/A-3a": ValidationProfile.PDF_A_3A, "PDF/UA-1": ValidationProfile.PDF_UA_1}
"""ISO 19005-3 level A, and ISO 14289-1."""


def failures(content: bytes) -> dict[str, list[str]]:
    """What is wrong by profile, one sentence with the rule's id each; empty lists for a conforming file.

    Raises:
        BadInput: the bytes are no PDF that can be read.
    """
    found = {}
    for name, profile in PROFILES.items():
        try:
            report = validate_pdf_bytes(content, profile=profile)
        except PageError as error:
            raise BadInput(f"This is not a PDF that can be checked: {error}.") from error
        found[name] = [f"{failure.rule_id}: {failure.message}" for failure in report.failures]
        if not report.is_compliant and not found[name]:
            found[name].append("not conformant, without a reason given")
    return found


def require_conformance(content: bytes, *, name: str) -> None:
    """Raise BadInput naming every rule that the document `name` breaks."""
    broken = [
        f"{profile} {reason}"
        for profile, reasons in failures(content).items()
        for reason in dict.fromkeys(reasons)
    ]
    if broken:
        raise BadInput(f"{name} does not conform: {'; '.join(broken)}.")
