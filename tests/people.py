"""The people in the tests."""

from outreach.accounts import Actor, Role

STAFF_SAM = Actor("staff_sam", frozenset({Role.STAFF}))
ORGANISER_OLGA = Actor("organiser_olga", frozenset({Role.ORGANISER}))
COORDINATOR_CHI = Actor("coordinator_chi", frozenset({Role.COORDINATOR}))
ADMIN_ADA = Actor("admin_ada", frozenset({Role.ADMIN}))
OUTSIDER_OMAR = Actor("outsider_omar", frozenset())
