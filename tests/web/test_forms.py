"""What forms share: limits, wrong fields, the notice afterwards."""

from tests.web.conftest import Browser


def test_a_form_that_is_too_large_is_refused_before_anybody_is_asked(browser: Browser) -> None:
    answer = browser().post("/sign-in", data={"name": "x" * 7_000_000, "password": "y"})
    assert answer.status_code == 413
    assert "at most 6 MB" in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_form_of_unknown_length_is_refused(browser: Browser) -> None:
    answer = browser().post("/sign-in", content=iter([b"name=x"]))
    assert answer.status_code == 411


def test_a_missing_field_is_named_on_a_page_of_ours(browser: Browser) -> None:
    answer = browser("staff_sam").post(
        "/account/password", headers={"Referer": "https://desk.example/account?a=1"}
    )
    assert answer.status_code == 422
    assert "“password” is missing" in answer.text
    assert 'href="/account?a=1"' in answer.text


def test_a_referrer_elsewhere_is_no_way_back(browser: Browser) -> None:
    answer = browser("staff_sam").post("/account/password", headers={"Referer": "https://elsewhere.example/x"})
    assert "elsewhere" not in answer.text
