"""One queue: who sees which report, who decides, what happens with the thing, and who is told what."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from community.accounts.models import Member
from community.belonging.models import GroupRole
from community.core import chance, clock
from community.core.database import db
from community.core.errors import Conflict, NotFound
from community.core.roles import MemberState, Role
from community.moderation import actions, queries
from community.moderation.models import About, Outcome, Reason, Report
from community.moderation.queries import Answered, reports
from community.moderation.reasons import THINGS, decided_about_theirs
from community.notifications.models import Notice, What
from community.practice import queries as practice
from community.practice.actions import write_note
from community.practice.actions.posts import edit as change_post
from community.practice.models import Level, Post, Thread
from tests.browser import Page
from tests.moderation.reports import decide, report_on_the_page, report_post, report_thing
from tests.practice.gathered import a_gathering, changes, comes, seen_by
from tests.practice.people import Talk, a_community, a_thread, edit, let_in, whats
from tests.world import Person, World


class Told:
    """A post with a bad word in it, reported."""

    def __init__(self, world: World, *, reason: Reason = Reason.UNKIND, level: Level = Level.OPEN) -> None:
        self.world = world
        self.reporter, self.author = world.member("Nadia"), world.member("Gareth")
        self.facilitator, self.moderator = world.member("Comfort"), world.member("Maya", role=Role.MODERATOR)
        self.space = a_community(world, level, facilitator=self.facilitator, members=(self.reporter, self.author))
        self.talk: Talk = a_thread(world, self.reporter, self.space, (self.author, "Bell from room four."))
        self.post = self.talk.posts[1]
        self.report_id = report_post(world, self.reporter, self.post, reason, "Canary of the reporter.")
        self.url = f"/care/{self.report_id}"

    def decide(self, who: Person, outcome: Outcome, **said: str) -> Page:
        """On the pages: choose what happens, read the words, send."""
        browser = self.world.browser(who)
        page = browser.get(self.url)
        link = next(link for link in page.links if f"as={outcome.value}" in link)
        return browser.submit(browser.get(link), "/decide", **said)

    def facilitator_sees(self, url: str) -> bool:
        return self.world.browser(self.facilitator).get(url).status == 200

    def status_for(self, who: Person) -> int:
        return self.world.browser(who).get(self.url).status


def test_moderators_see_all_of_them_facilitators_those_of_their_communities_and_nobody_else_any(world: World) -> None:
    told = Told(world)
    administrator, stranger = world.member("Ade", role=Role.ADMINISTRATOR), world.member("Hassan")
    elsewhere = world.member("Joanna")
    a_community(world, facilitator=elsewhere, name="Somewhere else")
    person = report_on_the_page(world, told.reporter, f"/people/{told.author.public_id}", Reason.OTHER)
    profile_report = f"/care/{world.one(Report, about='person').public_id}"
    assert person.status == 303
    for who, sees_post, sees_profile in (
        (told.moderator, 200, 200),
        (administrator, 200, 200),
        (told.facilitator, 200, 404),
        (elsewhere, 404, 404),
        (stranger, 404, 404),
        (told.reporter, 404, 404),
        (told.author, 404, 404),
    ):
        browser = world.browser(who)
        assert (browser.get(told.url).status, browser.get(profile_report).status) == (sees_post, sees_profile), who.name
        queue = browser.get("/care")
        may_care = who not in {stranger, told.reporter, told.author}
        assert queue.status == (200 if may_care else 404), who.name
        if may_care:
            assert (told.url in queue.links, profile_report in queue.links) == (sees_post == 200, sees_profile == 200)


def test_nobody_looks_after_a_report_about_themselves_or_of_what_they_reported_too(world: World) -> None:
    reporter, other = world.member("Maya", role=Role.MODERATOR), world.member("Tunde", role=Role.MODERATOR)
    author, facilitator = world.member("Iris", role=Role.MODERATOR), world.member("Comfort")
    space = a_community(world, facilitator=facilitator, members=(reporter, author, other))
    talk = a_thread(world, facilitator, space, (author, "Sharp words."))
    let_in(world, author, space, role=GroupRole.FACILITATOR)
    first = report_post(world, reporter, talk.posts[1])
    second = report_post(world, facilitator, talk.posts[1])
    for report_id in (first, second):
        for who in (reporter, author, facilitator):
            assert world.browser(who).get(f"/care/{report_id}").status == 404, who.name
            with world.inside(), pytest.raises(NotFound):
                queries.case_seen_by(who.actor, report_id)
        assert world.browser(other).get(f"/care/{report_id}").status == 200
    assert set(whats(world, author)) <= {What.MENTION}
    decide(world, other, first, Outcome.NO_ACTION)
    assert world.count(Report, outcome=Outcome.NO_ACTION) == 2, "one decision answers both"
    for who in (reporter, facilitator):
        assert What.REPORT_ANSWERED in whats(world, who)


def test_what_was_learned_at_a_gathering_is_in_the_copy_and_whoever_wrote_it_decides_nothing(world: World) -> None:
    told = Told(world)
    gathering = a_gathering(world, told.author, told.space, title="Beds")
    other = world.member("Tunde", role=Role.MODERATOR)
    let_in(world, told.moderator, told.space)
    comes(world, told.moderator, gathering)
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        before, late = world.browser(told.reporter), world.browser(other)
        seen = seen_by(world, told.moderator, gathering)
        with world.inside():
            write_note(told.moderator.actor, seen, "Bell from room four came.", version=seen.version)
        form = before.get(f"/gatherings/{gathering}/report")
        assert "Bell from room four came." in form.html
        before.submit(form, f"/gatherings/{gathering}/report", reason="unkind")
        url = f"/care/{world.one(Report, about='gathering').public_id}"
        assert "Bell from room four came." in late.get(url).html
        writers = world.browser(told.moderator)
        assert writers.get(url).status == 404 and url not in writers.get("/care").links
        assert What.REPORTED in whats(world, other) and told.facilitator_sees(url)
        decide(world, other, UUID(url.removeprefix("/care/")), Outcome.HIDDEN)


def test_who_once_reported_a_thing_looks_after_a_later_report_of_it_and_never_after_their_own(world: World) -> None:
    told = Told(world)
    own = report_post(world, told.facilitator, told.post)
    assert told.status_for(told.facilitator) == 404, "one decision would answer both"
    decide(world, told.moderator, told.report_id, Outcome.ASKED_TO_EDIT)
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert told.status_for(told.facilitator) == 404, "it was answered with theirs"
        edit(world, told.author, told.post, "Somebody we know.")
        browser = world.browser(told.author)
        browser.submit(browser.get(f"/care/decisions/{told.report_id}"), "/changed")
        assert told.status_for(told.facilitator) == 404, "and so is the second look"
        decide(world, told.moderator, told.report_id, Outcome.NO_ACTION)
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        later = report_post(world, told.reporter, told.post)
        theirs = world.browser(told.facilitator)
        assert theirs.get(f"/care/{later}").status == 200 and What.REPORTED in whats(world, told.facilitator)
        assert theirs.get(f"/care/{own}").status == 404
        decide(world, told.facilitator, later, Outcome.NO_ACTION)


def test_taking_up_is_for_one_and_a_day_later_for_another(world: World) -> None:
    told = Told(world)
    with time_machine.travel(clock.now(), tick=False) as watch:
        first, second = world.browser(told.moderator), world.browser(told.facilitator)
        first.submit(first.get(told.url), "/take-up")
        assert "Maya" in second.get(told.url)
        assert second.post(f"{told.url}/take-up").status == 409
        assert (
            second.post(f"{told.url}/decide", {"outcome": "hidden", "to_reporter": "a", "to_subject": "b"}).status
            == 409
        )
        assert not [link for link in second.get(told.url).links if "as=" in link]
        watch.shift(timedelta(hours=25))
        second = world.browser(told.facilitator)
        assert second.submit(second.get(told.url), "/take-up").status == 303
        assert second.submit(second.get(told.url), "/give-back").status == 303
    assert world.one(Report).owner_id is None
    assert "Somebody is looking at it" not in world.browser(told.reporter).get(f"/reports/{told.report_id}")


def test_no_action_shows_it_again_and_everybody_is_told(world: World) -> None:
    told = Told(world, reason=Reason.IDENTIFIES)
    assert told.decide(told.facilitator, Outcome.NO_ACTION).status == 303
    assert "Bell from room four." in world.browser(told.reporter).get(told.talk.url)
    answer = world.browser(told.reporter).get(f"/reports/{told.report_id}")
    assert "it stays as it is" in answer
    assert whats(world, told.author) == [What.CARE_DECIDED], "not hidden any more, so that line is gone"
    decision = world.browser(told.author).get(f"/care/decisions/{told.report_id}")
    assert "it stays as it is" in decision and "Canary of the reporter" not in decision.html
    assert whats(world, told.moderator) == [], "nothing waits for the others"


def test_what_is_hidden_is_changed_looked_at_again_and_shown(world: World) -> None:
    told = Told(world, reason=Reason.IDENTIFIES)
    assert told.decide(told.moderator, Outcome.HIDDEN, to_subject="Could you leave out the room?").status == 303
    theirs = world.browser(told.author)
    decision_url = f"/care/decisions/{told.report_id}"
    page = theirs.get(decision_url)
    assert "Could you leave out the room?" in page and "Nadia" not in page.text
    again = theirs.follow(theirs.submit(page, "/changed"))
    assert "Change it first" in again.html and world.one(Report).closed_at is not None
    edit(world, told.author, told.post, "Somebody we know.")
    assert "You have asked us to look again" in theirs.follow(theirs.submit(theirs.get(decision_url), "/changed"))
    assert What.REPORTED in whats(world, told.moderator)
    case = world.browser(told.moderator).get(told.url)
    assert "Somebody we know." in case and "Bell from room four." in case
    assert "Somebody we know." not in world.browser(told.reporter).get(told.talk.url).html
    assert told.decide(told.moderator, Outcome.NO_ACTION).status == 303
    assert "Somebody we know." in world.browser(told.reporter).get(told.talk.url)


@pytest.mark.parametrize("outcome", [Outcome.HIDDEN, Outcome.ASKED_TO_EDIT])
def test_once_somebody_has_looked_nothing_says_any_more_that_it_is_checked(world: World, outcome: Outcome) -> None:
    told = Told(world, reason=Reason.IDENTIFIES)
    who = (told.reporter, told.author, told.facilitator)
    for each in who:
        assert "Hidden while it is checked" in world.browser(each).get(told.talk.url), each.name
    decide(world, told.moderator, told.report_id, outcome)
    for each in who:
        page = world.browser(each).get(told.talk.url)
        assert "Hidden by those who look after this place" in page and "is checked" not in page, each.name
    edit(world, told.author, told.post, "Somebody we know.")
    browser = world.browser(told.author)
    browser.submit(browser.get(f"/care/decisions/{told.report_id}"), "/changed")
    decide(world, told.moderator, told.report_id, Outcome.NO_ACTION)
    assert "Hidden" not in world.browser(told.reporter).get(told.talk.url)
    again = report_post(world, told.facilitator, told.post)
    decide(world, told.moderator, again, Outcome.ASKED_TO_EDIT)
    assert "Hidden" not in world.browser(told.reporter).get(told.talk.url), "what is read is not said to be hidden"


def test_who_changed_only_the_title_has_changed_it_and_the_new_one_is_shown(world: World) -> None:
    told = Told(world)
    opening = told.talk.posts[0]
    report_id = report_post(world, told.author, opening)
    decide(world, told.moderator, report_id, Outcome.ASKED_TO_EDIT)
    with world.inside():
        post = practice.post_to_change(told.reporter.actor, opening)
        change_post(told.reporter.actor, post, body=post.body, title="Without the name", version=post.version)
    browser, url = world.browser(told.reporter), f"/care/decisions/{report_id}"
    assert "You have asked us to look again" in browser.follow(browser.submit(browser.get(url), "/changed"))
    assert "Without the name" in world.browser(told.moderator).get(f"/care/{report_id}")


def test_a_gathering_is_changed_by_its_title_too_until_it_is_over(world: World) -> None:
    told = Told(world)
    gathering = a_gathering(world, told.author, told.space, title="Mrs Bell")
    with world.inside():
        report_id = report_thing(told.reporter, queries.gathering_to_report(told.reporter.actor, gathering))
    decide(world, told.moderator, report_id, Outcome.HIDDEN)
    browser, url = world.browser(told.author), f"/care/decisions/{report_id}"
    assert f"/gatherings/{gathering}/edit" in browser.get(url).links
    assert "while it is checked" not in browser.get(f"/gatherings/{gathering}")
    with time_machine.travel(clock.now() + timedelta(days=5), tick=False):
        over = world.browser(told.author).get(url)
        assert f"/gatherings/{gathering}/edit" not in over.links and "Change it, then" not in over
    changes(world, told.author, gathering, title="Beds")
    assert "You have asked us to look again" in browser.follow(browser.submit(browser.get(url), "/changed"))
    assert "Beds" in world.browser(told.moderator).get(f"/care/{report_id}")


def test_where_the_first_is_no_longer_there_another_takes_the_second_look_up_at_once(world: World) -> None:
    told = Told(world)
    told.decide(told.moderator, Outcome.ASKED_TO_EDIT)
    edit(world, told.author, told.post, "Somebody we know.")
    with world.inside():
        db.session.get_one(Member, told.moderator.id).state = MemberState.SUSPENDED
    browser = world.browser(told.author)
    browser.submit(browser.get(f"/care/decisions/{told.report_id}"), "/changed")
    assert world.one(Report).owner_id is None and What.REPORTED in whats(world, told.facilitator)
    assert told.decide(told.facilitator, Outcome.NO_ACTION).status == 303


def test_removing_takes_the_words_for_good(world: World) -> None:
    told = Told(world)
    assert told.decide(told.moderator, Outcome.REMOVED).status == 303
    assert world.one(Post, public_id=told.post).body == ""
    assert "Bell from room four." in world.browser(told.author).get(f"/care/decisions/{told.report_id}")
    assert "Bell from room four." not in world.browser(told.facilitator).get(told.talk.url).html


def test_a_hidden_opening_takes_the_conversation_with_it_and_brings_it_back(world: World) -> None:
    told = Told(world)
    report_id = report_post(world, told.author, told.talk.posts[0], Reason.IDENTIFIES)
    assert world.one(Thread).hidden_at is not None
    assert world.browser(told.author).get(told.talk.url).status == 404
    assert world.browser(told.reporter).get(told.talk.url).status == 200, "it is their own"
    decide(world, told.moderator, report_id, Outcome.NO_ACTION)
    assert world.browser(told.author).get(told.talk.url).status == 200


def test_of_two_who_decide_at_once_the_second_is_told_kindly(world: World) -> None:
    told = Told(world)
    with world.inside():
        late = queries.case_seen_by(told.facilitator.actor, told.report_id)
    decide(world, told.moderator, told.report_id, Outcome.NO_ACTION)
    with world.inside(), pytest.raises(Conflict):
        actions.decide(told.facilitator.actor, late, Outcome.REMOVED, Answered(to_reporter="a", to_subject="b"))
    assert world.one(Report).outcome is Outcome.NO_ACTION
    assert world.one(Post, public_id=told.post).body != ""


def test_an_answer_is_never_empty_and_an_outcome_fits_the_thing(world: World) -> None:
    told = Told(world)
    assert told.decide(told.moderator, Outcome.HIDDEN, to_subject="  ").status == 422
    browser = world.browser(told.moderator)
    for outcome in ("", "burnt", "no_action "):
        sends = {"outcome": outcome, "to_reporter": "a", "to_subject": "b"}
        assert browser.post(f"{told.url}/decide", sends).status == 422
    report_on_the_page(world, told.reporter, f"/people/{told.author.public_id}", Reason.UNKIND)
    profile = world.one(Report, about="person").public_id
    sends = {"outcome": "removed", "to_reporter": "a", "to_subject": "b"}
    assert browser.post(f"/care/{profile}/decide", sends).status == 422
    assert world.count(Report, outcome=None) == 2


def test_the_reported_never_learn_who_reported(world: World) -> None:
    """Whatever the author can open, and every notice of theirs, holds no name and no word of the reporter."""
    told = Told(world, reason=Reason.IDENTIFIES, level=Level.PRIVATE)
    told.decide(told.moderator, Outcome.ASKED_TO_EDIT)
    with world.inside():
        senders = db.session.scalars(db.select(Notice.from_id).where(Notice.member_id == told.author.id)).all()
    assert senders and not any(senders)
    browser = world.browser(told.author)
    for url in ("/notices", f"/care/decisions/{told.report_id}"):
        assert "Nadia" not in browser.get(url).text and "Canary" not in browser.get(url).html
    for url in (f"/reports/{told.report_id}", told.url):
        assert browser.get(url).status == 404
    assert "Canary of the reporter." in world.browser(told.moderator).get(told.url), "and it is there for who decides"


def test_the_queue_begins_with_danger_and_then_with_what_waited_longest(world: World) -> None:
    reporter, moderator = world.member("Nadia"), world.member("Maya", role=Role.MODERATOR)
    with time_machine.travel(clock.now(), tick=False) as watch:
        for name, reason in (("Ann", Reason.OTHER), ("Ben", Reason.UNKIND), ("Cat", Reason.DANGER)):
            report_on_the_page(world, reporter, f"/people/{world.member(name).public_id}", reason)
            watch.shift(60)
        queue = world.browser(moderator).get("/care")
    found = [queue.text.index(words) for words in ("may be in danger", "Something else", "It is unkind")]
    assert found == sorted(found)


def test_what_was_decided_stays_to_be_read(world: World) -> None:
    told = Told(world)
    told.decide(told.moderator, Outcome.HIDDEN)
    answered = world.browser(told.facilitator).get("/care?show=answered")
    assert told.url in answered.links and "Hide it" in answered
    case = world.browser(told.facilitator).get(told.url)
    assert "by Maya" in case and not [link for link in case.links if "as=" in link]


@pytest.mark.parametrize("closed", [False, True], ids=["waiting", "answered"])
def test_R40_the_queue_goes_on_past_its_first_page_each_report_once(
    world: World, monkeypatch: pytest.MonkeyPatch, *, closed: bool
) -> None:
    monkeypatch.setattr(reports, "MOST_SHOWN", 2)
    moderator = world.member("Maya", role=Role.MODERATOR)
    browser = world.browser(moderator)
    with time_machine.travel(clock.now(), tick=False):  # all at one moment: only their numbers tell them apart
        for reason in (Reason.OTHER, Reason.DANGER, Reason.ILLEGAL, Reason.UNKIND, Reason.DANGER):
            reporter, somebody = world.member("Nadia"), world.member("Ann")
            with world.inside():
                there = report_thing(reporter, queries.person_to_report(reporter.actor, somebody.public_id), reason)
            if closed:
                decide(world, moderator, there, Outcome.NO_ACTION)
        page = browser.get("/care?show=answered" if closed else "/care")
        read = [cases_on(page)]
        while further := [link for link in page.links if "after=" in link]:
            page = browser.get(further[0])
            read.append(cases_on(page))
    assert [len(links) for links in read] == [2, 2, 1]
    assert len({link for links in read for link in links}) == 5


def test_an_address_that_no_page_gave_leads_nowhere(world: World) -> None:
    browser = world.browser(world.member("Maya", role=Role.MODERATOR))
    assert browser.get("/care?after=1%27--", check=False).status == 404
    assert "No more reports here." in browser.get(f"/care?after={chance.new_id()}")


def test_two_years_after_it_was_answered_a_report_is_gone_and_what_waits_stays(app: Flask, world: World) -> None:
    told, waits = Told(world), Told(world)
    told.decide(told.moderator, Outcome.NO_ACTION)
    with time_machine.travel(clock.now() + timedelta(days=730), tick=False) as watch:
        app.test_cli_runner().invoke(args=["forget-old-reports"])
        assert world.count(Report) == 2
        watch.shift(timedelta(days=2))
        app.test_cli_runner().invoke(args=["forget-old-reports"])
    assert world.one(Report).public_id == waits.report_id


def cases_on(page: Page) -> list[str]:
    return [link for link in page.links if re.fullmatch(r"/care/[0-9a-f-]{36}", link)]


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.NO_ACTION, "We decided that {} post stays as it is. If it was hidden"),
        (Outcome.ASKED_TO_EDIT, "We decided to ask for a change in {} post."),
        (Outcome.HIDDEN, "We decided to hide {} post"),
        (Outcome.REMOVED, "We decided to remove {} post for good."),
    ],
)
def test_both_are_told_what_was_decided_whatever_words_go_with_it(world: World, outcome: Outcome, words: str) -> None:
    told = Told(world)
    told.decide(told.facilitator, outcome, to_reporter="Thank you.", to_subject="Please talk to us.")
    assert words.format("the") in world.browser(told.reporter).get(f"/reports/{told.report_id}")
    assert words.format("your") in world.browser(told.author).get(f"/care/decisions/{told.report_id}")


def test_who_still_reads_what_is_hidden_is_whom_the_decision_names(world: World) -> None:
    told = Told(world)
    told.decide(told.facilitator, Outcome.HIDDEN)
    page = world.browser(told.author).get(f"/care/decisions/{told.report_id}")
    assert "While it is hidden, you and those who look after the community can read it." in page
    page = world.browser(told.reporter).get(f"/reports/{told.report_id}")
    assert "whoever wrote it and those who look after the community can read it." in page
    for who, reads in ((told.author, True), (told.facilitator, True), (told.reporter, False)):
        thread = world.browser(who).get(told.talk.url)
        assert ("Bell from room four." in thread) is reads, who.name


def test_of_a_message_that_stays_nothing_is_said_of_hiding() -> None:
    for about in (About.PERSON, About.MESSAGE, About.HELLO):
        assert decided_about_theirs(about, Outcome.NO_ACTION) == f"We decided that the {THINGS[about]} stays as it is."
