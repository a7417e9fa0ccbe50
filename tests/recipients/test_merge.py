"""A file and the database, brought together: each contact once, a person's value never lost."""

from hypothesis import given
from hypothesis import strategies as st

from outreach.recipients.merge import Outcome, Stored, merge_contacts
from outreach.recipients.status import Channel
from outreach.recipients.values import ContactEntry, value_sha256

VALUES = st.sampled_from(["", "a", "b", "c"])
CHANNELS = st.sampled_from([Channel.EMAIL, Channel.POST])
entries = st.lists(
    st.builds(ContactEntry, CHANNELS, VALUES), max_size=4, unique_by=lambda one: (one.channel, one.value)
)


@st.composite
def rows(draw: st.DrawFn) -> list[Stored]:
    """Contacts as the database can hold them: a value stands once per channel."""
    keys = draw(st.lists(st.tuples(CHANNELS, VALUES), max_size=5, unique=True))
    return [
        Stored(
            id=number,
            channel=channel,
            value=value,
            seed_sha256=draw(st.sampled_from(["", value_sha256(channel, "a"), value_sha256(channel, value)])),
            guarded_by=draw(st.sampled_from([None, "sam"])),
            retired=draw(st.booleans()),
        )
        for number, (channel, value) in enumerate(keys, start=1)
    ]


@given(entries, rows())
def test_each_contact_has_one_decision(entries: list[ContactEntry], stored: list[Stored]) -> None:
    decisions = merge_contacts(entries, stored)
    assert [one.entry for one in decisions if one.entry] == entries
    decided = [one.stored.id for one in decisions if one.stored]
    assert len(decided) == len(set(decided))
    assert {one.id for one in stored if not one.retired} <= set(decided)


@given(entries, rows())
def test_what_a_person_guards_is_neither_changed_nor_retired(
    entries: list[ContactEntry], stored: list[Stored]
) -> None:
    for decision in merge_contacts(entries, stored):
        if decision.stored and decision.stored.guarded_by:
            assert decision.outcome not in {Outcome.CHANGED, Outcome.RETIRED}


@given(entries, rows())
def test_afterwards_a_value_still_stands_once_per_channel(
    entries: list[ContactEntry], stored: list[Stored]
) -> None:
    after: list[tuple[Channel, str]] = []
    decided = set()
    for decision in merge_contacts(entries, stored):
        one, entry = decision.stored, decision.entry
        if one:
            decided.add(one.id)
        if entry and decision.outcome is not Outcome.CONFLICT:
            after.append((entry.channel, entry.value))
        elif one:
            after.append((one.channel, one.value))
    after += [(one.channel, one.value) for one in stored if one.id not in decided]
    assert len(after) == len(set(after))


def test_a_changed_value_keeps_its_contact() -> None:
    before = Stored(7, Channel.EMAIL, "a", value_sha256(Channel.EMAIL, "a"), None, False)
    (decision,) = merge_contacts([ContactEntry(Channel.EMAIL, "b")], [before])
    assert (decision.stored, decision.outcome) == (before, Outcome.CHANGED)
