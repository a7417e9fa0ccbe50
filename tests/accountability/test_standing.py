"""Each office stands in exactly one place."""

import pytest

from outreach.accountability.standing import BY_STATUS, Standing, standing_of
from outreach.delivery.status import DeliveryStatus as D


def test_every_status_has_a_place() -> None:
    assert set(BY_STATUS) == set(D)


@pytest.mark.parametrize(
    ("statuses", "planned", "standing"),
    [
        ([], [], Standing.LEFT_OUT),
        ([], [Standing.TO_SEND], Standing.TO_SEND),
        ([D.ACCEPTED], [], Standing.SENT),
        ([D.UNCERTAIN], [], Standing.WAITING_FOR_PERSON),
        ([D.BOUNCED], [], Standing.BOUNCED),
        ([D.BOUNCED, D.ACCEPTED], [], Standing.SENT),
        ([D.BOUNCED], [Standing.TO_HAND_OVER], Standing.TO_HAND_OVER),
        ([D.CANCELLED, D.REFUSED], [], Standing.REFUSED),
        ([D.RETURNED], [], Standing.BOUNCED),
        ([D.RECEIPTED, D.QUEUED], [], Standing.HANDED_OVER),
        ([D.EXHAUSTED], [Standing.CALLED_OFF], Standing.REFUSED),
    ],
)
def test_where_a_letter_came_furthest_counts(
    statuses: list[D], planned: list[Standing], standing: Standing
) -> None:
    assert standing_of(statuses, planned=planned, is_answered=False, needs_reader=False) is standing


def test_an_answer_outranks_a_mail_to_read_and_that_outranks_the_delivery() -> None:
    def of(*, is_answered: bool, needs_reader: bool) -> Standing:
        return standing_of([D.ACCEPTED], planned=[], is_answered=is_answered, needs_reader=needs_reader)

    assert of(is_answered=True, needs_reader=True) is Standing.ANSWERED
    assert of(is_answered=False, needs_reader=True) is Standing.WAITING_FOR_PERSON
