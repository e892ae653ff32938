"""Short ways to a circle that asks one more."""

from uuid import UUID

from community.buddying import actions, queries
from community.buddying.models import Circle, Hello, HelloState, Proposal
from community.core import chance
from tests.browser import Page
from tests.world import Person, World

WORDS = "We talk about discharge every three weeks. Would you like to join us?"


def propose(world: World, proposer: Person, circle_id: UUID, asked: Person, words: str = WORDS) -> UUID:
    """One of the circle would like to ask somebody: the proposal's public id."""
    once = chance.new_id()
    with world.inside():
        circle = queries.circle_seen_by(proposer.actor, circle_id)
        to = queries.stranger_seen_by(proposer.actor, asked.public_id)
        actions.propose(proposer.actor, circle, to, words=words, once=once)
    return UUID(str(world.one(Proposal, made_key=once).public_id))


def say(world: World, person: Person, circle_id: UUID, proposal_id: UUID, what: str = "yes") -> Page:
    return world.browser(person).post(f"/buddies/circles/{circle_id}/proposals/{proposal_id}/{what}")


def ask(world: World, circle_id: UUID, inside: list[Person], asked: Person, words: str = WORDS) -> UUID:
    """The first proposes, the others say yes: the public id of the hello in the name of all."""
    proposal_id = propose(world, inside[0], circle_id, asked, words)
    for each in inside[1:]:
        assert say(world, each, circle_id, proposal_id).status == 303
    proposal = world.one(Proposal, public_id=proposal_id)
    waits = {"asked_id": proposal.asked_id, "joins_id": proposal.circle_id, "state": HelloState.WAITING}
    return UUID(str(world.one(Hello, **waits).public_id))


def grow(world: World, circle_id: UUID, inside: list[Person], asked: Person, words: str = WORDS) -> UUID:
    """All of that, and the yes: the public id of the new circle."""
    hello_id = ask(world, circle_id, inside, asked, words)
    answer = world.browser(asked).post(f"/buddies/hellos/{hello_id}/accept")
    assert answer.status == 303, answer.text
    grown = world.one(Circle, grew_from_id=world.one(Circle, public_id=circle_id).id)
    return UUID(str(grown.public_id))
