"""Pages from templates. Every string goes through gettext, ready for translation."""

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from outreach import __version__
from outreach.accounts import Role
from outreach.interface.speech import speaking, spoken
from outreach.web.filters import FILTERS, direction
from outreach.web.menu import menu_of
from outreach.web.notice import find_notice, forget_notice
from outreach.web.permissions import allows
from outreach.web.sent_form import SentForm

STATIC = Path(__file__).parent / "static"


def _in_the_desks_language(value: Any) -> Any:
    """What a stage said in English, such as why something is refused, wherever a page prints it."""
    return spoken().tell(value) if type(value) is str else value


_templates = Environment(
    loader=PackageLoader("outreach.web", "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    extensions=["jinja2.ext.i18n"],
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=_in_the_desks_language,
)
_templates.install_gettext_callables(  # type: ignore[attr-defined]  # the i18n extension adds it
    lambda message: spoken().gettext(message),
    lambda one, many, count: spoken().ngettext(one, many, count),
    newstyle=True,
)
_templates.filters.update(FILTERS)
_templates.globals.update(release=__version__, Role=Role)


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Render `template` with the visitor, the menu and `values`; an undefined name is an error.

    Templates ask `may("round_pause")` before they show a button: the table of permissions answers.
    """
    notice = find_notice(request)
    response = HTMLResponse(_rendered(request, template, notice=notice, **values), status_code=status)
    if notice:
        forget_notice(response)
    return response


def piece(request: Request, template: str, **values: Any) -> str:
    """The same for a piece of a page, which is put into one that is open: no menu, no notice."""
    return _rendered(request, template, notice="", **values)


def _rendered(request: Request, template: str, **values: Any) -> str:
    signed_in = getattr(request.state, "signed_in", None)
    places = getattr(request.state, "places", ())
    with speaking(request.app.state.speech) as speech:
        return _templates.get_template(template).render(
            signed_in=signed_in,
            csrf=signed_in.csrf if signed_in else "",
            may=lambda route: signed_in is not None and allows(route, actor=signed_in.actor, places=places),
            menu=menu_of(signed_in.actor) if signed_in and not request.state.must_set_up else [],
            here=request.url.path,
            sent=getattr(request.state, "sent", None) or SentForm(),
            live=request.app.state.outreach.settings.live,
            tongue=speech.tag,
            tongue_runs=direction(speech.locale.replace("_", "-")),
            **values,
        )
