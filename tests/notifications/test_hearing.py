"""A member chooses what to hear about a conversation, or about all of a community."""

import pytest
from flask import Flask, render_template_string, url_for

from community.core import chance
from community.notifications import actions, queries
from community.notifications.forms import LEVELS, LINES, HearingForm, hears_how
from community.notifications.models import Hearing, Kind, Level, Timing, What
from tests.notifications.people import group_of, hears, notices_of, only_notice_of, prefers, read, tell
from tests.world import Person, World

PLACE, TALK = chance.new_id(), chance.new_id()


def hear(world: World, person: Person, level: Level, *, in_talk: bool = True) -> None:
    with world.inside():
        if in_talk:
            actions.hear(person.actor, TALK, level, inside=PLACE)
        else:
            actions.hear(person.actor, PLACE, level)


def level_of(world: World, person: Person, *, in_talk: bool = True) -> Level:
    with world.app.app_context():
        return queries.level_of(person.id, TALK, PLACE) if in_talk else queries.level_of(person.id, PLACE)


def test_at_first_everything_is_in_the_summary(world: World) -> None:
    nadia = world.member()
    assert level_of(world, nadia) is level_of(world, nadia, in_talk=False) is Level.SUMMARY


@pytest.mark.parametrize("level", Level)
def test_a_conversation_is_heard_as_its_community_until_chosen_otherwise(world: World, level: Level) -> None:
    nadia, gareth = world.member(), world.member("Gareth")
    hear(world, nadia, level, in_talk=False)
    assert level_of(world, nadia) is level
    for other in Level:
        hear(world, nadia, other)
        assert level_of(world, nadia) is other
        assert level_of(world, nadia, in_talk=False) is level
    assert level_of(world, gareth) is Level.SUMMARY


def test_what_is_usual_there_is_not_kept(world: World) -> None:
    nadia = world.member()
    hear(world, nadia, Level.EVERY)
    hear(world, nadia, Level.SUMMARY)
    hear(world, nadia, Level.SUMMARY, in_talk=False)
    assert world.count(Hearing) == 0
    hear(world, nadia, Level.NOTHING, in_talk=False)
    hear(world, nadia, Level.SUMMARY)
    assert world.count(Hearing) == 2


@pytest.mark.parametrize(
    ("level", "what", "letter"),
    [
        (Level.EVERY, What.REPLY, Timing.NOW),
        (Level.SUMMARY, What.REPLY, Timing.NEVER),
        (Level.SUMMARY, What.ANSWER, Timing.NOW),
        (Level.MENTIONED, What.ANSWER, Timing.NEVER),
        (Level.MENTIONED, What.MENTION, Timing.NOW),
        (Level.NOTHING, What.MENTION, Timing.NEVER),
    ],
)
def test_whoever_chooses_less_gets_no_letter_about_what_came_before(
    world: World, level: Level, what: What, letter: Timing
) -> None:
    nadia, gareth = world.member(), world.member("Gareth")
    tell(world, nadia, what, about=TALK, sender=gareth, words="A title")
    hear(world, nadia, level)
    assert only_notice_of(world, nadia).letter is letter
    tell(world, gareth, what, about=TALK, sender=nadia, words="A title")
    hear(world, nadia, level)
    assert only_notice_of(world, gareth).letter is Timing.NOW


def test_the_menu_says_what_holds_and_offers_every_level(app: Flask) -> None:
    with app.test_request_context():
        menu = "{% from 'notifications/hearing.html' import hearing %}"
        html = render_template_string(
            menu + "{{ hearing(url, level, says, levels, lines, 'Home from hospital') }}",
            url=url_for("notifications.preferences"),
            level=Level.MENTIONED,
            says=hears_how(Level.MENTIONED, Timing.DAILY),
            levels=list(LEVELS.items()),
            lines=LINES,
        )
    assert "only if mentioned" in html and html.count('name="level"') == len(Level)
    assert all(line in html for line in LINES.values()) and "/notices/settings" in html
    assert html.count('aria-current="true"') == 1 and 'value="mentioned" aria-current="true"' in html


@pytest.mark.parametrize(("sent", "is_fine"), [("every", True), ("nothing", True), ("", False), ("loud", False)])
def test_the_form_knows_the_levels_and_no_other(app: Flask, sent: str, is_fine: bool) -> None:
    with app.test_request_context(method="POST", data={"level": sent}):
        form = HearingForm(meta={"csrf": False})
        assert form.validate() is is_fine
        assert not is_fine or form.chosen is Level(sent)


def hear_of_community(world: World, person: Person, group: int, level: Level) -> None:
    with world.inside():
        actions.hear(person.actor, PLACE, level, group_id=group)


def test_choosing_less_for_a_community_holds_for_what_waits_of_its_conversations(world: World) -> None:
    nadia, gareth = world.member(), world.member("Gareth")
    group, other = group_of(world, nadia, gareth), group_of(world, nadia, gareth)
    for about, inside in ((TALK, group), (chance.new_id(), other)):
        tell(world, nadia, What.MENTION, about=about, sender=gareth, group_id=inside, words="A title")
        tell(world, nadia, What.ANSWER, about=about, sender=gareth, group_id=inside, words="A title")
    tell(world, nadia, What.LET_IN, about=PLACE, sender=gareth, group_id=group, words="A community")

    def waits() -> list[Timing]:
        return [notice.letter for notice in notices_of(world, nadia)]

    hear_of_community(world, nadia, group, Level.MENTIONED)
    assert waits() == [Timing.NOW, Timing.NEVER, Timing.NOW, Timing.NOW, Timing.NOW]
    hear_of_community(world, nadia, group, Level.NOTHING)
    assert waits() == [Timing.NEVER, Timing.NEVER, Timing.NOW, Timing.NOW, Timing.NOW]
    prefers(world, nadia, Kind.ANSWER, Timing.DAILY)
    hear_of_community(world, nadia, group, Level.SUMMARY)
    assert waits() == [Timing.NOW, Timing.DAILY, Timing.NOW, Timing.NOW, Timing.NOW]


def test_a_conversation_that_was_chosen_by_itself_does_not_follow_its_community(world: World) -> None:
    nadia, gareth = world.member(), world.member("Gareth")
    group = group_of(world, nadia, gareth)
    tell(world, nadia, What.MENTION, about=TALK, sender=gareth, group_id=group, words="A title")
    hears(world, nadia, TALK, Level.EVERY)
    hear_of_community(world, nadia, group, Level.NOTHING)
    assert only_notice_of(world, nadia).letter is Timing.NOW


def test_what_was_read_or_in_a_letter_is_not_brought_back(world: World) -> None:
    nadia, gareth = world.member(), world.member("Gareth")
    group = group_of(world, nadia, gareth)
    tell(world, nadia, What.MENTION, about=TALK, sender=gareth, group_id=group, words="A title")
    hear_of_community(world, nadia, group, Level.NOTHING)
    read(world, nadia, TALK)
    hear_of_community(world, nadia, group, Level.EVERY)
    assert only_notice_of(world, nadia).letter is Timing.NEVER
