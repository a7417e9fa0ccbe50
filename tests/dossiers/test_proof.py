"""The proof names what is wrong in a template, text or style sheet: file, line and language, one sentence each."""

import ast
import re
import shutil
from pathlib import Path

import pytest

from outreach.dossiers.preview import preview_manuscript, read_material
from outreach.dossiers.proof import proof, proof_of
from outreach.errors import BadInput, Problem
from outreach.petition.load import load_campaign, load_text
from outreach.petition.sources import read_sources
from outreach.petition.uses import IN_CODE
from tests.dossiers.samples import DAY, ROOT, SOURCES

TEMPLATES = SOURCES.templates
RENDERED = ("letter.html.j2", "dossier.html.j2", "page.html.j2", "mail.txt.j2", "mail.html.j2", "handover.txt.j2")
SAID = re.compile(r"\{\{ (?!petition\.name | language)")

BROKEN = {
    "syntax of the letter": ("letter.html.j2", "{% endfor %}", "{% endfr %}", "syntax error: .*'endfr'"),
    "syntax of the dossier": ("dossier.html.j2", "{{ demand.text }}", "{{ demand.text }", "syntax error: "),
    "syntax of the cover mail": ("mail.txt.j2", "{% endfor %}", "{% endfor", "syntax error: "),
    "syntax of the mail in HTML": ("mail.html.j2", "{% endif %}", "", "syntax error: "),
    "unknown name": ("letter.html.j2", "{{ recipient.salutation }}", "{{ greeting }}", "`greeting` is no name"),
    "unknown name in the mail": (
        "mail.txt.j2",
        "{{ recipient.closing }}",
        "{{ recipient.ending }}",
        "In the language en: `ending` is nothing that a Recipient has",
    ),
    "unknown filter": ("dossier.html.j2", "| css_string", "| css_text", "'css_text'"),
    "unknown phrase": ("dossier.html.j2", '"dossier.kind"', '"dossier.kin"', "phrase `dossier.kin` is said here"),
    "unknown property": ("style.css", "h4 { font-size", "h4 { font-sise", "font-sise"),
    "unknown value": ("style.css", "b { font-weight: bold }", "b { font-weight: fat }", "font-weight: fat"),
    "bad selector": ("style.css", ".contents a::after", ".contents a::aftr", "aftr"),
    "block left open": (
        "style.css",
        "p { margin: 0 0 .62em; orphans: 2; widows: 2 }",
        "p { margin: 0",
        "never closed",
    ),
    "block closed twice": ("style.css", "b { font-weight: bold }", "b { font-weight: bold } }", "closes no block"),
    "brace in a comment": (
        "style.css",
        "/* Letter */",
        "/* } */ u { content: '}' } q {",
        "never closed",
    ),
    "CSS in a template": ("page.html.j2", "size: {{ paper }};", "size: {{ paper }}; margn: 0;", "margn"),
    "CSS of an element": ("dossier.html.j2", "margin-inline-start: {{", "margn-start: {{", "margn-start"),
    "character of a template": (
        "dossier.html.j2",
        "{{ first(point.day, growth | length) }}",
        "<td>𐎀</td>",
        r"“𐎀” \(U\+10380\)",
    ),
    "unknown placeholder, English": (
        "texts/en.yaml",
        '"By {{ date }}, {{ count }} people had signed it."',
        '"By {{ date }}, {{ number }} people had signed it."',
        r"`mail.count.other` has \{\{ number \}\}, which has no value: handover.txt.j2, line \d+, fills in only",
    ),
    "unknown placeholder, Japanese": (
        "texts/ja.yaml",
        '"書簡 {{ reference }}',
        '"書簡 {{ name }} {{ reference }}',
        r"has \{\{ name \}\}, which the reference text has not",
    ),
    "placeholder in an ask": (
        "texts/en.yaml",
        "- We ask you to speak of it",
        "- We ask you {{ date }} to speak of it",
        r"`asks\.head_of_state\.2` has \{\{ date \}\}, but nothing is filled in",
    ),
    "character of a text": (
        "texts/fr.yaml",
        "  kind: ",
        "  kind: ก ",
        r"`dossier\.kind` has the character “ก” \(U\+0E01\), which no font of the language fr has",
    ),
    "character of a name": (
        "campaign.yaml",
        "SAMPLE Signatory One",
        "SAMPLE 王",
        r"“王” \(U\+738B\), which no font of the language en has",
    ),
    "legislation": ("legislation.yaml", "status: law", "status: lore", r"`laws\.3\.status` must be 'law', "),
}


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """A copy of the project's templates that a test may break."""
    return Path(shutil.copytree(TEMPLATES, tmp_path / "letter_templates"))


def broken(templates: Path, name: str, old: str, new: str) -> int:
    """Break a file of the copy once; the line of what was changed."""
    file = templates / name
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{name} has no {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    lead = new.rindex("\n") + 1 if "\n" in new else 0
    return text.count("\n", 0, text.index(old) + lead) + 1


def test_the_files_of_the_project_are_clean() -> None:
    assert proof(read_sources(TEMPLATES)) == []


@pytest.mark.parametrize(("name", "old", "new", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_each_fault_is_named_where_it_is(templates: Path, name: str, old: str, new: str, said: str) -> None:
    line = broken(templates, name, old, new)
    found = proof(read_sources(templates))
    fitting = [one for one in found if re.search(said, one.message)]
    assert fitting, found
    first = fitting[0]
    assert first.file == templates / name
    if "syntax" in said:  # known where the reading stopped
        assert first.line is None or first.line >= line
    else:
        assert first.line == line
    assert one_sentence(first)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("dossier.html.j2", "</table>", "", "<table> is not closed"),
        ("letter.html.j2", "</ul>", "<ul>", "<ul> is not closed"),
        ("letter.html.j2", "</h1>", "", "<h1> is not closed"),
        ("mail.html.j2", "</p>", "</p></div>", "</div> closes nothing"),
    ],
)
def test_an_element_left_open_is_named_by_the_line_that_opens_it(
    templates: Path, name: str, old: str, new: str, said: str
) -> None:
    broken(templates, name, old, new)
    text = load_text(TEMPLATES, "de")
    first = proof_of(load_campaign(TEMPLATES), text, templates=templates)[0]
    assert first.file == templates / name
    assert first.line is not None
    assert said in first.message
    assert said.split(">")[0] in (templates / name).read_text().splitlines()[first.line - 1]
    assert one_sentence(first)


def one_sentence(problem: Problem) -> bool:
    return problem.message.endswith(".") and "\n" not in problem.message and "Traceback" not in problem.message


@pytest.mark.parametrize("name", RENDERED)
def test_whatever_is_said_in_a_template_is_tried(templates: Path, name: str) -> None:
    """A name without a value, put beside any that has one, is found on its line: no way through is left out.

    A document ends at the first of them; what was found is made whole again, until nothing more is found.
    """
    file = templates / name
    lines = (TEMPLATES / name).read_text(encoding="utf-8").splitlines(keepends=True)
    campaign, text = load_campaign(TEMPLATES), load_text(TEMPLATES, "fr")
    missed = {number for number, line in enumerate(lines, 1) if SAID.search(line)}
    assert len(missed) > 5
    found = missed
    while found:
        worse = [
            SAID.sub("{{ nowhere }}{{ ", line, count=1) if number in missed else line
            for number, line in enumerate(lines, 1)
        ]
        file.write_text("".join(worse), encoding="utf-8")
        problems = proof_of(campaign, text, templates=templates)
        found = missed & {one.line for one in problems if one.file == file}
        missed -= found
    assert missed == set()


def test_what_code_says_itself_is_listed() -> None:
    """`IN_CODE` is written by hand: it must agree with the calls in the code."""
    said: dict[str, frozenset[str]] = {}
    for file in (ROOT / "outreach" / "dossiers").glob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.args:
                names = frozenset(str(pair.arg) for pair in call.keywords)
                if call.func.attr in {"phrase", "plural", "phrases"} and isinstance(call.args[0], ast.Constant):
                    said[str(call.args[0].value)] = names
    assert len(said) >= 5
    assert {key: IN_CODE.get(key) for key in said} == said


def test_the_preview_names_the_line_of_a_character_that_no_font_has(templates: Path, tmp_path: Path) -> None:
    line = broken(templates, "texts/de.yaml", "  kind: ", "  kind: ก ")
    recipients = Path(shutil.copytree(SOURCES.recipients, tmp_path / "recipients"))
    office = recipients / "de.yaml"
    office.write_text(office.read_text().replace("Sehr geehrter Herr Bundeskanzler", "Sehr geehrter Herr 王"))
    at = 1 + next(n for n, one in enumerate(office.read_text().splitlines()) if "王" in one)
    material = read_material(type(SOURCES)(templates, recipients, SOURCES.counts, SOURCES.small_count))
    for key, place in ((None, f"texts/de.yaml:{line}"), ("de-kanzler", f"recipients/de.yaml:{at}")):
        with pytest.raises(BadInput) as found:
            preview_manuscript(material, government="DE", language="de", office=key, dated=DAY)
        (problem,) = found.value.problems
        assert place in str(problem)
        assert "(de) has the character" in problem.message
        assert one_sentence(problem)


def test_the_preview_names_the_line_of_the_style_sheet(templates: Path) -> None:
    line = broken(templates, "style.css", "b { font-weight: bold }", "b { font-weight: fat }")
    material = read_material(type(SOURCES)(templates, SOURCES.recipients, SOURCES.counts, SOURCES.small_count))
    with pytest.raises(BadInput, match=rf"style\.css:{line}: The style sheet is not understood: Ignored “font"):
        preview_manuscript(material, government="DE", language="de", office=None, dated=DAY)
