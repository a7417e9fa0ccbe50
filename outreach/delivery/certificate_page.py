"""The certificate as a page for people, made of a bundle's facts and of nothing else. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from outreach import __version__
from outreach.delivery.certificate import NOTHING_YET, RUNGS, contents, limits, told
from outreach.dossiers.fonts import LATIN, families
from outreach.dossiers.painted import without_spaces
from outreach.recipients.status import Channel

_OTHER = re.compile("[^ -~\u00a1-\u00ac\u00ae-\u017f\u2013\u2014\u2018-\u201e\u2026\u20ac]")
"""What is written as its number: one typeface shows every certificate, whatever a server or an office says."""
_UNSEEN = re.compile(r"<head>.*?</head>|<[^>]*>", re.S)


@dataclass(frozen=True, slots=True)
class Room:
    """How much a page takes: entries of each list, and characters of each value."""

    entries: int
    characters: int


ROOMS = (Room(12, 240), Room(6, 160), Room(3, 110), Room(1, 80))
"""From the most to the least: the first that leaves it on one page is taken."""

_CSS = """
@page { size: A4; margin: 17mm 20mm 15mm %(watermark)s}
html { font-family: %(text)s; font-size: 8.6pt; line-height: 1.4; color: #1c2126 }
body { margin: 0 }
h1, h2, th, b, .mark { font-family: %(label)s }
h1 { font-size: 15pt; color: #12354a; margin: 0 0 2mm; line-height: 1.25 }
h2 { font-size: 8.6pt; color: #12354a; margin: 3.4mm 0 .8mm }
p { margin: 0 0 1.2mm }
.mark { color: #8a3324; font-weight: bold; border: .8pt solid #8a3324; padding: 1.2mm 2mm; margin-bottom: 2mm }
.verdict { border-left: 2pt solid #12354a; padding: .4mm 0 .4mm 3mm; margin: 2.5mm 0; font-size: 9.6pt }
.verdict p { margin: 0 }
table { border-collapse: collapse; width: 100%% }
th, td { text-align: left; vertical-align: baseline; padding: .5mm 3mm .5mm 0; border-bottom: .4pt solid #c9d0d5 }
th { font-weight: normal; color: #5b6670; width: 40mm; white-space: nowrap }
td { overflow-wrap: anywhere }
.foot { margin-top: 4mm; color: #5b6670; font-size: 7.8pt }
"""


def page_html(data: Mapping[str, Any], room: Room, *, background: str = "") -> str:
    """The whole page with its style, in as much room as is left to each list and value.

    `background` is the address of a picture that lies behind it.
    """
    title = f"Certificate of delivery {data['delivery']['id']}"
    style = _CSS % {
        "text": families(LATIN.text),
        "label": families(LATIN.label),
        "watermark": f'; background: url("{background}") no-repeat center / 100% 100% ' if background else "",
    }
    return "".join(
        [
            '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">',
            f"<title>{escape(title)}</title>",
            '<meta name="author" content="outreach">',
            f'<meta name="description" content="{escape(title)}, {escape(data["made_at"])}">',
            f'<meta name="generator" content="outreach {__version__}">',
            f'<meta name="dcterms.created" content="{escape(data["made_at"][:10])}T00:00:00Z">',
            f"<style>{style}</style></head><body>",
            f"<h1>{escape(title)}</h1>",
            *(f'<p class="mark">{escape(mark)}</p>' for mark in marks_of(data).values()),
            *_body(data, room),
            "</body></html>",
        ]
    )


def words_of(html: str) -> str:
    """What a reader of the page reads, without spaces."""
    return without_spaces(unescape(_UNSEEN.sub("", html)))


def marks_of(data: Mapping[str, Any]) -> dict[str, str]:
    """The word across the page, and the sentence that explains it."""
    marks = {}
    if data["trial"]:
        marks["TRIAL"] = "TRIAL: this round was not live. Nothing of it went to the office."
    if data["sample"]:
        marks["SAMPLE"] = "SAMPLE: the counts in these documents are invented."
    return marks


def _body(data: Mapping[str, Any], room: Room) -> Iterator[str]:
    delivery, manifest, evidence = data["delivery"], data["manifest"], data["evidence"]
    proven, missing = limits({one["rung"] for one in evidence})
    yield f'<div class="verdict"><p><b>Proven:</b> {escape(proven)}.</p>'
    yield f"<p><b>Not proven:</b> {escape(missing)}.</p></div>"
    yield _table(
        [
            ("To", f"{data['office']} ({data['government']})"),
            ("Address", manifest["address"].replace("\n", ", ") or "none"),
            ("By", manifest["channel"]),
            ("Reference", manifest["reference"]),
            ("Status", delivery["status"]),
            ("Approved", f"{data['approved_by']}, {_at(data['approved_at'])}"),
            ("Manifest, sha256", data["manifest_sha256"]),
        ],
        room,
    )
    title, things = contents(manifest)
    yield from _list(title, [_thing(name, sha256, manifest) for name, sha256 in things], room, keep_last=False)
    tries = [(_at(one["started_at"]), _try(one)) for one in data["attempts"]]
    if manifest["channel"] == Channel.EMAIL:
        yield from _list("Tries", tries, room)
    yield from _list("Proofs, the strongest last", [(_at(one["at"]), _proof(one)) for one in evidence], room)
    yield from _list(
        "Mail about it", [(_at(one["collected_at"]), _mail(one, data)) for one in data["mails"]], room
    )
    yield f'<p class="foot">{escape(_foot(data))}</p>'


def _list(title: str, rows: Sequence[tuple[str, str]], room: Room, *, keep_last: bool = True) -> Iterator[str]:
    yield f"<h2>{escape(title)}</h2>"
    if not rows:
        yield f"<p>{NOTHING_YET}</p>"
        return
    shown = rows[-room.entries :] if keep_last else rows[: room.entries]
    yield _table(shown, room)
    if len(shown) < len(rows):
        yield f"<p>and {len(rows) - len(shown)} more, in bundle.json</p>"


def _table(rows: Sequence[tuple[str, str]], room: Room) -> str:
    cells = (f'<tr><th scope="row">{_cut(a, room)}</th><td>{_cut(b, room)}</td></tr>' for a, b in rows)
    return f"<table><tbody>{''.join(cells)}</tbody></table>"


def _cut(text: str, room: Room) -> str:
    """Within its room, in characters that the typeface has."""
    shown = _OTHER.sub(lambda match: f"\\u{{{ord(match.group()):04X}}}", text)
    return escape(shown if len(shown) <= room.characters else shown[: room.characters - 1] + "…")


def _thing(name: str, sha256: str, manifest: Mapping[str, Any]) -> tuple[str, str]:
    called = {one["sha256"]: f"{one['kind']}, {one['language']}" for one in manifest["documents"]}
    return called.get(sha256, "text"), f"sha256 {sha256}: {name}"


def _try(attempt: Mapping[str, Any]) -> str:
    said = f"{attempt['reply_code'] or ''} {attempt['reply_text'] or 'no reply is known'}".strip()
    tls = f", {attempt['tls']}" if attempt["tls"] else ""
    return f"{attempt['outcome'] or 'not ended'}: {said} ({attempt['host'] or 'no host'}{tls})".replace(
        "\n", " / "
    )


def _proof(proof: Mapping[str, Any]) -> str:
    said = "".join(f"; {name}: {words}" for name, words in told(proof))
    return f"{RUNGS[proof['rung']]} ({proof['source']}){said}"


def _mail(mail: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    erased = " (erased since)" if mail["sha256"] in {one["sha256"] for one in data["erased"].values()} else ""
    return f"sha256 {mail['sha256']}: {mail['kind'] or 'unread'}{erased}"


def _foot(data: Mapping[str, Any]) -> str:
    last = data["ledger"][-1] if data["ledger"] else None
    ledger = f"Last ledger entry {last['number']}, sha256 {last['entry_sha256']}. " if last else ""
    return (
        f"Made {_at(data['made_at'])} from bundle.json beside this page. {ledger}"
        "Check all of it offline: outreach delivery evidence --verify FILE. "
        "Compare the ledger with the installation's own: outreach audit verify."
    )


def _at(moment: str | None) -> str:
    """`2026-11-24T09:00:00.000000+00:00` for people."""
    return f"{moment[:10]} {moment[11:19]} UTC" if moment else "not known"
