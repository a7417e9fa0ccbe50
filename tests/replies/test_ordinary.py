"""480 ordinary mails that speak of failures: none is a bounce, and no person is a machine."""

from outreach.replies.classify import classify
from outreach.replies.status import ReplyKind
from tests.replies.ordinary import ordinary_mails


def test_ordinary_mail_is_never_a_bounce_and_a_person_never_a_machine() -> None:
    mails = ordinary_mails()
    kinds = {name: classify(raw).kind for name, (raw, _) in mails.items()}
    reports = {ReplyKind.BOUNCE, ReplyKind.DELAY, ReplyKind.CHALLENGE, ReplyKind.UNREADABLE}
    assert len(mails) == 480
    assert [name for name, kind in kinds.items() if kind in reports] == []
    assert [
        name for name, (_, by_person) in mails.items() if by_person and kinds[name] is not ReplyKind.HUMAN
    ] == []
