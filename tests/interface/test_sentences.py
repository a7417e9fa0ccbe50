"""The desk's language: what stages say in English is found again, and what is to be translated is found at all."""

import pytest

from outreach.errors import BadInput
from outreach.interface.extract import messages_of, package_messages
from outreach.interface.sentences import Sentences, is_sentence
from outreach.interface.speech import PSEUDO, accented, speech_of

FRENCH = Sentences(
    {
        "Round {round_id} is {status}: nothing more is packed for it.": "{round_id} ({status}), fini.",
        "Parcel {parcel} cannot be approved: {why}": "Colis {parcel} : {why}",
        "Parcel {parcel} was replaced by parcel {newer}.": "Le colis {newer} remplace le colis {parcel}.",
        "Nothing is known.": "On ne sait rien.",
        "{name} and {name} are one.": "{name}, deux fois.",
    }
)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Nothing is known.", "On ne sait rien."),
        ("Round 3 is open: nothing more is packed for it.", "3 (open), fini."),
        ("Parcel 4 was replaced by parcel 9.", "Le colis 9 remplace le colis 4."),
        (
            "Parcel 4 cannot be approved: Parcel 4 was replaced by parcel 9.",
            "Colis 4 : Le colis 9 remplace le colis 4.",
        ),
        ("Nothing is known: see `outreach rounds list`.", "On ne sait rien."),
        ("texts/en.yaml:3: Nothing is known.", "texts/en.yaml:3: On ne sait rien."),
        ("a and a are one.", "a, deux fois."),
        ("a and b are one.", "a and b are one."),
        ("Dear colleagues, thank you.", "Dear colleagues, thank you."),
        ("Nothing is known", "Nothing is known"),
    ],
)
def test_a_sentence_is_found_by_what_it_was_made_from(said: str, told: str) -> None:
    assert FRENCH.tell(said) == told


SOURCE = '''
"""A docstring is no message."""
WORDS = {"late": "Mail that is late", "/path": "/path"}
OTHER = {"late": "Not a label"}

class Kind(StrEnum):
    """What it is. Really."""
    TO_DO = "to_do"
    """Not done yet."""

def act(session, one):
    """A docstring."""
    if one.id:
        raise Refused(f"Round {one.id} is {one.status:>3}: see `outreach rounds show {one.id}`.")
    notice = f"Done. {f'{one.left} more wait.' if one.left else ''}"
    return "SELECT a FROM b", "Sent: " + str(one.name) + " is " + other(one)[0] + "."
'''


def test_sentences_labels_and_vocabularies_are_found_and_nothing_else() -> None:
    found = [message for _line, message in messages_of(SOURCE)]
    assert "Round {one_id} is {one_status}." in found, "the hint for the command line is not for the desk"
    assert "Sent: {str_one_name} is {other_one_0}." in found
    assert "Mail that is late" in found
    assert "to do" in found
    assert not any("docstring" in message or "SELECT" in message or "Not a label" in message for message in found)
    assert "/path" not in found


def test_every_error_of_the_stages_is_among_the_messages() -> None:
    found = package_messages()
    assert "{self_name} may not decide this: a person must." in found
    assert "A round was paused" in found
    assert "Parcels that await a review" in found
    assert "handed over" in found
    assert len([message for message in found if is_sentence(message)]) > 400


def test_the_pseudo_language_tells_what_is_ready() -> None:
    speech = speech_of(PSEUDO)
    assert (
        accented("Go to <b>%(name)s</b> by `outreach x` {place}")
        == "Gö tö <b>%(name)s</b> bý `outreach x` {place}"
    )
    assert speech.gettext("Rounds") == "Röûnds"
    assert speech.ngettext("%(num)s page", "%(num)s pages", 2) == "%(num)s pågés"
    said = "staff_sam (staff) may not do this: it needs the role admin."
    assert speech.tell(said) == "staff_sam (staff) måý nöt dö thîs: ît nééds thé rölé admin."


def test_a_language_without_a_catalog_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadInput, match=r"OUTREACH_INTERFACE=tlh: the desk has no such language yet; it has en\."):
        speech_of("tlh")


def test_no_sentence_names_a_command_on_the_desk() -> None:
    assert [text for text in package_messages() if "`outreach " in text and "[^" not in text] == []
