"""What is printed of counts, case by case. The limit is 10."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.signatures.counts import Counts
from outreach.signatures.disclosure import disclosure_from
from outreach.signatures.suppress import disclose
from tests.signatures.making import START, counted, disclose_all, shown


def printed(*times: Counts) -> list[dict[str, int | None]]:
    return [shown(disclosure) for disclosure in disclose_all(times, 10)]


def test_small_countries_are_merged_and_named() -> None:
    (table,) = disclose_all([counted({"GB": 500, "FR": 40, "FJ": 3, "TO": 8}, elsewhere=12)], 10)
    assert shown(table) == {"GB": 500, "FR": 40, "FJ": None, "TO": None}
    assert (table.merged, table.suppressed, table.difference, table.total) == (11, ("FJ", "TO"), 12, 563)


def test_largest_countries_come_first() -> None:
    (table,) = disclose_all([counted({"FR": 40, "GB": 500, "DE": 40})], 10)
    assert [row.code for row in table.countries] == ["GB", "DE", "FR"]


@pytest.mark.parametrize(
    ("small", "why"),
    [
        ({"FJ": 3}, "one alone would be the total minus the others"),
        ({"FJ": 3, "TO": 4}, "seven people are too few"),
        ({"FJ": 9, "TO": 9}, "the most that two small ones can have"),
        ({"FJ": 1}, "alone"),
        (dict.fromkeys(["FJ", "TO", "KI", "NR", "PW", "TV", "WS", "VU", "SB", "PG", "FM"], 1), "one each"),
    ],
)
def test_another_country_hides_those_that_would_be_found(small: dict[str, int], why: str) -> None:
    (table,) = disclose_all([counted({"GB": 500, "FR": 40} | small)], 10)
    assert set(table.suppressed) == {"FR", *small}, why
    assert table.merged == 40 + sum(small.values())


def test_when_nothing_helps_only_the_total_is_printed() -> None:
    (table,) = disclose_all([counted({"FR": 4, "FJ": 3})], 10)
    assert (table.total, table.countries, table.suppressed, table.merged) == (7, (), (), None)


def test_few_people_without_a_country_are_merged_too() -> None:
    (table,) = disclose_all([counted({"GB": 500, "FJ": 8}, elsewhere=4)], 10)
    assert (table.difference, table.merged, table.suppressed) == (None, 12, ("FJ",))


def test_parts_above_the_total_stay_a_stated_difference() -> None:
    (table,) = disclose_all([counted({"GB": 500, "FR": 300}, elsewhere=-20)], 10)
    assert (table.total, table.difference, table.merged) == (780, -20, None)


def test_small_regions_drown_in_the_rest_of_their_country() -> None:
    regions = {"GB": {"Kent": 300, "Orkney": 4}}
    (table,) = disclose_all([counted({"GB": 500, "FR": 40}, regions=regions)], 10)
    assert [(r.name, r.count) for r in table.countries[0].regions] == [("Kent", 300), ("Orkney", None)]


def test_a_small_rest_hides_a_region_more() -> None:
    regions = {"GB": {"Kent": 300, "Hull": 194, "Orkney": 4}}
    (table,) = disclose_all([counted({"GB": 500, "FR": 40}, regions=regions)], 10)
    assert [r.count for r in table.countries[0].regions] == [300, None, None]


def test_the_order_of_the_source_tells_nothing_of_what_is_hidden() -> None:
    """A source sorted by its counts would put each hidden region between its neighbours."""
    regions = {"GB": {"Wight": 8, "Arran": 7, "Skye": 2, "Hull": 60, "Kent": 300}}
    (table,) = disclose_all([counted({"GB": 500, "FR": 40}, regions=regions)], 10)
    names = [(r.name, r.count) for r in table.countries[0].regions]
    assert names == [("Kent", 300), ("Hull", 60), ("Arran", None), ("Skye", None), ("Wight", None)]


def test_one_region_that_is_nearly_the_whole_country_takes_the_table_of_regions_with_it() -> None:
    (table,) = disclose_all([counted({"GB": 500, "FR": 40}, regions={"GB": {"Kent": 497}})], 10)
    assert [r.count for r in table.countries[0].regions] == [None]


def test_a_hidden_country_names_no_regions() -> None:
    counts = counted({"GB": 500, "FR": 40, "FJ": 6, "TO": 7}, regions={"FJ": {"Suva": 6}})
    (table,) = disclose_all([counts], 10)
    assert [row.regions for row in table.countries if row.code == "FJ"] == [()]


def test_twelve_then_fourteen_would_tell_of_two_people() -> None:
    before = {"GB": 500, "FR": 40, "DE": 60, "CH": 12}
    first, second = printed(counted(before), counted({"GB": 600, "FR": 90, "DE": 99, "CH": 14}))
    assert first["CH"] == 12
    assert second["CH"] is None


def test_a_few_people_since_any_earlier_table_are_not_told() -> None:
    tables = printed(
        counted({"GB": 500, "CH": 100, "FR": 100, "DE": 60}),
        counted({"GB": 700, "CH": 150, "FR": 150, "DE": 90}),
        counted({"GB": 900, "CH": 103, "FR": 200, "DE": 130}),
    )
    assert [table["CH"] for table in tables] == [100, 150, None]


def test_a_count_that_did_not_change_is_printed_again() -> None:
    first, second = printed(counted({"GB": 500, "CH": 12}), counted({"GB": 600, "CH": 12}))
    assert first["CH"] == second["CH"] == 12


def test_when_a_few_signed_in_all_the_earlier_table_is_printed_again() -> None:
    first, second = disclose_all([counted({"GB": 500, "CH": 60}), counted({"GB": 504, "CH": 60})], 10)
    assert second == replace(first, snapshot_id=1, sha256=second.sha256)
    assert second.as_of == START
    assert second.sha256 != first.sha256


def test_a_newcomer_does_not_stand_out_beside_a_known_count() -> None:
    first = {"GB": 900, "FR": 80, "DE": 70, "CH": 500, "FJ": 5, "TO": 12}
    second = {"GB": 999, "FR": 95, "DE": 85, "CH": 501, "FJ": 5, "TO": 40}
    before, after = disclose_all([counted(first), counted(second)], 10)
    assert before.suppressed == ("FJ", "TO")
    known = sum(first[code] for code in after.suppressed if shown(before)[code] is not None)
    assert {"CH", "FJ"} <= set(after.suppressed)
    assert after.merged is not None
    assert after.merged - known >= 10


def test_who_leaves_the_merged_ones_does_not_show_what_it_had() -> None:
    first, second = disclose_all(
        [
            counted({"GB": 500, "AA": 9, "BB": 5, "CC": 6}),
            counted({"GB": 600, "AA": 30, "BB": 5, "CC": 6}),
        ],
        10,
    )
    assert first.merged == 20
    assert shown(second)["AA"] is None, "20 before, 11 now: AA had 9"


def test_who_outgrew_the_merged_ones_is_printed() -> None:
    times = [
        counted({"GB": 500, "AA": 9, "BB": 5, "CC": 6}),
        counted({"GB": 600, "AA": 300, "BB": 9, "CC": 8, "DD": 7}),
    ]
    assert printed(*times)[1]["AA"] == 300


def test_a_limit_of_one_hides_nothing() -> None:
    table = disclose(counted({"GB": 5, "FJ": 1}), [], 1, snapshot_id=1, as_of=START)
    assert shown(table) == {"GB": 5, "FJ": 1}


def test_growth_lists_every_total_that_was_printed() -> None:
    tables = disclose_all([counted({"GB": n}) for n in (100, 150, 152, 300)], 10)
    assert [point.total for point in tables[-1].growth] == [100, 150, 300]


codes = st.sampled_from(["AA", "BB", "CC", "DD", "EE", "FF"])


@given(st.dictionaries(codes, st.integers(0, 60)), st.integers(-30, 30), st.integers(0, 12))
def test_a_table_adds_up_and_reads_back(countries: dict[str, int], elsewhere: int, limit: int) -> None:
    counts = counted(countries, elsewhere=elsewhere)
    table = disclose(counts, [], limit, snapshot_id=1, as_of=START)
    parts = sum(row.count or 0 for row in table.countries) + (table.merged or 0) + (table.difference or 0)
    assert not table.countries or parts == table.total == counts.total
    assert disclosure_from(table.body()) == table
    assert all(row.count is None or row.count == 0 or row.count >= limit for row in table.countries)
    assert len(table.suppressed) != 1 or table.difference is None
