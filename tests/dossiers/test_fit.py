"""A text cut to what a form takes: whole sentences, least important first; reference and sender always stay."""

from dataclasses import replace
from functools import cache

import pytest

from outreach.dossiers.cover import BETWEEN, Cover, cover_of
from outreach.dossiers.fit import fit, weight
from outreach.dossiers.specimens import RECIPIENT, specimens
from outreach.errors import Refused
from outreach.petition.load import load_campaign, load_texts
from outreach.petition.values import CampaignFile, Text
from outreach.petition.words import count_words
from outreach.recipients.form_limits import FormLimits
from outreach.recipients.status import Channel
from tests.world import TEMPLATES

LANGUAGES = ("en", "ja", "he", "hi", "de", "zh-Hant")
MARKED = f"{weight(0)}Who we are. {weight(3)}Much besides. And besides.\n\n"
MARKED += f"{weight(1)}We ask this.\n{weight(2)}And that."


@cache
def files() -> tuple[CampaignFile, dict[str, Text]]:
    return load_campaign(TEMPLATES), load_texts(TEMPLATES)


def cover(*languages: str, channel: Channel = Channel.WEB_FORM, **limits: int) -> Cover:
    campaign, texts = files()
    recipient = replace(RECIPIENT, role="health_minister")
    parts = [(specimens(campaign, texts[language])[0], recipient) for language in languages]
    return cover_of(parts, channel=channel, templates=TEMPLATES, limits=FormLimits(**limits) if limits else None)


def must_stay(language: str) -> list[str]:
    """The sentences that say the reference and where an answer reaches us."""
    whole = cover(language).text
    sender = files()[0].postal_address.lines[0]
    return [line for line in whole.splitlines() if RECIPIENT.reference in line or sender in line]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("share", [0.4, 0.6, 0.8, 0.95])
def test_a_cut_text_is_made_of_whole_sentences_of_the_whole(language: str, share: float) -> None:
    whole = cover(language)
    assert (whole.left_out, chr(0xE000) in whole.text) == ((), False)
    most = int(len(whole.text) * share)
    cut = cover(language, characters=most)
    assert FormLimits(characters=most).fits(cut.text)
    assert cut.left_out
    for line in must_stay(language):
        assert line in cut.text
    rest = whole.text
    for line in filter(None, cut.text.splitlines()):
        assert line in rest, line
        after = rest.split(line, 1)[1]
        assert after[:1] in ("\n", "", " ") or line[-1] in "。！？।", (line, after[:20])
        rest = after
    for passage in cut.left_out:
        assert passage in whole.text
        assert passage not in cut.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_limit_in_words(language: str) -> None:
    most = int(count_words(cover(language).text) * 0.7)
    limits = FormLimits(words=most)
    cut = cover(language, words=most)
    assert cut.left_out
    assert limits.fits(cut.text)
    assert all(line in cut.text for line in must_stay(language))


def test_what_fits_stays_as_it_is() -> None:
    whole = cover("en")
    assert cover("en", characters=5000) == whole
    assert cover("en", channel=Channel.POST, characters=50).text == cover("en", channel=Channel.POST).text


def test_the_least_important_goes_first() -> None:
    asked = fit([MARKED], between=BETWEEN, limits=FormLimits(characters=60))
    assert asked.text == "Who we are. Much besides.\n\nWe ask this.\nAnd that.\n"
    assert asked.left_out == ("And besides.",)
    least = fit([MARKED], between=BETWEEN, limits=FormLimits(characters=36))
    assert least.text == "Who we are.\n\nWe ask this.\n"
    assert least.left_out == ("Much besides. And besides.", "And that.")


def test_where_two_languages_have_no_room_the_first_stays() -> None:
    both = cover("en", "fr", characters=1600)
    assert both.text.count(BETWEEN) == 1
    assert both.text.count(RECIPIENT.reference) == 2
    one = cover("en", "fr", characters=700)
    assert BETWEEN not in one.text
    assert RECIPIENT.reference in one.text
    assert any("Nous vous prions" in passage for passage in one.left_out)


def test_a_form_that_takes_too_little_is_refused_with_both_numbers() -> None:
    with pytest.raises(
        Refused, match=r"The form takes at most 100 characters, .* needs more: \d+ of 100 characters"
    ):
        cover("ja", characters=100)


@pytest.mark.parametrize("text", ["See No. 13 here. Then go", "Dr. Prof. Li said so", "Art. 17 says. It is so"])
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    marked = f"{weight(0)}A\n{weight(1)}{text}"
    for most in range(4, len(text) + 4):
        left = fit([marked], between="", limits=FormLimits(characters=most)).text.splitlines()[1:]
        assert left in ([], [text]) or left[0].endswith((" here.", " says.")), left
