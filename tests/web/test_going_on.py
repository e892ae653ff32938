"""R26: the address to go on to is a path of this site, whatever was asked for, and asking never breaks anything."""

from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.web.navigation import safe_next
from tests.world import World

FOREIGN = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "http:evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\t/evil.example",
    "/\n/evil.example",
    "/a\r\nSet-Cookie: x=1",
    " /a",
    "/a b",
    "\x00/a",
    "/\x00",
    "evil.example",
    "",
    "/%0d%0a\r",
    "//[::1",
    "/\x85/evil.example",
    "./a",
    "?a=b",
]
OURS = ["/", "/journal", "/communities/abc/threads?after=3", "/a%20b", "/a#post-3", "/a/../b", "/%2f%2fevil.example"]


@pytest.mark.parametrize("address", FOREIGN)
def test_a_foreign_or_broken_address_leads_home(address: str) -> None:
    assert safe_next(address) == "/"


@pytest.mark.parametrize("address", OURS)
def test_a_path_of_our_own_is_kept(address: str) -> None:
    assert safe_next(address) == address


@given(st.text() | st.builds("/{}".format, st.text()) | st.builds("//{}".format, st.text()))
def test_whatever_is_asked_the_answer_stays_on_this_site(address: str) -> None:
    answer = safe_next(address)
    assert answer.startswith("/") and not answer.startswith("//") and "\\" not in answer
    assert not any(ord(letter) < 33 for letter in answer)
    assert urlsplit("https://here.example" + answer).hostname == "here.example"


@pytest.mark.parametrize("address", FOREIGN)
def test_the_sign_in_page_takes_any_next_without_an_accident(trial: World, address: str) -> None:
    page = trial.browser().get(f"/sign-in?next={quote(address, safe='')}")
    assert page.status == 200
    assert "evil.example" not in page.html


@pytest.mark.parametrize("raw", ["%00", "%ED%A0%80", "%FF", "%0d%0aSet-Cookie:a=b", "/%0d%0a", "%", "%E0%80%80"])
def test_bytes_that_are_no_text_lead_nowhere_else(trial: World, raw: str) -> None:
    assert trial.browser().get(f"/sign-in?next={raw}").status == 200
    sent_on = trial.browser().get(f"/trial/members?x={raw}")
    assert sent_on.status == 303 and sent_on.location.startswith("/sign-in")
    assert "\r" not in sent_on.location and "\n" not in sent_on.location
