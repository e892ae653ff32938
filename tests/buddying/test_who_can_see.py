"""P5: what the page says about who can read it, against what the whole cast really gets to read."""

import pytest

from community.accounts.models import Member
from community.belonging.models import Block
from community.core import chance, clock
from community.core.database import db
from community.core.roles import MemberState, Role
from tests.buddying.people import buddies, circle_of, comfort, gareth, hello, nadia
from tests.world import Person, World

CANARY = "Larchmere rings on Thursdays"
CIRCLE_SENTENCE = "Others see a message only if one of you reports it."


def cast(world: World) -> dict[str, Person]:
    return {
        "Nadia": nadia(world),
        "Gareth": gareth(world),
        "Comfort": comfort(world),
        "Derek": world.member("Derek", sector="lg-elected", capacity=3),
        "Hassan": world.member("Hassan", sector="vcse-local", capacity=3),
        "Mei-Ling": world.member("Mei-Ling", sector="comm-icb", capacity=3),
        "Stranger": world.member("Stranger"),
        "Moderator": world.member("Moderator", role=Role.MODERATOR),
        "Administrator": world.member("Administrator", role=Role.ADMINISTRATOR),
        "Newcomer": world.member("Newcomer", state=MemberState.JOINING),
        "Suspended": world.member("Suspended", state=MemberState.SUSPENDED),
    }


def who_reads(world: World, people: dict[str, Person], url: str) -> set[str]:
    return {name for name, person in people.items() if CANARY in world.browser(person).get(url).html}


# Who is in the circle, who reads it, and the sentence Nadia sees: written by hand.
TABLE = [
    (["Nadia", "Gareth"], "You and Gareth."),
    (["Nadia", "Gareth", "Comfort"], "You, Comfort and Gareth."),
    (
        ["Nadia", "Gareth", "Comfort", "Derek", "Hassan", "Mei-Ling"],
        "You, Comfort, Derek, Gareth, Hassan and Mei-Ling.",
    ),
]


@pytest.mark.parametrize(("inside", "sentence"), TABLE, ids=["pair", "trio", "set of six"])
def test_a_circle_is_read_by_exactly_those_whom_the_page_names(world: World, inside: list[str], sentence: str) -> None:
    people = cast(world)
    url = f"/buddies/circles/{circle_of(world, *(people[name] for name in inside))}"
    world.browser(people["Gareth"]).post(f"{url}/messages", {"words": CANARY, "key": str(chance.new_id())})
    assert who_reads(world, people, url) == set(inside)
    for name in inside:
        page = world.browser(people[name]).get(url)
        assert all(other in page for other in inside if other != name) and CIRCLE_SENTENCE in page
    assert f"{sentence} {CIRCLE_SENTENCE}" in world.browser(people["Nadia"]).get(url)


def test_the_sentence_stays_true_after_a_staff_grant_a_new_member_and_somebody_leaving(world: World) -> None:
    people = cast(world)
    trio = [people[name] for name in ("Nadia", "Gareth", "Comfort")]
    url = f"/buddies/circles/{circle_of(world, *trio)}"
    world.browser(trio[1]).post(f"{url}/messages", {"words": CANARY, "key": str(chance.new_id())})
    with world.inside():
        db.session.query(Member).filter_by(id=people["Stranger"].id).update({"role": Role.ADMINISTRATOR})
        db.session.query(Member).filter_by(id=people["Newcomer"].id).update({"state": MemberState.ACTIVE})
    assert who_reads(world, people, url) == {"Nadia", "Gareth", "Comfort"}
    assert world.browser(people["Comfort"]).post(f"{url}/finish").status == 303
    assert who_reads(world, people, url) == {"Nadia", "Gareth"}
    assert f"You and Gareth. {CIRCLE_SENTENCE}" in world.browser(people["Nadia"]).get(url)


def test_a_suspended_buddy_is_still_named_and_does_not_read(world: World) -> None:
    people = cast(world)
    url = f"/buddies/circles/{circle_of(world, people['Nadia'], people['Gareth'])}"
    world.browser(people["Nadia"]).post(f"{url}/messages", {"words": CANARY, "key": str(chance.new_id())})
    with world.inside():
        db.session.query(Member).filter_by(id=people["Gareth"].id).update({"state": MemberState.SUSPENDED})
    assert who_reads(world, people, url) == {"Nadia"}
    assert "You and Gareth." in world.browser(people["Nadia"]).get(url), "who may return is not left out"


def test_a_finished_pair_is_still_read_by_the_two_and_nobody_writes(world: World) -> None:
    people = cast(world)
    circle_id = buddies(world, people["Nadia"], people["Gareth"], CANARY)
    url = f"/buddies/circles/{circle_id}"
    world.browser(people["Nadia"]).post(f"{url}/finish")
    assert who_reads(world, people, url) == {"Nadia", "Gareth"}
    late = world.browser(people["Gareth"]).post(f"{url}/messages", {"words": "Late", "key": str(chance.new_id())})
    assert late.status == 409 and "This circle is finished" in late and "Late" in late.html


def test_a_block_closes_the_circle_to_new_words(world: World) -> None:
    people = cast(world)
    url = f"/buddies/circles/{buddies(world, people['Nadia'], people['Gareth'])}"
    with world.inside():
        db.session.add(Block(blocker_id=people["Nadia"].id, blocked_id=people["Gareth"].id, made_at=clock.now()))
    sent = world.browser(people["Gareth"]).post(f"{url}/messages", {"words": "Still", "key": str(chance.new_id())})
    assert sent.status == 409
    assert "You and Nadia" not in world.browser(people["Gareth"]).get("/buddies")


def test_a_hello_is_read_by_exactly_the_two_whom_the_page_names(world: World) -> None:
    people = cast(world)
    hello(world, people["Nadia"], people["Gareth"], CANARY)
    assert who_reads(world, people, "/buddies/hellos") == {"Nadia", "Gareth"}
    assert "You and Nadia. Others see it only if one of you reports it." in world.browser(people["Gareth"]).get(
        "/buddies/hellos"
    )
    form = world.browser(people["Comfort"]).get(f"/buddies/hellos/new?to={people['Gareth'].public_id}")
    assert "You and Gareth. Others see it only if one of you reports it." in form
