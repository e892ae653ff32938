"""Finishing well: a last word, two actions, something to take along; and room for somebody else."""

from pathlib import Path
from uuid import UUID

import pytest

from community.buddying import actions
from community.buddying.said import Promise
from community.core import chance, clock
from tests.buddying.people import comfort, gareth, nadia, seen_circle
from tests.buddying.terms import active_circle
from tests.journeys.conftest import House, Visitor
from tests.journeys.weeks import both_ways, is_accessible, the_weeks
from tests.world import Person, World

pytestmark = pytest.mark.browser

LAST = "Thank you for every Thursday. I ring the right person now."


@both_ways
def test_a_pair_finishes_well_and_each_is_suggested_to_others_again(house: House, world: World) -> None:
    with the_weeks(house, world) as weeks:
        one, other = nadia(world, capacity=1), gareth(world, capacity=1)
        third = comfort(world, offers=("discharge-flow",))
        circle_id = active_circle(world, one, other)
        promise(world, circle_id, one, other)
        weeks.pass_by(weeks=10)
        nobody_more(weeks.comes(one, "/buddies"))
        meets(weeks.comes(third, "/buddies"), not_shown=("Nadia", "Gareth"))
        first = weeks.comes(one, f"/buddies/circles/{circle_id}")
        finish(first)
        takes_along(first)
        is_told(weeks.comes(other, "/notices"))
        first.follow("Find a buddy")
        meets(first, "Comfort", not_shown=("Gareth",))
        meets(weeks.comes(third, "/buddies"), "Nadia", "Gareth")
        meets(weeks.comes(other, "/buddies"), "Comfort", not_shown=("Nadia",))


def promise(world: World, circle_id: UUID, one: Person, other: Person) -> None:
    for owner, words in ((one, "Ring the discharge lounge"), (other, "Send the ward's numbers")):
        circle = seen_circle(world, owner, circle_id)
        with world.inside():
            said = Promise(words, owner.public_id, clock.today())
            actions.make_promise(owner.actor, circle, said, once=chance.new_id())


def nobody_more(visitor: Visitor) -> None:
    visitor.sees("You have as many buddies as you have room for just now.")


def meets(visitor: Visitor, *names: str, not_shown: tuple[str, ...] = ()) -> None:
    visitor.stands_at("Find a buddy")
    shown = visitor.page.get_by_role("article").get_by_role("heading", level=3).all_inner_texts()
    assert set(names) <= set(shown) and not set(not_shown) & set(shown), shown


def finish(visitor: Visitor) -> None:
    """Two actions: the way to the page, and the button on it."""
    visitor.press("Done : Ring the discharge lounge")
    visitor.sees("done today")
    aside = visitor.page.get_by_role("complementary", name="About this circle")
    aside.get_by_role("link", name="Finish", exact=True).click()
    visitor.stands_at("Finish with Gareth")
    visitor.sees("It does not say who finished it.")
    visitor.fill("A last word", LAST)
    visitor.tick("Please do not suggest us again")
    is_accessible(visitor)
    visitor.press("Finish")
    visitor.stands_at("Finishing well")
    visitor.sees("2 written down, 1 done.")
    is_accessible(visitor)


def takes_along(visitor: Visitor) -> None:
    with visitor.page.expect_download() as download:
        visitor.follow("Take it along as a text file")
    words = Path(download.value.path()).read_text(encoding="utf-8")
    assert "- You: Ring the discharge lounge, done" in words
    assert "- Gareth: Send the ward's numbers, by" in words
    assert LAST not in words


def is_told(visitor: Visitor) -> None:
    visitor.follow("Your circle with Nadia has finished")
    visitor.sees("This circle is finished. You can read it")
    visitor.sees(LAST)
    assert visitor.page.get_by_label("Message to Nadia").count() == 0
    is_accessible(visitor)
    visitor.follow("A last look, and what to take along")
    visitor.stands_at("Finishing well")
