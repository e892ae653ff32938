"""Places are found by the names people know them by, and shown only as finely as their owner chose."""

import pytest

from community.core.roles import MemberState
from community.directory import queries
from community.directory.models import ShownAs
from tests.world import World


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Lancashire", "icb-lancashire-and-south-cumbria"),
        ("NHS Lancashire and South Cumbria Integrated Care Board", "icb-lancashire-and-south-cumbria"),
        ("thames valley", "icb-thames-valley"),
        ("SURREY and sussex", "icb-surrey-and-sussex"),
        ("Bwrdd Iechyd Prifysgol Caerdydd a'r Fro", "lhb-cardiff-and-vale"),
        ("caerdydd", "lhb-cardiff-and-vale"),
        ("bae abertawe", "lhb-swansea-bay"),
        ("swansea", "lhb-swansea-bay"),
        ("belfast", "hsct-belfast"),
        ("glasgow city", "hscp-glasgow-city"),
        ("orkney", "hb-orkney"),
    ],
)
def test_a_place_is_found_by_its_new_and_its_welsh_name(world: World, words: str, place: str) -> None:
    with world.inside():
        assert place in [each.id for each in queries.places_named(words)]


def test_every_place_is_found_by_each_of_its_names(world: World) -> None:
    with world.inside():
        for place in queries.places().values():
            for name in filter(None, (place.name, place.name_cy)):
                assert place.id in [each.id for each in queries.places_named(name)], name


def test_every_board_that_closed_is_found_by_its_old_name_and_names_what_followed(world: World) -> None:
    with world.inside():
        for place in queries.places().values():
            if not place.is_current:
                found = next(each for each in queries.places_named(place.short_name) if each.id == place.id)
                assert [each.id for each in found.instead] == list(place.successors)


@pytest.mark.parametrize("words", ["", " ", "%", "_", "zzzz", "\x00", "care' OR 1=1 --", "x" * 5000])
def test_words_that_name_no_place_find_none(world: World, words: str) -> None:
    with world.inside():
        assert queries.places_named(words) == []


def test_a_place_is_shown_as_area_region_or_nation(world: World) -> None:
    with world.inside():
        for place, shown in {
            "icb-devon": ("Devon", "South West", "England"),
            "lhb-powys": ("Powys", "Wales", "Wales"),
            "hsct-western": ("Western, Northern Ireland", "Northern Ireland", "Northern Ireland"),
            "hscp-moray": ("Moray", "Grampian", "Scotland"),
            "hb-grampian": ("Grampian", "Grampian", "Scotland"),
            "region-london": ("London", "London", "England"),
            "wales": ("Wales", "Wales", "Wales"),
        }.items():
            assert tuple(queries.place_as_shown(place, each) for each in ShownAs) == shown
        assert queries.place_as_shown(None, ShownAs.AREA) == ""
        assert queries.place_as_shown("no-such-place", ShownAs.AREA) == ""


def test_the_page_of_places_answers_with_and_without_htmx(world: World) -> None:
    browser = world.browser(world.member(""))
    whole = browser.get("/places?q=Frimley")
    assert "It has closed. Now: NHS Thames Valley" in whole
    part = browser.get("/places?place_words=Frimley", htmx=True)
    assert "<html" not in part.html
    offered = [each.get("value") for each in part.all("input", name="place")]
    assert offered == list(_places(world)["icb-frimley"].successors)
    assert "We know no place by that name" in browser.get("/places?q=zzzz")
    assert browser.get("/places").status == 200
    assert browser.get("/places?q=" + "%00" * 500).status == 200


def test_one_answer_is_chosen_for_you(world: World) -> None:
    part = world.browser(world.member("")).get("/places?place_words=lancash", htmx=True)
    (only,) = part.all("input", name="place")
    assert only.get("checked") is not None


def test_a_newcomer_may_look_up_a_place_and_a_stranger_may_not(world: World) -> None:
    assert world.browser(world.member("", state=MemberState.JOINING)).get("/places?q=devon").status == 200
    assert world.browser().get("/places?q=devon").status == 303


def _places(world: World) -> dict[str, queries.PlaceRow]:
    with world.inside():
        return dict(queries.places())
