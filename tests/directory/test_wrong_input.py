"""Whatever is sent, the answer is a page that says what to mend and keeps what was typed."""

from typing import Any

import pytest

from community.directory.models import Profile, ProfileChallenge
from tests.browser import Browser
from tests.directory.newcomer import a_newcomer
from tests.world import World

NUL = "win\x00ter"
HUGE = "1" + "0" * 18
LONG = "x" * 9000
SECTOR = {"name": "Comfort", "sector": "carer", "shown_as": "region"}
CHALLENGES = {"first": "winter"}
TALKING = {"side": "bridge", "distance": "none", "capacity": "1", "languages": ["English"]}
SEVEN = [
    "discharge-flow",
    "winter",
    "care-to-community",
    "ehch",
    "coproduction",
    "trust-building",
    "turnover",
]


def test_whoever_mistypes_often_is_not_shut_out(world: World) -> None:
    _, browser = a_newcomer(world, "Nadia")
    path = "/welcome/sector"
    assert {browser.submit(browser.get(path), path, name="").status for _ in range(30)} == {422}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Give the name that others will see"),
        ({"name": "   "}, "Give the name that others will see"),
        ({"name": "\u202e\u200b"}, "Give the name that others will see"),
        ({"name": "!!!"}, "at least one letter"),
        ({"name": "n" * 81}, "at most 80 characters"),
        ({"name": LONG}, "at most 80 characters"),
        ({"sector": ""}, "Choose the sector"),
        ({"sector": "no-such-sector"}, "Choose from the list"),
        ({"sector": "nhs"}, "Choose from the list"),
        ({"sector": HUGE}, "Choose from the list"),
        ({"sector": NUL}, "Choose from the list"),
        ({"other_1": "winter"}, "Choose from the list"),
        ({"perspectives": ["clinical", "operational", "provider", "political"]}, "Choose at most 3"),
        ({"perspectives": ["nobody"]}, "Choose from the list"),
        ({"perspectives": [NUL]}, "Choose from the list"),
        ({"place_words": "zzzz"}, "We know no place by that name"),
        ({"place_words": "sussex"}, None),
        ({"place_words": "north"}, "Choose which place you mean"),
        ({"place_words": "north", "place": "icb-devon"}, "Choose which place you mean"),
        ({"place_words": "north", "place": HUGE}, "Choose which place you mean"),
        ({"place_words": "Frimley", "place": "icb-frimley"}, "Choose which place you mean"),
        ({"place_words": LONG}, "at most 160 characters"),
        ({"shown_as": "street"}, "Choose from the list"),
        ({"about": "a" * 301}, "at most 300 characters"),
        ({"organisation": "o" * 161}, "at most 160 characters"),
        ({"inspects": "\n".join(f"Home {n}" for n in range(11))}, "Name at most 10"),
        ({"bids": "b" * 161}, "at most 160 characters"),
    ],
)
def test_where_you_sit(world: World, wrong: dict[str, Any], words: str | None) -> None:
    person, browser = a_newcomer(world)
    sent = SECTOR | {"about": "Twelve years of caring."} | wrong
    answer = _send(browser, "/welcome/sector", sent)
    if words is None:
        assert answer.status == 303
        return
    assert answer.status == 422
    assert words in answer
    assert answer.html.count("<title>Error: ") == 1
    _is_kept(answer, "/welcome/sector", sent)
    assert world.count(Profile, member_id=person.id) == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"first": ""}, "Choose at least one challenge"),
        ({"first": "no-such"}, "Choose from the list"),
        ({"first": NUL}, "Choose from the list"),
        ({"first": "care-home"}, "Choose from the list"),
        ({"second": "winter"}, "You have this one already"),
        ({"second": "ehch", "third": "ehch"}, "You have this one already"),
        ({"third": HUGE}, "Choose from the list"),
        ({"offers": SEVEN}, "Choose at most 6"),
        ({"needs": SEVEN}, "Choose at most 6"),
        ({"others": SEVEN[:6]}, "Choose at most 5"),
        ({"offers": ["winter", "nothing"]}, "Choose from the list"),
        ({"needs": [NUL]}, "Choose from the list"),
    ],
)
def test_what_is_on_your_mind(world: World, wrong: dict[str, Any], words: str) -> None:
    person, browser = a_newcomer(world)
    sent = CHALLENGES | {"offers": ["turnover"]} | wrong
    answer = _send(browser, "/welcome/challenges", sent)
    assert answer.status == 422
    assert words in answer
    _is_kept(answer, "/welcome/challenges", sent)
    assert world.count(ProfileChallenge, member_id=person.id) == 0


def test_a_fourth_challenge_is_not_taken(world: World) -> None:
    person, browser = a_newcomer(world)
    sent = {"first": "winter", "second": "ehch", "third": "turnover", "fourth": "isolation"}
    assert _send(browser, "/welcome/challenges", sent).status == 303
    assert world.count(ProfileChallenge, member_id=person.id, named_as="top") == 3
    assert world.count(ProfileChallenge, member_id=person.id, challenge_id="isolation") == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ways": ["pigeon"]}, "Choose from the list"),
        ({"best_way": "pigeon"}, "Choose from the list"),
        ({"times": ["mon-am", "mon-night"]}, "Choose from the list"),
        ({"times": [NUL]}, "Choose from the list"),
        ({"languages": ["Klingon"]}, "Choose from the list"),
        ({"more_languages": "l" * 41}, "at most 40 characters"),
        ({"more_languages": "a,b,c,d,e,f"}, "Name at most 6 languages"),
        ({"access_needs": "a" * 301}, "at most 300 characters"),
        ({"side": "both"}, "Choose from the list"),
        ({"distance": ""}, "Choose from the list"),
        ({"capacity": "4"}, "Choose from the list"),
        ({"capacity": "-1"}, "Choose from the list"),
        ({"capacity": HUGE}, "Choose from the list"),
        ({"capacity": "one"}, "Choose from the list"),
    ],
)
def test_how_you_like_to_talk(world: World, wrong: dict[str, Any], words: str) -> None:
    person, browser = a_newcomer(world)
    sent = TALKING | {"ways": ["phone"]} | wrong
    answer = _send(browser, "/welcome/talking", sent)
    assert answer.status == 422
    assert words in answer
    _is_kept(answer, "/welcome/talking", sent)
    assert world.count(Profile, member_id=person.id) == 0


@pytest.mark.parametrize("wrong", ["", "somebody", NUL, HUGE])
def test_who_can_find_you(world: World, wrong: str) -> None:
    browser = world.browser(world.member("Nadia"))
    answer = _send(browser, "/profile/finding", {"findable_by": wrong})
    assert answer.status == 422
    assert "Choose from the list" in answer


def test_fields_that_no_form_asks_for_change_nothing(world: World) -> None:
    nadia = world.member("Nadia")
    gareth = world.member("Gareth")
    browser = world.browser(nadia)
    more = {
        "is_available": "",
        "member_id": str(gareth.id),
        "circles_open": "-5",
        "role": "administrator",
        "state": "suspended",
        "findable_by": "nobody",
    }
    assert _send(browser, "/profile/sector", SECTOR | more).status == 303
    assert world.one(Profile, member_id=gareth.id).sector_id == "care-home"
    profile = world.one(Profile, member_id=nadia.id)
    assert (profile.sector_id, profile.circles_open, profile.findable_by) == ("carer", 0, "everyone")


@pytest.mark.parametrize(
    "address", ["/profile/secrets", "/welcome/finding", f"/people/{HUGE}", "/people/x", "/people/"]
)
def test_addresses_that_lead_nowhere(world: World, address: str) -> None:
    assert world.browser(world.member("Nadia")).get(address).status == 404


def _send(browser: Browser, address: str, sent: dict[str, Any]) -> Any:
    page = browser.get(address)
    assert page.status == 200
    return browser.post(address, page.form(address).values | sent)


def _is_kept(answer: Any, address: str, sent: dict[str, Any]) -> None:
    """Every text that was typed and every known choice that was made stands in the form again."""
    form = answer.form(address)
    for name, value in sent.items():
        if name in {"about", "organisation", "place_words", "more_languages", "access_needs", "inspects", "bids"}:
            assert form.values[name].replace("\r\n", "\n") == value
        elif isinstance(value, list):
            known = [each for each in value if f'value="{each}"' in answer.html]
            assert set(known) <= set(form.values.get(name, []))
