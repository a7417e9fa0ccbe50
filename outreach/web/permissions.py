"""Which role may open which route: one table, and nothing that is missing from it is served.

A route is named by its function. Reading is open to everybody who is signed in, but for the admin's pages; acting
is open to the roles that the verb asks for.
"""

from collections.abc import Collection

from outreach.accounts import Actor, Role
from outreach.web.places import Place

EVERYBODY = frozenset(Role)
STAFF = frozenset({Role.STAFF})
ORGANISER = frozenset({Role.ORGANISER})
COORDINATOR = frozenset({Role.COORDINATOR})
ADMIN = frozenset({Role.ADMIN})
STAFF_OR_ORGANISER = STAFF | ORGANISER
STAFF_OR_COORDINATOR = STAFF | {Role.COORDINATOR}
PUBLIC: frozenset[Role] | None = None
"""Open without signing in."""

ROUTES: dict[str, frozenset[Role] | None] = {
    "sign_in_page": PUBLIC,
    "sign_in_submit": PUBLIC,
    "invitation": PUBLIC,
    "invitation_accept": PUBLIC,
    "health": PUBLIC,
    "heartbeat": PUBLIC,
    "static": PUBLIC,
    "sign_out_submit": EVERYBODY,
    "today": EVERYBODY,
    "account": EVERYBODY,
    "account_password": EVERYBODY,
    "account_notices": EVERYBODY,
    "account_notices_choose": EVERYBODY,
    "account_second_factor": EVERYBODY,
    "account_second_factor_begin": EVERYBODY,
    "account_second_factor_confirm": EVERYBODY,
    "governments": EVERYBODY,
    "government": EVERYBODY,
    "contacts": EVERYBODY,
    "contacts_csv": EVERYBODY,
    "office": EVERYBODY,
    "contact_verify": STAFF,
    "contact_edit": STAFF,
    "contact_add": STAFF,
    "contact_limit": STAFF,
    "proposal_decline": STAFF_OR_COORDINATOR,
    "holder_record": STAFF,
    "objection_record": STAFF_OR_COORDINATOR,
    "objection_lift": STAFF,
    "petition": EVERYBODY,
    "petition_files": EVERYBODY,
    "preview": EVERYBODY,
    "preview_pdf": EVERYBODY,
    "preview_picture": EVERYBODY,
    "petition_version": EVERYBODY,
    "petition_freeze": ORGANISER,
    "petition_withdraw": ORGANISER,
    "signatures": EVERYBODY,
    "signatures_growth": EVERYBODY,
    "signatures_import": STAFF_OR_ORGANISER,
    "snapshot": EVERYBODY,
    "snapshot_csv": EVERYBODY,
    "snapshot_withdraw": STAFF_OR_ORGANISER,
    "rounds": EVERYBODY,
    "rounds_csv": EVERYBODY,
    "rounds_calendar": EVERYBODY,
    "round_page": EVERYBODY,
    "round_csv": EVERYBODY,
    "round_new": STAFF,
    "round_plan": STAFF,
    "round_schedule": STAFF,
    "round_build": STAFF,
    "round_rehearse": STAFF_OR_ORGANISER,
    "round_job_stop": STAFF,
    "round_live": EVERYBODY,
    "round_refresh": STAFF,
    "round_preflight": EVERYBODY,
    "round_start": STAFF,
    "round_pause": STAFF,
    "round_resume": STAFF,
    "round_cancel": STAFF,
    "round_close": STAFF,
    "reviews": EVERYBODY,
    "reviews_csv": EVERYBODY,
    "review_batch": ORGANISER,
    "review": EVERYBODY,
    "review_pdf": EVERYBODY,
    "review_picture": EVERYBODY,
    "review_picture_changes": EVERYBODY,
    "review_approve": ORGANISER,
    "review_change": ORGANISER,
    "review_withdraw": ORGANISER,
    "admin": ADMIN,
    "users": ADMIN,
    "user": ADMIN,
    "user_add": ADMIN,
    "user_grant": ADMIN,
    "user_revoke": ADMIN,
    "user_languages": ADMIN,
    "user_notices": ADMIN,
    "user_disable": ADMIN,
    "user_enable": ADMIN,
    "user_invite": ADMIN,
    "user_second_factor": ADMIN,
    "sign_ins": ADMIN,
    "sign_ins_csv": ADMIN,
    "audit_log": ADMIN,
    "audit_csv": ADMIN,
    "audit_chain": ADMIN,
    "deliveries": EVERYBODY,
    "deliveries_csv": EVERYBODY,
    "delivery": EVERYBODY,
    "delivery_attempt": EVERYBODY,
    "delivery_proof": EVERYBODY,
    "delivery_settle": STAFF_OR_COORDINATOR,
    "delivery_cancel": STAFF,
    "delivery_resend": STAFF,
    "sending": EVERYBODY,
    "sending_stop": EVERYBODY,
    "sending_allow": STAFF | ADMIN,
    "delivery_handed_over": STAFF_OR_COORDINATOR,
    "hand_overs": EVERYBODY,
    "hand_overs_csv": EVERYBODY,
    "hand_over_pack": STAFF_OR_COORDINATOR,
    "hand_over_labels": STAFF_OR_COORDINATOR,
    "inbox": EVERYBODY,
    "inbox_csv": EVERYBODY,
    "mail": EVERYBODY,
    "mail_html": EVERYBODY,
    "mail_raw": EVERYBODY,
    "mail_move": STAFF_OR_COORDINATOR,
    "mail_settle": STAFF_OR_COORDINATOR,
    "mail_unmatch": STAFF_OR_COORDINATOR,
    "mail_reclassify": STAFF_OR_COORDINATOR,
    "mail_undo": STAFF_OR_COORDINATOR,
    "mail_object": STAFF_OR_COORDINATOR,
    "mail_object_not": STAFF_OR_COORDINATOR,
    "responses": EVERYBODY,
    "responses_csv": EVERYBODY,
    "responses_board": EVERYBODY,
    "responses_board_csv": EVERYBODY,
    "responses_due": EVERYBODY,
    "promises": EVERYBODY,
    "promises_csv": EVERYBODY,
    "follow_ups": EVERYBODY,
    "follow_ups_csv": EVERYBODY,
    "follow_up_plan": COORDINATOR,
    "follow_up_done": COORDINATOR,
    "response": EVERYBODY,
    "response_file": EVERYBODY,
    "response_judge": COORDINATOR,
    "response_new": COORDINATOR,
    "response_record": COORDINATOR,
    "response_correction": COORDINATOR,
    "response_correct": COORDINATOR,
}

SETS_UP = frozenset(
    {"account_second_factor", "account_second_factor_begin", "account_second_factor_confirm", "sign_out_submit"}
)
"""What somebody who must have a second factor, and has none yet, may open."""


def allows(route: str, *, actor: Actor, places: Collection[Place] = ()) -> bool:
    """Whether the table lets the actor open a route, and their role covers the places of the page's thing."""
    allowed = ROUTES[route]
    return allowed is None or (
        not allowed.isdisjoint(actor.roles)
        and all(actor.may(*allowed, campaign=one.campaign, governments=one.governments) for one in places)
    )
