"""What one row may say: days, names and forms of address."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.recipients.member import RowFault, day_of, form_of, name_of
from outreach.recipients.status import HolderForm


@pytest.mark.parametrize("written", ["3.5.2025", "03.05.2025", " 3.05.2025 ", "2025-05-03"])
def test_two_styles_of_a_day(written: str) -> None:
    assert day_of(written, "since") == date(2025, 5, 3)


@pytest.mark.parametrize("written", ["31.2.2025", "3/5/2025", "5.2025", "2025", "3.5.25", "2025-13-01", "x"])
def test_another_style_is_refused(written: str) -> None:
    with pytest.raises(RowFault):
        day_of(written, "since")


@given(st.dates())
def test_every_day_is_read_back(day: date) -> None:
    assert day_of(day.isoformat(), "x") == day
    assert day_of(f"{day.day}.{day.month}.{day.year:04}", "x") == day
    assert day_of(f"{day.day:02}.{day.month:02}.{day.year:04}", "x") == day


@given(st.text())
def test_a_day_is_a_day_or_a_fault(text: str) -> None:
    try:
        found = day_of(text, "since")
    except RowFault:
        return
    assert found is None or str(found.year) in text.replace("-", ".")


@given(st.text())
def test_a_name_is_one_line_or_a_fault(text: str) -> None:
    try:
        name = name_of(text)
    except RowFault:
        return
    assert name == " ".join(name.split()) != ""
    assert not set("{}<>\n") & set(name)
    assert name_of(name) == name


def test_a_form_is_never_guessed() -> None:
    assert [form_of(one) for one in ("M", "female", "", "unknown")] == [
        HolderForm.M,
        HolderForm.F,
        HolderForm.ANY,
        HolderForm.ANY,
    ]
    with pytest.raises(RowFault, match="none of m, f, any"):
        form_of("Ms")
