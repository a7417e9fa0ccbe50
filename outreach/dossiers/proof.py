"""The proof of a campaign's files: all that would stop its letters, dossiers and mails, before it is frozen.

What `petition.check` finds, and beyond: every template is rendered in every language with invented contents, the
style sheets are read, and the fonts of each language are asked for every character.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from outreach.dossiers.content import Content
from outreach.dossiers.cover import cover_of
from outreach.dossiers.dossier import dossier_manuscript
from outreach.dossiers.glyphs import named, uncovered
from outreach.dossiers.laws import Law, load_laws
from outreach.dossiers.letter import letter_manuscript
from outreach.dossiers.manuscript import Manuscript
from outreach.dossiers.places import phrases_located, word_place
from outreach.dossiers.press import Imprint
from outreach.dossiers.specimens import RECIPIENT, specimens
from outreach.dossiers.style import read_style, style_problems
from outreach.errors import BadInput, Problem, Unavailable
from outreach.petition.check import check_sources
from outreach.petition.document import Document, KeyPath
from outreach.petition.languages import LANGUAGES
from outreach.petition.load import campaign_from, text_from
from outreach.petition.phrases import FIXED_PARTS, leaves
from outreach.petition.problems import problem_at
from outreach.petition.sources import Sources
from outreach.petition.values import CampaignFile, Text
from outreach.recipients.status import Channel

_STYLE = re.compile(r"<style>(.*?)</style>", re.S)
_INLINE = re.compile(r'\bstyle="([^"]*)"')
_UNREAD = re.compile(r"<style>.*?</style>|<[^>]*>", re.S)
_QUOTED = re.compile(r"“\s*(.+?)\s*”")
_NOT_PRINTED = FIXED_PARTS - {"signed_wording"}


def proof(sources: Sources) -> list[Problem]:
    """Every problem of the campaign's files, each with its file and, where there is one, its line."""
    problems = check_sources(sources)
    if problems or sources.campaign is None:
        return problems
    campaign = campaign_from(sources.campaign.data)
    texts = {language: text_from(sources.texts[language].data) for language in LANGUAGES}
    found = [
        *_faults(read_style, sources.directory),
        *_characters(sources.texts.values(), sources.campaign),
        *_faults(load_laws, sources.directory),
    ]
    if not found:
        found = [one for text in texts.values() for one in proof_of(campaign, text, templates=sources.directory)]
    by_place = {(one.file, one.line, "" if one.line else one.message): one for one in reversed(found)}
    return sorted(by_place.values(), key=lambda one: (str(one.file), one.line or 0))


def proof_of(campaign: CampaignFile, text: Text, *, templates: Path) -> list[Problem]:
    """What stops the documents and mails of one language; the first thing in each document."""
    found: list[Problem] = []
    laws = load_laws(templates)
    for content in specimens(campaign, text):
        for make in _works(content, laws, templates):
            try:
                with phrases_located(templates):
                    made = make()
            except BadInput as error:
                found += error.problems
                continue
            if isinstance(made, Manuscript):
                found += _own_style(made, templates) + _own_characters(made, templates)
    return found


def _works(content: Content, laws: tuple[Law, ...], templates: Path) -> Iterator[Callable[[], object]]:
    """Everything that is made of one content."""
    imprint = Imprint("software", "fonts")
    yield lambda: dossier_manuscript(content, laws=laws, imprint=imprint, templates=templates)
    yield lambda: letter_manuscript(content, RECIPIENT, templates=templates)
    for channel in Channel:
        parts = [(content, RECIPIENT)] * 2
        yield partial(cover_of, parts, channel=channel, templates=templates)


def _faults(read: Callable[[Path], object], templates: Path) -> tuple[Problem, ...]:
    try:
        read(templates)
    except BadInput as error:
        return error.problems
    return ()


def _own_style(made: Manuscript, templates: Path) -> list[Problem]:
    """CSS that stands in the templates themselves; its line is that of the words that are not understood."""
    css = [*_STYLE.findall(made.html), *(f"x {{{inside}}}" for inside in set(_INLINE.findall(made.html)))]
    found = []
    for problem in (one for code in css for one in style_problems(code, templates / "page.html.j2")):
        quoted = _QUOTED.search(problem.message)
        words = (quoted[1], quoted[1].split(":")[0] + ":") if quoted else ()
        places = (word_place(word, templates=templates, language=made.language) for word in words)
        place = next((one for one in places if one), None)
        found.append(replace(place, message=problem.message) if place else replace(problem, line=None))
    return found


def _own_characters(made: Manuscript, templates: Path) -> list[Problem]:
    """Characters that stand in a template itself: those of the texts are found where they stand."""
    found = []
    for character in uncovered(_UNREAD.sub("", made.html), made.language):
        place = word_place(character, templates=templates, language=made.language)
        message = f"This has {named([character], made.language)}: correct it or add a font."
        found.append(replace(place, message=message) if place else Problem(message, templates))
    return found


def _characters(texts: Iterable[Document], campaign: Document) -> list[Problem]:
    """Each phrase with a character that no font of its language has; a name is printed in every language."""
    try:
        return [*_of_texts(texts), *_of_campaign(campaign)]
    except Unavailable as error:
        return [Problem(f"The characters cannot be checked: {error}")]


def _of_texts(texts: Iterable[Document]) -> Iterator[Problem]:
    for document in texts:
        for path, phrase in leaves(document.data):
            if path[0] not in _NOT_PRINTED and isinstance(phrase, str):
                yield from _of_phrase(document, path, phrase, (document.path.stem,))


def _of_campaign(document: Document) -> Iterator[Problem]:
    for path, phrase in leaves(document.data):
        if isinstance(phrase, str):
            own = (str(path[-1]),) if path[-1] in LANGUAGES else LANGUAGES
            yield from _of_phrase(document, path, phrase, own)


def _of_phrase(document: Document, path: KeyPath, phrase: str, languages: Iterable[str]) -> Iterator[Problem]:
    for language in languages:
        lacking = uncovered(phrase, language)
        if lacking:
            yield problem_at(document, path, f"has {named(lacking, language)}: correct it or add a font")
            return
