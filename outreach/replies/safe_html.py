"""HTML of strangers through an allow-list: words and their structure, nothing that loads, runs, links or looks."""

import nh3

_BLOCKS = frozenset({"blockquote", "br", "center", "div", "hr", "p", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"dd", "dl", "dt", "li", "ol", "ul"})
_TABLES = frozenset({"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"})
_STRESS = frozenset({"b", "big", "em", "i", "small", "strong", "sub", "sup", "u"})
_WORDS = frozenset({"a", "abbr", "bdi", "bdo", "cite", "q", "s", "span", "strike"})
_CODE = frozenset({"code", "del", "dfn", "ins", "kbd", "samp", "tt", "var"})
TAGS = _BLOCKS | _LISTS | _TABLES | _STRESS | _WORDS | _CODE
SILENT = frozenset(
    {"head", "math", "noscript", "object", "script", "style", "svg", "template", "textarea", "title"}
)
"""These go with all that is in them."""
ATTRIBUTES = {"*": {"dir", "lang"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
"""No `href` either: a link could be anything, and the raw mail can be downloaded."""


def safe_html(source: str) -> str:
    """A fragment of the allowed elements; pictures, styles, forms, links' targets and comments are gone."""
    return nh3.clean(
        source,
        tags=set(TAGS),
        clean_content_tags=set(SILENT),
        attributes=ATTRIBUTES,
        url_schemes=set(),
        link_rel=None,
        strip_comments=True,
    )
