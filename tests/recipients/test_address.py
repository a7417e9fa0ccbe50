"""What a contact's value must look like."""

import pytest

from outreach.recipients.address import fault_of, tidied
from outreach.recipients.status import Channel

WELL = [
    (Channel.EMAIL, "office@parliament.example"),
    (Channel.EMAIL, "o'neill+petitions@a-b.gov.example"),
    (Channel.EMAIL, f"{'a' * 64}@x.example"),
    (Channel.EMAIL, "局長@官邸.example"),
    (Channel.EMAIL, "büro@bundeskanzleramt.example"),
    (Channel.EMAIL, "bu\u0308ro@bundeskanzleramt.example"),
    (Channel.EMAIL, "प्रधानमंत्री@कार्यालय.भारत"),
    (Channel.EMAIL, "office@straße.example"),
    (Channel.EMAIL, "office@xn--kbt494j.xn--zckzah"),
    (Channel.WEB_FORM, "https://www.kantei.example/jp/forms/goiken_ssl.html?x=1"),
    (Channel.POST, "〒100-0014\n東京都千代田区永田町2-3-1"),
    (Channel.POST, "80 Wellington Street\nOttawa, ON  K1A 0A2"),
    (Channel.VIA_MEMBER, "any member"),
]
ILL = [
    (Channel.EMAIL, "office@parliament"),
    (Channel.EMAIL, "Office <office@parliament.example>"),
    (Channel.EMAIL, "office@parliament.example\nBcc: all@x.example"),
    (Channel.EMAIL, "a..b@parliament.example"),
    (Channel.EMAIL, f"{'a' * 65}@x.example"),
    (Channel.EMAIL, f"a@{'b.' * 130}example"),
    (Channel.EMAIL, f"{'局' * 22}@x.example"),
    (Channel.EMAIL, "a\u202eb@x.example"),
    (Channel.EMAIL, "a\u200bb@x.example"),
    (Channel.EMAIL, "局\u2028長@x.example"),
    (Channel.EMAIL, "局\u3000長@x.example"),
    (Channel.EMAIL, "\u0301a@x.example"),
    (Channel.EMAIL, "💌@x.example"),
    (Channel.EMAIL, "a\ud800@x.example"),
    (Channel.EMAIL, "office@-ü.example"),
    (Channel.EMAIL, "office@a\u202eb.example"),
    (Channel.EMAIL, f"office@{'ü' * 70}.example"),
    (Channel.WEB_FORM, "javascript:alert(1)"),
    (Channel.WEB_FORM, "https://"),
    (Channel.WEB_FORM, "https://host.example/a b"),
    (Channel.WEB_FORM, "https://host.example:port/"),
    (Channel.WEB_FORM, "https://[host"),
    (Channel.POST, "Street 1\n\nTown"),
    (Channel.POST, "Street\t1\nTown"),
]


@pytest.mark.parametrize(("channel", "value"), WELL)
def test_well_formed(channel: Channel, value: str) -> None:
    assert fault_of(channel, value) is None


@pytest.mark.parametrize(("channel", "value"), ILL)
def test_malformed(channel: Channel, value: str) -> None:
    assert fault_of(channel, value)


def test_an_address_is_kept_in_composed_form() -> None:
    assert tidied(Channel.EMAIL, " bu\u0308ro@x.example ") == "büro@x.example"
    assert tidied(Channel.POST, " 1 Stra\u00dfe \n Town ") == "1 Straße\nTown"
