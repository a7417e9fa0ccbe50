"""The people in the tests."""

from outreach.accounts import Actor, Role
from outreach.petition.languages import LANGUAGES

STAFF_SAM = Actor("staff_sam", frozenset({Role.STAFF}))
ORGANISER_OLGA = Actor("organiser_olga", frozenset({Role.ORGANISER}), reads=frozenset(LANGUAGES))
COORDINATOR_CHI = Actor("coordinator_chi", frozenset({Role.COORDINATOR}))
ADMIN_ADA = Actor("admin_ada", frozenset({Role.ADMIN}))
OUTSIDER_OMAR = Actor("outsider_omar", frozenset())
