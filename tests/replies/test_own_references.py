"""Our own printed reference is never taken for the office's file number."""

import pytest

from outreach.replies.numbers import find_numbers


@pytest.mark.parametrize("subject", ["Re: letter to your office (OUT-0001-P7M)", "[OUT-0001-P7M] Re: your letter"])
def test_a_quoted_subject_has_no_number_of_the_office(subject: str) -> None:
    assert find_numbers(subject, "Your reference OUT-0001-P7M. Our ref: TO-2026-1234") == ("TO-2026-1234",)
