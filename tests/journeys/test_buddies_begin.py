"""From a hello to an agreement: a first meeting at a time that suits both, two private answers, two yeses."""

import pytest

from tests.buddying.people import gareth, nadia
from tests.journeys.conftest import House, Visitor
from tests.journeys.weeks import Weeks, both_ways, is_accessible, notice, the_weeks
from tests.world import Person, World

pytestmark = pytest.mark.browser

HOPE = "By the time we finish I would like to know whom to ring."


@both_ways
def test_two_people_say_hello_meet_carry_on_and_agree_how(house: House, world: World) -> None:
    with the_weeks(house, world) as weeks:
        one = nadia(world, times=["tue-eve", "fri-pm"])
        other = gareth(world, times=["fri-pm", "mon-am"])
        say_hello(weeks.comes(one))
        say_yes_and_set_a_time(weeks.comes(other))
        weeks.pass_by(days=2, hours=4)  # Friday afternoon, two hours after they were to meet
        meet_and_carry_on(weeks, one, other)
        agree(weeks, one, other)


def say_hello(visitor: Visitor) -> None:
    visitor.enter("Buddies")
    card = visitor.page.get_by_role("article").filter(has=visitor.page.get_by_role("heading", name="Gareth"))
    card.get_by_role("link", name="Say hello").click()
    visitor.fill("A short hello to Gareth", "I see discharge from the other end. Shall we talk?")
    visitor.press("Send")
    visitor.sees("Sent to Gareth")


def say_yes_and_set_a_time(visitor: Visitor) -> None:
    visitor.follow("Read it")
    visitor.sees("I see discharge from the other end.")
    visitor.press("Yes, let us meet")
    visitor.stands_at("You and Nadia")
    visitor.sees("Now comes a first meeting.")
    visitor.press("No, we do not")
    visitor.follow("Set a time")
    visitor.stands_at("Next meeting")
    visitor.sees("From what you each told of yourselves.")
    visitor.does_not_see("Tuesday 10 March, 19:00")
    visitor.follow("Friday 6 March, 14:00")
    visitor.sees("Save it, and we tell Nadia.")
    is_accessible(visitor)
    visitor.press("Save")
    visitor.stands_at("You and Nadia")
    visitor.sees("Friday 6 March, 14:00")


def meet_and_carry_on(weeks: Weeks, one: Person, other: Person) -> None:
    """Nothing of a first yes is shown to the other."""
    first = weeks.comes(one, "/notices")
    first.follow("Gareth says yes")
    first.stands_at("You and Gareth")
    first.press("No, we do not")
    first.sees("Did you meet?")
    first.press("We met today")
    first.sees("Noted: you met.")
    first.sees("Would you like to carry on as buddies?")
    is_accessible(first)
    first.press("Yes, carry on")
    first.sees("You said you would like to carry on.")
    second = weeks.comes(other, "/notices")
    second.does_not_see("carry on")
    second.go(first.page.url.removeprefix(second.address))
    second.sees("Would you like to carry on as buddies?")
    second.does_not_see("would like to carry on.")
    second.press("Yes, carry on")
    second.sees("You carry on as buddies with Nadia. We tell them too.")
    notice(first, "You carry on as buddies with Gareth")
    first.stands_at("You and Gareth")
    first.sees("Buddies since Wednesday 4 March.")


def agree(weeks: Weeks, one: Person, other: Person) -> None:
    writer = weeks.comes(one, "/buddies")
    writer.follow("Open your space with Gareth")
    writer.follow("Write ours")
    writer.stands_at("Our agreement")
    writer.fill("What I hope for", HOPE)
    writer.open("How often, how long and how")
    writer.page.get_by_label("Every two weeks").check()
    is_accessible(writer)
    writer.press("Save, with my yes")
    writer.sees("Written down, with your yes. We ask Gareth for theirs.")
    writer.sees("It waits for the yes of Gareth.")
    reader = weeks.comes(other)
    reader.sees("An agreement with Nadia waits for your yes")
    reader.follow("Read it")
    reader.sees(HOPE)
    is_accessible(reader)
    reader.press("Yes, I agree")
    reader.sees("Agreed: everybody has said yes, and it counts from now.")
    is_accessible(reader)
    writer.page.reload()
    writer.sees("Everybody has said yes.")
