"""Which role may open which route: one table, and nothing that is missing from it is served.

A route is named by its function. Reading is open to everybody who is signed in; acting is not.
"""

from outreach.accounts import Role

EVERYBODY = frozenset(Role)
STAFF = frozenset({Role.STAFF, Role.ADMIN})
PUBLIC: frozenset[Role] | None = None
"""Open without signing in."""

ROUTES: dict[str, frozenset[Role] | None] = {
    "sign_in_page": PUBLIC,
    "sign_in_submit": PUBLIC,
    "health": PUBLIC,
    "static": PUBLIC,
    "sign_out_submit": EVERYBODY,
    "today": EVERYBODY,
    "account": EVERYBODY,
    "account_password": EVERYBODY,
    "account_second_factor_begin": EVERYBODY,
    "account_second_factor_confirm": EVERYBODY,
}
