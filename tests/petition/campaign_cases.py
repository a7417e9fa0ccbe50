"""Campaign files with one thing wrong, for test_check.py."""

CAMPAIGN_CASES: dict[str, tuple[str, str, str, str, str]] = {
    "negative count": (
        "campaign",
        "count: 31",
        "count: -1",
        r"count: -1",
        "`supporting_organisations.count` is too small: at least 0.",
    ),
    "count as text": (
        "campaign",
        "count: 31",
        "count: '31'",
        r"count: '31'",
        "`supporting_organisations.count` must be a whole number.",
    ),
    "no web address": (
        "campaign",
        "site: https://",
        "site: ",
        r"^site",
        "`site` must be a web address that begins with https://.",
    ),
    "bad slug": ("campaign", "slug: g7plus7", "slug: G7+7", r"^slug", "`slug` must be a word of a-z, 0-9 and -."),
    "no organiser": (
        "campaign",
        "organisers:\n",
        "organisers: []\nwas:\n",
        r"^organisers",
        "`organisers` needs at least one entry.",
    ),
    "unknown campaign key": (
        "campaign",
        "slug:",
        "slogan: Now\nslug:",
        r"^slogan",
        "`slogan` is not a key of this file: remove it or correct its name.",
    ),
    "consent as text": (
        "campaign",
        "given: true",
        "given: perhaps",
        r"given: perhaps",
        "`signatories.1.consent.given` must be true or false.",
    ),
    "title lost": (
        "campaign",
        "      ja: 事務局長\n",
        "",
        r"^    title",
        "`signatories.1.title` lacks the languages ja.",
    ),
    "title unknown": (
        "campaign",
        "      ja: 事",
        "      xx: 事",
        r"^    title",
        "`signatories.1.title` has unknown languages: xx.",
    ),
    "no English title": (
        "campaign",
        "      en: Executive Director\n",
        "",
        r"^    title",
        "`signatories.1.title` needs `en`.",
    ),
}
"""What is wrong: the file, the text that is replaced, by what, a pattern of the line, and the sentence."""
