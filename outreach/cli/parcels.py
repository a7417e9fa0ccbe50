"""What a parcel holds besides its documents, as commands print it."""

from outreach.cli.output import say
from outreach.reviews.manifest import Manifest


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
