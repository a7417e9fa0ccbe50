"""What a parcel holds besides its documents, as commands print it."""

from outreach.cli.output import say
from outreach.recipients.form_limits import NOT_KNOWN
from outreach.recipients.status import Channel
from outreach.reviews.form_text import told_cut
from outreach.reviews.manifest import Manifest


def say_form(manifest: Manifest) -> None:
    """For a web form: what it takes, whether the text was cut, what was left out, and the files to attach."""
    if manifest.channel != Channel.WEB_FORM:
        return
    limits = manifest.limits.form if manifest.limits else None
    files = limits.told_files if limits else "not known whether it takes files"
    say(f"\nForm: {limits.told if limits else NOT_KNOWN}; {files}; {told_cut(manifest)}.")
    for passage in manifest.left_out:
        say(f"  left out: {passage}")
    if limits is None or limits.files is not False:
        names = ", ".join(document.file_name for document in manifest.documents)
        say(f"  attach where it takes files: {names}")


def say_routes(manifest: Manifest) -> None:
    """The formal ways to the office: form, reason, steps, and the texts that were made for them."""
    for route in manifest.routes:
        say(f"\nFormal route: {route.body}")
        for name, fact in (("form", route.form), ("goes there", route.made), ("a person, because", route.reason)):
            if fact:
                say(f"  {name}: {fact}")
        for step in route.steps:
            say(f"  - {step}")
        say(f"  source: {route.source or 'none: confirm it'} ({route.basis})")
        for one in route.texts:
            draft = "" if one.is_reviewed else " DRAFT, no native reader has approved it."
            say(f"\n  [{one.language}, {one.words} words] {one.label}.{draft}\n\n{one.text}")
