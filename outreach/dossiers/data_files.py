"""The data that a dossier carries: the same disclosed counts as its tables, and what it was made from."""

import csv
import io
import json
import zlib

from outreach.dossiers.content import Content
from outreach.dossiers.press import Imprint
from outreach.signatures.disclosure import Disclosure

SCHEMA = "outreach-dossier/1"


def counts_csv(disclosure: Disclosure) -> str:
    """CSV (RFC 4180, UTF-8) with country, region, count; an empty count is withheld.

    The rows without a country are what was put together (`merged`) and what the source assigns to none.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("country", "region", "count"))
    for row in disclosure.countries:
        writer.writerow((row.code, "", "" if row.count is None else row.count))
        writer.writerows(
            (row.code, region.name, "" if region.count is None else region.count) for region in row.regions
        )
    if disclosure.merged is not None:
        writer.writerow(("", "merged", disclosure.merged))
    if disclosure.difference:
        writer.writerow(("", "not assigned", disclosure.difference))
    writer.writerow(("", "total", disclosure.total))
    return out.getvalue()


def dossier_json(content: Content, imprint: Imprint) -> str:
    """JSON: schema, government, language, hashes of the sources, the disclosed table, and what typeset it.

    Of the snapshot it has the hash of the printed table: against that of the source, hidden counts could be tried.
    """
    disclosure = content.disclosure
    document = {
        "schema": SCHEMA,
        "campaign": content.campaign.slug,
        "government": content.government,
        "language": content.language,
        "dated": content.dated.isoformat(),
        "sample": content.is_sample,
        "draft": content.is_draft,
        "petition_version": {"number": content.version_number, "sha256": content.version_sha256},
        "history_sha256": content.history.sha256 if content.history and content.history.offices else None,
        "disclosure_sha256": disclosure.sha256,
        "disclosure": disclosure.body(),
        "software": imprint.software,
        "fonts": imprint.fonts,
    }
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def clearly_ended(text: str) -> bytes:
    """The text in UTF-8, with blank lines at its end until its compressed form does not end in a carriage return.

    The last byte of a zlib stream is the lowest of an Adler-32 checksum (RFC 1950 §2.2); why it may not be
    a carriage return says `finish`.
    """
    content = text.encode()
    while zlib.adler32(content) & 0xFF == ord("\r"):
        content += b"\n"
    return content
