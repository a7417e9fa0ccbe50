"""The real reports that stand beside the project: recipients, and dead or not, for both parts of the set."""

import pytest

from outreach.replies.status import ReplyKind
from tests.replies.score import bounces, others
from tests.shared import needs_shared

pytestmark = needs_shared


@pytest.mark.parametrize("held_back", [False, True], ids=["trained on", "held back"])
def test_recipients_and_whether_they_are_dead(held_back: bool) -> None:
    total = bounces(held_back=held_back)
    assert total["exact"] / total["reports"] >= 0.95
    assert total["judged"] / total["recipients"] >= 0.85


@pytest.mark.parametrize("held_back", [False, True], ids=["trained on", "held back"])
def test_an_address_is_retired_only_when_it_is_gone(held_back: bool) -> None:
    total = bounces(held_back=held_back)
    assert total["retired_rightly"] / total["retired"] >= 0.9
    assert total["retired_rightly"] / total["dead"] >= 0.75
    assert (total["retired"] - total["retired_rightly"]) / total["recipients"] <= 0.03


def test_complaints_and_automatic_notes_are_no_bounces() -> None:
    found = others()
    assert all(kind is not ReplyKind.BOUNCE for kind, _ in found)
    assert sum(kind is want for kind, want in found) / len(found) >= 0.8
