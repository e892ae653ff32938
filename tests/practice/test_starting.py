"""Beginning a community, and what its front page and agreement say."""

import pytest

from community.belonging.models import Belonging, GroupRole
from community.core.errors import NotAllowed
from community.notifications.models import What
from community.practice import actions, policy, queries
from community.practice.models import Community, Level
from tests.practice.people import Space, Talk, a_community, let_in, unread, whats
from tests.world import Person, World

FRONT = {
    "name": "Meals that arrive warm",
    "purpose": "To get a warm meal to everybody who cannot cook.",
    "learning_question": "Who notices that somebody has not eaten?",
    "level": "private",
    "agreement": "We speak for ourselves.",
}


def test_any_member_begins_a_community_and_looks_after_it(world: World, nadia: Person) -> None:
    browser = world.browser(nadia)
    page = browser.get("/communities/new")
    made = browser.submit(page, "/communities/new", **FRONT)
    front = browser.get(made.location)
    assert "Meals that arrive warm" in front.text
    assert "Who notices that somebody has not eaten?" in front.text
    assert "Forming" in front.text
    assert "One person alone, for now" in front.text
    row = world.one(Community, name="Meals that arrive warm")
    assert (row.level, row.maker_id, row.agreement) == (Level.PRIVATE, nadia.id, "We speak for ourselves.")
    assert world.one(Belonging, group_id=row.group_id).role is GroupRole.FACILITATOR


def test_the_same_form_sent_twice_makes_one(world: World, nadia: Person) -> None:
    browser = world.browser(nadia)
    page = browser.get("/communities/new")
    first = browser.submit(page, "/communities/new", **FRONT)
    again = browser.submit(page, "/communities/new", **FRONT)
    assert first.location == again.location
    assert world.count(Community, name=FRONT["name"]) == 1


def test_without_a_question_it_is_not_begun_and_the_words_stay(world: World, nadia: Person) -> None:
    browser = world.browser(nadia)
    page = browser.get("/communities/new")
    refused = browser.submit(page, "/communities/new", **FRONT | {"learning_question": " "})
    assert refused.status == 422
    assert "Ask one question to learn about together" in refused.text
    assert "To get a warm meal to everybody who cannot cook." in refused.html
    assert world.count(Community) == 0


def test_in_a_safe_space_the_sentence_of_it_is_agreed(world: World, nadia: Person) -> None:
    browser = world.browser(nadia)
    browser.submit(browser.get("/communities/new"), "/communities/new", **FRONT | {"is_safe_space": True})
    agreed = world.one(Community, name=FRONT["name"]).agreement
    assert agreed.startswith("Use what you learn; never say who said it.")
    assert agreed.endswith("We speak for ourselves.")


def test_where_there_is_no_room_for_that_sentence_the_words_are_kept_and_nothing_is_begun(
    world: World, nadia: Person
) -> None:
    browser, there = world.browser(nadia), "/communities/new"
    begun = FRONT | {"is_safe_space": True, "agreement": "These stay. " + "x" * 1980}
    refused = browser.submit(browser.get(there), there, **begun)
    assert refused.status == 422 and "in a safe space its own sentence is added" in refused and "These stay." in refused
    assert world.count(Community) == 0
    fits = begun | {"agreement": "x" * (1999 - len(policy.SAFE_SPACE))}
    front = browser.submit(refused, there, **fits).location
    edit = f"{front}/agreement/edit"
    late = browser.submit(browser.get(edit), edit, agreement="These stay. " + "x" * 1980)
    assert late.status == 422 and "in a safe space its own sentence is added" in late and "These stay." in late
    assert browser.submit(browser.get(edit), edit).status == 303, "what is kept can be sent again"
    kept = world.one(Community).agreement
    assert len(kept) == 2000 and kept.startswith(policy.SAFE_SPACE)


def test_four_communities_a_day_are_too_many(world: World, nadia: Person) -> None:
    browser = world.browser(nadia)
    for number in range(3):
        browser.submit(browser.get("/communities/new"), "/communities/new", **FRONT | {"name": f"Number {number}"})
    page = browser.get("/communities/new")
    assert browser.submit(page, "/communities/new", check=False, **FRONT).status == 429


def test_eight_people_are_no_longer_forming(world: World, nadia: Person) -> None:
    space = a_community(world, members=tuple(world.member(f"Member {number}") for number in range(6)))
    assert "Forming" in world.browser(nadia).get(space.url).text
    let_in(world, nadia, space)
    assert "Forming" not in world.browser(nadia).get(space.url).text


def test_two_people_who_edit_the_front_page_both_keep_their_words(world: World, nadia: Person) -> None:
    space = a_community(world, facilitator=nadia)
    one, other = world.browser(nadia), world.browser(nadia)
    first, second = one.get(f"{space.url}/edit"), other.get(f"{space.url}/edit")
    said = {"name": "Home", "learning_question": "Why?"}
    assert one.submit(first, f"{space.url}/edit", purpose="The first words.", **said).status == 303
    late = other.submit(second, f"{space.url}/edit", purpose="The second words.", **said)
    assert late.status == 409
    assert "The first words." in late.html
    assert "The second words." in late.html
    assert other.submit(late, f"{space.url}/edit").status == 303
    assert world.one(Community, id=space.id).purpose == "The second words."


def test_only_who_looks_after_it_edits_it(world: World, space: Space, nadia: Person) -> None:
    for page in ("edit", "agreement/edit", "level", "invitations", "archive", "care"):
        assert world.browser(nadia).get(f"{space.url}/{page}", check=False).status == 404
    with world.inside(), pytest.raises(NotAllowed):
        seen = queries.community_seen_by(nadia.actor, space.public_id)
        actions.rewrite(nadia.actor, seen, queries.words_of_community(seen.id))


def test_a_new_agreement_is_accepted_before_the_next_word(
    world: World, gareth: Person, comfort: Person, nadia: Person
) -> None:
    space = a_community(world, facilitator=comfort, members=(nadia, gareth))
    keeper, member = world.browser(comfort), world.browser(nadia)
    page = keeper.get(f"{space.url}/agreement/edit")
    assert keeper.submit(page, f"{space.url}/agreement/edit", agreement="We ring each other.").status == 303
    assert whats(world, nadia) == [What.AGREEMENT_CHANGED]
    assert whats(world, comfort) == []
    front = member.get(space.url)
    assert "What members agree has changed" in front.text
    assert "Start a conversation" not in front.text
    accept = member.get(f"{space.url}/join")
    assert "We ring each other." in accept.text
    assert member.submit(accept, f"{space.url}/join", agrees=True).status == 303
    assert "Start a conversation" in member.get(space.url).text
    assert whats(world, nadia) == []
    assert "Start a conversation" in keeper.get(space.url).text


def test_who_has_not_accepted_reads_on_and_cannot_reply(
    world: World, space: Space, talk: Talk, nadia: Person, gareth: Person
) -> None:
    keeper = world.member("Amara")
    let_in(world, keeper, space, role=GroupRole.FACILITATOR)
    with world.inside():
        seen = queries.community_seen_by(keeper.actor, space.public_id)
        actions.agree_anew(keeper.actor, seen, "Anew.", version=1)
    page = world.browser(gareth).get(talk.url)
    assert "We find out when the ambulance pulls up." in page.text
    assert "Accept it, and you can write here again." in page.text
    with world.inside(), pytest.raises(NotAllowed):
        thread = queries.thread_seen_by(gareth.actor, talk.public_id)
        actions.reply(gareth.actor, thread, "Words", once=talk.public_id)


def test_an_agreement_that_changed_while_it_was_read_is_shown_again(world: World, nadia: Person) -> None:
    keeper, level = world.member("Amara"), Level.OPEN
    space = a_community(world, level, facilitator=keeper)
    browser = world.browser(nadia)
    page = browser.get(f"{space.url}/join")
    with world.inside():
        seen = queries.community_seen_by(keeper.actor, space.public_id)
        actions.agree_anew(keeper.actor, seen, "Quite another.", version=1)
    shown = browser.submit(page, f"{space.url}/join", agrees=True)
    assert shown.status == 422
    assert "Quite another." in shown.text
    assert world.count(Belonging, group_id=space.group_id, member_id=nadia.id) == 0


def test_members_read_what_was_agreed_before_and_others_do_not(world: World, nadia: Person, gareth: Person) -> None:
    keeper = world.member("Amara")
    space = a_community(world, facilitator=keeper, members=(nadia,), agreement="The canary of before.")
    with world.inside():
        seen = queries.community_seen_by(keeper.actor, space.public_id)
        actions.agree_anew(keeper.actor, seen, "The words of now.", version=1)
    assert "The canary of before." in world.browser(nadia).get(f"{space.url}/agreement").text
    outside = world.browser(gareth).get(f"{space.url}/agreement").text
    assert "The words of now." in outside
    assert "canary" not in outside


def test_a_safe_space_stays_one_whatever_else_is_agreed(world: World, nadia: Person) -> None:
    safe = a_community(world, facilitator=nadia, name="Safe", is_safe_space=True)
    other = a_community(world, facilitator=nadia, name="Other")
    keeper = world.browser(nadia)
    for space, agreed in ((safe, f"{policy.SAFE_SPACE}\nAnything goes."), (other, "Anything goes.")):
        edit = f"{space.url}/agreement/edit"
        assert keeper.submit(keeper.get(edit), edit, agreement="Anything goes.").status == 303
        assert world.one(Community, id=space.id).agreement == agreed
    edit = f"{safe.url}/agreement/edit"
    keeper.submit(keeper.get(edit), edit, agreement=f"Nobody need mind this: {policy.SAFE_SPACE}")
    assert world.one(Community, id=safe.id).agreement.splitlines()[0] == policy.SAFE_SPACE


def test_whoever_was_shown_out_does_not_hear_its_new_name(
    world: World, nadia: Person, gareth: Person, comfort: Person
) -> None:
    space = a_community(world, Level.HIDDEN, facilitator=nadia, members=(gareth, comfort), name="The old name")
    with world.inside():
        seen = queries.community_seen_by(nadia.actor, space.public_id)
        actions.agree_anew(nadia.actor, seen, "Anew.", version=1)
        actions.show_out(nadia.actor, seen, gareth.public_id)
        words = queries.words_of_community(space.id)._replace(name="The new name")
        actions.rewrite(nadia.actor, seen, words)
    assert {notice.words for notice in unread(world, comfort)} == {"The new name"}
    assert {notice.words for notice in unread(world, gareth)} == {"The old name"}
    assert "The new name" not in world.browser(gareth).get("/notices")


def test_two_new_agreements_at_once_are_both_kept(world: World, nadia: Person) -> None:
    space = a_community(world, facilitator=nadia)
    one, other = world.browser(nadia), world.browser(nadia)
    edit = f"{space.url}/agreement/edit"
    first, second = one.get(edit), other.get(edit)
    one.submit(first, edit, agreement="Mine.")
    late = other.submit(second, edit, agreement="Yours.")
    assert late.status == 409
    assert "Mine." in late.html
    assert "Yours." in late.html
