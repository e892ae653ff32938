"""A block between somebody in a circle and somebody whom it asks, or is about to ask, to join."""

import pytest

from community.buddying.models import Circle, Hello, HelloState, Proposal, ProposalState
from tests.buddying.growing import ask, propose, say
from tests.buddying.people import circle_of, comfort, gareth, nadia
from tests.moderation.people import block
from tests.notifications.people import shown_to
from tests.world import World


def test_a_plan_of_one_s_own_circle_to_ask_the_blocked_closes_and_nobody_is_named(world: World) -> None:
    one, other, asked = nadia(world), gareth(world), comfort(world)
    circle_id = circle_of(world, one, other)
    propose(world, one, circle_id, asked)
    block(world, other, asked)
    assert world.one(Proposal).state is ProposalState.CLOSED
    assert "Gareth" not in " ".join(shown_to(world, one)).replace("Your circle with Gareth", "")


def test_a_plan_to_ask_the_blocker_comes_to_nothing_with_the_last_yes(world: World) -> None:
    one, other, asked = nadia(world), gareth(world), comfort(world)
    circle_id = circle_of(world, one, other)
    proposal_id = propose(world, one, circle_id, asked)
    block(world, asked, other)
    assert world.one(Proposal).state is ProposalState.OPEN, "the hour tells nothing"
    say(world, other, circle_id, proposal_id)
    assert world.one(Proposal).state is ProposalState.CLOSED and world.count(Hello) == 0


@pytest.mark.parametrize("who", ["the asked, of one inside", "one inside, of the asked"])
def test_a_hello_in_the_name_of_all_waits_for_the_proposer_and_begins_nothing(world: World, who: str) -> None:
    one, other, asked = nadia(world), gareth(world), comfort(world)
    circle_id = circle_of(world, one, other)
    hello_id = ask(world, circle_id, [one, other], asked)
    pair = (asked, other) if who.startswith("the asked") else (other, asked)
    block(world, *pair)
    assert world.one(Hello, public_id=hello_id).state is HelloState.DECLINED
    assert "Waiting, until" in world.browser(one).get("/buddies/hellos")
    assert "would you like to join" not in world.browser(asked).get("/buddies/hellos").text.lower()
    assert world.browser(asked).post(f"/buddies/hellos/{hello_id}/accept").status in {404, 409}
    assert world.count(Circle) == 1


def test_blocking_the_proposer_reads_to_them_like_any_hello_that_waits(world: World) -> None:
    one, other, asked = nadia(world), gareth(world), comfort(world)
    circle_id = circle_of(world, one, other)
    hello_id = ask(world, circle_id, [one, other], asked)
    block(world, asked, one)
    assert world.one(Hello, public_id=hello_id).state is HelloState.DECLINED
    assert "Waiting, until" in world.browser(one).get("/buddies/hellos")


def test_a_proposer_who_blocks_the_asked_takes_the_hello_back(world: World) -> None:
    one, other, asked = nadia(world), gareth(world), comfort(world)
    circle_id = circle_of(world, one, other)
    hello_id = ask(world, circle_id, [one, other], asked)
    block(world, one, asked)
    assert world.one(Hello, public_id=hello_id).state is HelloState.TAKEN_BACK
    assert shown_to(world, asked) == []
