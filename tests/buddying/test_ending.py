"""How a circle ends: in two actions, without a reason, with a last word for who likes one; and how it goes on."""

from uuid import UUID

import pytest
from sqlalchemy import update

from community.belonging.models import Block
from community.buddying import actions, queries
from community.buddying.models import Circle, CircleKind, CircleMessage, CircleSeat, CircleState
from community.buddying.queries.hellos import A_DAY_WHEN_NEW
from community.core import chance, clock
from community.core.database import db
from community.directory.models import Profile
from community.notifications.models import Notice, What
from tests.buddying.people import buddies, circle_of, comfort, gareth, nadia, seen_circle
from tests.buddying.told import sentences, told
from tests.world import Person, World


def finish(world: World, person: Person, circle_id: UUID, **words: str) -> None:
    browser = world.browser(person)
    page = browser.get(f"/buddies/circles/{circle_id}")
    assert f"/buddies/circles/{circle_id}/finish" in page.links, "one"
    assert browser.submit(browser.get(f"/buddies/circles/{circle_id}/finish"), "/finish", **words).status == 303, "two"


def room_taken(world: World, *people: Person) -> list[int]:
    return [world.one(Profile, member_id=person.id).circles_open for person in people]


def test_a_last_word_is_read_by_the_other_and_stands_once(world: World, one: Person, other: Person) -> None:
    circle_id = buddies(world, one, other)
    finish(world, one, circle_id, last_word="Thank you for the walks.")
    page = world.browser(other).get(f"/buddies/circles/{circle_id}")
    assert "Thank you for the walks." in page and "This circle is finished." in page
    assert sentences(world, other) == ["Your circle with Nadia has finished"]
    seen = seen_circle(world, one, circle_id)
    with world.inside():
        actions.finish(one.actor, seen, is_not_again=False, last_word="And again")
    assert world.count(CircleMessage, circle_id=seen.id) == 2, "nothing can be written when it is over"
    assert room_taken(world, one, other) == [0, 0]


def test_the_page_of_finishing_quotes_what_the_other_reads(world: World, one: Person, other: Person) -> None:
    circle_id = buddies(world, one, other)
    page = world.browser(one).get(f"/buddies/circles/{circle_id}/finish")
    assert "You and Nadia have finished. No reason is needed." in page
    assert "A last word shows that it came from you." in page
    finish(world, one, circle_id)
    home = world.browser(other).get("/")
    assert "You and Nadia have finished" in home and "No reason is needed." in home


def test_the_closing_page_has_questions_the_journal_what_to_take_along_and_a_new_match(
    world: World, one: Person, other: Person
) -> None:
    circle_id = buddies(world, one, other)
    browser, url = world.browser(one), f"/buddies/circles/{circle_id}"
    assert browser.get(f"{url}/closing").location == url, "it is not over yet"
    browser.submit(browser.get(url), "/promises", words="Read the letter aloud")
    answer = browser.submit(browser.get(f"{url}/finish"), "/finish")
    page = browser.follow(answer)
    assert answer.location == f"{url}/closing" and "A last conversation" in page
    assert {"/buddies", f"{url}/promises.txt", "/journal/new?template=after-buddy"} <= set(page.links)
    file = browser.get(f"{url}/promises.txt", check=False)
    assert "You: Read the letter aloud" in file.html and "You and Gareth" in file.html
    assert "\n\nStill to do\n- You: Read the letter aloud\n" in file.html and "Done" not in file.html
    assert file.response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Gareth" not in world.browser(comfort(world)).get(f"{url}/promises.txt", check=False).html
    theirs = world.browser(other).get(f"{url}/promises.txt", check=False).html
    assert "Nadia: Read the letter aloud" in theirs


def test_who_leaves_a_larger_circle_takes_their_list_along_before(world: World, one: Person, other: Person) -> None:
    circle_id = circle_of(world, one, other, comfort(world))
    browser, url = world.browser(one), f"/buddies/circles/{circle_id}"
    page = browser.get(f"{url}/finish")
    assert f"{url}/promises.txt" in page.links
    assert browser.submit(page, "/finish", last_word="Go well, you two.").location == "/buddies"
    assert browser.get(f"{url}/closing").status == browser.get(f"{url}/promises.txt", check=False).status == 404
    assert "Go well, you two." in world.browser(other).get(url)
    assert What.MESSAGE in [line.what for line in told(world, other)], "told like any message"


def test_the_last_word_to_a_circle_that_goes_on_is_counted_like_any_message(
    world: World, one: Person, other: Person
) -> None:
    circle_id = circle_of(world, one, other, comfort(world))
    browser, url = world.browser(one), f"/buddies/circles/{circle_id}"
    for number in range(A_DAY_WHEN_NEW):
        browser.post(f"{url}/messages", {"words": f"Number {number}", "key": str(chance.new_id())})
    page = browser.get(f"{url}/finish")
    refused = browser.submit(page, "/finish", last_word="One more")
    assert refused.status == 429 and "a lot of messages for one day" in refused and "One more" in refused.html
    assert browser.submit(page, "/finish").status == 303, "whoever wants to go can always go"
    assert "One more" not in world.browser(other).get(url)


@pytest.mark.parametrize("how_many", [3, 6])
def test_a_set_goes_on_while_two_remain_and_its_kind_follows(world: World, how_many: int) -> None:
    people = [world.member(name, capacity=3) for name in ("Ada", "Bea", "Cyd", "Dot", "Eve", "Fay")[:how_many]]
    circle_id = circle_of(world, *people)
    kinds = []
    while len(people) > 1:
        circle = world.one(Circle, public_id=circle_id)
        assert circle.ended_at is None and (circle.pair_key is not None) == (len(people) == 2)
        kinds.append(circle.kind)
        assert room_taken(world, *people) == [1] * len(people)
        gone = people.pop()
        finish(world, gone, circle_id)
        assert room_taken(world, gone) == [0]
    assert kinds[-2:] == [CircleKind.TRIO, CircleKind.PAIR] and kinds[:-2] == [CircleKind.SET] * (how_many - 3)
    ended = world.one(Circle, public_id=circle_id)
    assert ended.state is CircleState.FINISHED and room_taken(world, *people) == [0]


def test_two_who_remain_and_are_a_pair_already_do_not_become_a_second_one(
    world: World, one: Person, other: Person
) -> None:
    third = comfort(world)
    pair, trio = buddies(world, one, other), circle_of(world, one, other, third)
    finish(world, third, trio)
    assert world.one(Circle, public_id=trio).state is CircleState.FINISHED
    assert world.one(Circle, public_id=pair).ended_at is None
    assert room_taken(world, one, other, third) == [1, 1, 0]


def test_a_pair_that_remained_is_the_only_pair_of_the_two(world: World, one: Person, other: Person) -> None:
    third = comfort(world)
    trio = circle_of(world, one, other, third)
    finish(world, third, trio)
    low, high = sorted((one.id, other.id))
    assert world.one(Circle, public_id=trio).pair_key == f"{low}:{high}"


def test_not_again_is_private(world: World, one: Person, other: Person) -> None:
    circle_id = buddies(world, one, other)
    finish(world, one, circle_id, is_not_again="y")
    assert (
        world.one(CircleSeat, member_id=one.id).is_not_again
        and not world.one(CircleSeat, member_id=other.id).is_not_again
    )
    pages = [world.browser(other).get(f"/buddies/circles/{circle_id}{part}") for part in ("", "/closing")]
    assert not any("again" in page.text.replace("room for a buddy again", "") for page in pages)


def test_an_end_behind_which_a_block_stands_reads_like_any_other(world: World) -> None:
    """The blocked one's tray, page, closing page and lists, with and without a block; but for the person's own page."""
    read = []
    for is_blocked in (False, True):
        one, other = nadia(world), gareth(world)
        circle_id = buddies(world, one, other)
        seen = seen_circle(world, one, circle_id)
        with world.inside():
            db.session.execute(update(Profile).values(is_available=False))  # so that nobody is suggested meanwhile
            if is_blocked:
                db.session.add(Block(blocker_id=one.id, blocked_id=other.id, made_at=clock.now()))
            actions.finish(one.actor, seen, is_not_again=is_blocked)
        browser, url = world.browser(other), f"/buddies/circles/{circle_id}"
        pages = [browser.get(path).text for path in (url, f"{url}/closing", "/", "/buddies/hellos", "/notices")]
        row = world.one(Notice, member_id=other.id)
        read.append(
            [" ".join(page.replace("About Nadia", "").split()) for page in pages]
            + [(row.what, row.words, row.from_id, row.spot)]
        )
        with world.inside():
            assert len(queries.finished_circles_of(other.actor)) == 1
            db.session.query(Notice).delete()
    for without, behind in zip(*read, strict=True):
        assert without == behind


def test_leaving_a_trio_because_of_one_of_them_reads_like_any_leaving(world: World) -> None:
    told = []
    for is_blocked in (False, True):
        people = nadia(world), gareth(world), comfort(world)
        circle_id = circle_of(world, *people)
        seen = seen_circle(world, people[0], circle_id)
        with world.inside():
            if is_blocked:
                db.session.add(Block(blocker_id=people[0].id, blocked_id=people[1].id, made_at=clock.now()))
            actions.finish(people[0].actor, seen, is_not_again=False)
        told.append([sentences(world, person) for person in people])
    assert told[0] == told[1] == [[], ["Nadia has left your circle"], ["Nadia has left your circle"]]


def test_whoever_blocked_is_told_nothing_of_the_end_by_the_other(world: World, one: Person, other: Person) -> None:
    circle_id = buddies(world, one, other)
    seen = seen_circle(world, one, circle_id)
    with world.inside():
        db.session.query(Notice).delete()
        db.session.add(Block(blocker_id=other.id, blocked_id=one.id, made_at=clock.now()))
        actions.finish(one.actor, seen, is_not_again=False)
    assert sentences(world, other) == []
