"""Two presses report what one reads; a copy is kept sealed, and whoever looks after it is told, and nobody else."""

from datetime import timedelta

import pytest
import time_machine

from community.accounts.models import Member
from community.core import clock
from community.core.database import db
from community.core.roles import MemberState, Role
from community.moderation.models import About, Outcome, Reason, Report
from community.notifications.models import Notice, What
from community.practice.models import Level, Post
from tests.buddying.people import buddies, comfort, gareth, hello, nadia
from tests.moderation.people import block
from tests.moderation.reports import decide, report_on_the_page, report_post
from tests.practice.people import a_community, a_reply, a_thread, edit, let_in, whats
from tests.world import World


def test_a_post_is_reported_in_two_actions_and_the_right_people_are_told(world: World) -> None:
    reporter, author, facilitator = world.member("Nadia"), world.member("Gareth"), world.member("Comfort")
    moderator, administrator = world.member("Maya", role=Role.MODERATOR), world.member("Ade", role=Role.ADMINISTRATOR)
    elsewhere = world.member("Hassan")
    a_community(world, facilitator=elsewhere, name="Somewhere else")
    space = a_community(world, facilitator=facilitator, members=(reporter, author))
    talk = a_thread(world, reporter, space, (author, "You people never listen."))
    browser = world.browser(reporter)
    more = browser.get(browser.get(f"{talk.url}?more={talk.posts[1].hex[:8]}").location)
    form = browser.get(next(link for link in more.links if link.endswith("/report")))
    assert "Get help now" in form and "999" in form and "never told who reported" in form.text
    sent = browser.submit(form, "/report", reason="unkind", words="It is aimed at one person.")
    assert sent.status == 303
    mine = browser.follow(sent)
    assert "It has been received" in mine and "You people never listen." in mine and "5. Disagree well" in mine.text
    assert whats(world, moderator) == whats(world, facilitator) == [What.REPORTED]
    assert whats(world, administrator) == whats(world, elsewhere) == whats(world, author) == []
    assert "You people never listen." in world.browser(author).get(talk.url), "it stays until somebody has looked"


def test_without_a_moderator_the_administrators_are_told(world: World) -> None:
    reporter, author = world.member("Nadia"), world.member("Gareth")
    administrator = world.member("Ade", role=Role.ADMINISTRATOR)
    sent = report_on_the_page(world, reporter, f"/people/{author.public_id}", Reason.OTHER, words="Not who they say.")
    assert sent.status == 303 and whats(world, administrator) == [What.REPORTED]


def test_a_reason_is_needed_and_what_was_written_stays(world: World) -> None:
    reporter, author = world.member("Nadia"), world.member("Gareth")
    browser = world.browser(reporter)
    form = browser.get(f"/people/{author.public_id}/report")
    again = browser.submit(form, "/report", words="These words stay.")
    assert again.status == 422 and "Choose what it is about." in again and "These words stay." in again.html
    assert world.count(Report) == 0


def test_the_same_form_or_a_second_report_of_the_same_thing_is_one(world: World) -> None:
    reporter, author = world.member("Nadia"), world.member("Gareth")
    browser = world.browser(reporter)
    url = f"/people/{author.public_id}/report"
    form = browser.get(url)
    first = browser.submit(form, "/report", reason="other")
    assert browser.submit(form, "/report", reason="other").location == first.location
    assert browser.submit(browser.get(url), "/report", reason="unkind").location == first.location
    assert world.count(Report) == 1


def test_a_form_that_is_sent_again_after_it_hid_the_post_leads_to_the_report(world: World) -> None:
    reporter, author = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, reporter, a_community(world, members=(reporter, author)), (author, "Mrs Bell in room 4."))
    browser = world.browser(reporter)
    form = browser.get(f"/posts/{talk.posts[1]}/report")
    first = browser.submit(form, "/report", reason="identifies")
    assert first.status == 303
    assert browser.submit(form, "/report", reason="identifies").location == first.location


def test_where_somebody_could_be_identified_the_post_is_hidden_at_once(world: World) -> None:
    reporter, author, other = world.member("Nadia"), world.member("Gareth"), world.member("Hassan")
    facilitator, moderator = world.member("Comfort"), world.member("Maya", role=Role.MODERATOR)
    space = a_community(world, facilitator=facilitator, members=(reporter, author, other))
    talk = a_thread(world, reporter, space, (author, "Mrs Bell of 4 Canal Street."))
    report_post(world, reporter, talk.posts[1], Reason.IDENTIFIES)
    for who in (other, reporter, moderator):
        page = world.browser(who).get(talk.url)
        assert "Canal Street" not in page.html and "Hidden while it is checked" in page, who.name
    for who in (author, facilitator):
        assert "Canal Street" in world.browser(who).get(talk.url).html, who.name
    assert whats(world, author) == [What.HIDDEN_FOR_NOW]
    notice = world.browser(author).get("/notices")
    assert "A post of yours is hidden while it is checked" in notice and "Nadia" not in notice.text
    assert f"/posts/{talk.posts[1]}" in notice.links


def test_R42_a_member_hides_at_most_three_posts_a_day_and_a_fourth_report_still_counts(world: World) -> None:
    reporter, author = world.member("Nadia"), world.member("Gareth")
    space = a_community(world, members=(reporter, author))
    talk = a_thread(world, reporter, space, *((author, f"Mrs Bell, number {each}.") for each in range(5)))
    with time_machine.travel(clock.now(), tick=False) as watch:
        for post in talk.posts[1:5]:
            report_post(world, reporter, post, Reason.IDENTIFIES)
        assert [world.one(Post, public_id=post).hidden_at is not None for post in talk.posts[1:5]] == [
            True, True, True, False,
        ]  # fmt: skip
        assert world.count(Report) == 4 and world.count(Report, hid_it=True) == 3
        form = f"/posts/{talk.posts[5]}/report"
        assert "hidden at once" not in world.browser(reporter).get(form), "it would not be"
        watch.shift(timedelta(days=1, minutes=1))
        assert "hidden at once" in world.browser(reporter).get(form)
        report_post(world, reporter, talk.posts[5], Reason.IDENTIFIES)
    assert world.one(Post, public_id=talk.posts[5]).hidden_at is not None


def test_twenty_reports_are_enough_for_a_day(world: World) -> None:
    reporter = world.member("Nadia")
    for number in range(21):
        person = world.member(f"Person {number}")
        answer = report_on_the_page(world, reporter, f"/people/{person.public_id}", Reason.OTHER)
        assert answer.status == (303 if number < 20 else 429)
    assert world.count(Report) == 20


def test_what_was_looked_at_and_stays_is_not_hidden_again_until_it_changes(world: World) -> None:
    reporter, again, author = world.member("Nadia"), world.member("Hassan"), world.member("Gareth")
    moderator = world.member("Maya", role=Role.MODERATOR)
    talk = a_thread(world, reporter, a_community(world, members=(reporter, again, author)), (author, "A story."))
    with time_machine.travel(clock.now(), tick=False) as watch:
        first = report_post(world, reporter, talk.posts[1], Reason.IDENTIFIES)
        decide(world, moderator, first, Outcome.NO_ACTION)
        watch.shift(60)
        second = report_post(world, again, talk.posts[1], Reason.IDENTIFIES)
        assert world.one(Post, public_id=talk.posts[1]).hidden_at is None
        assert "hidden at once" not in world.browser(reporter).get(f"/posts/{talk.posts[1]}/report")
        decide(world, moderator, second, Outcome.NO_ACTION)
        watch.shift(60)
        edit(world, author, talk.posts[1], "A story of Mrs Bell.")
        report_post(world, again, talk.posts[1], Reason.IDENTIFIES)
    assert world.one(Post, public_id=talk.posts[1]).hidden_at is not None


def test_of_a_message_only_the_passage_that_was_chosen_is_kept(world: World) -> None:
    writer, reader, moderator = gareth(world), nadia(world), world.member("Maya", role=Role.MODERATOR)
    circle_id = buddies(world, reader, writer)
    said = "My mother is ill, keep that to yourself. You are useless at your job! Nobody likes you."
    url = f"/buddies/circles/{circle_id}"
    theirs = world.browser(writer)
    assert theirs.submit(theirs.get(url), "/messages", words=said).status == 303
    browser = world.browser(reader)
    report_url = next(link for link in browser.get(url).links if link.endswith("/report"))
    form = browser.get(report_url)
    assert "We see only what you tick here" in form
    assert browser.submit(form, "/report", reason="unkind").status == 422, "a passage must be chosen"
    mine = browser.follow(browser.submit(form, "/report", reason="unkind", passages=["1", "2"]))
    assert "You are useless at your job! Nobody likes you." in mine and "My mother" not in mine.html
    report = world.one(Report, about=About.MESSAGE)
    case = world.browser(moderator).get(f"/care/{report.public_id}")
    assert "You are useless at your job!" in case and "My mother" not in case.html
    assert world.browser(moderator).get(url).status == 404
    assert report_url not in theirs.get(url).links and theirs.get(report_url).status == 404, "nobody reports their own"


def test_of_a_hello_whoever_it_was_said_to_reports_the_words_they_choose(world: World) -> None:
    writer, reader, moderator = gareth(world), nadia(world), world.member("Maya", role=Role.MODERATOR)
    url = f"/buddies/hellos/{hello(world, writer, reader, 'My mother is ill. Women like you should stay at home!')}"
    browser = world.browser(reader)
    assert f"{url}/report" in browser.get("/buddies/hellos").links
    form = browser.get(f"{url}/report")
    assert browser.submit(form, "/report", reason="unkind").status == 422, "a passage must be chosen"
    mine = browser.follow(browser.submit(form, "/report", reason="unkind", passages=["1"]))
    assert "Women like you should stay at home!" in mine and "My mother" not in mine.html
    report = world.one(Report, about=About.HELLO)
    assert (report.subject_id, report.community_id, report.hid_it) == (writer.id, None, False)
    case = world.browser(moderator).get(f"/care/{report.public_id}")
    assert "Women like you" in case and "My mother" not in case.html
    for somebody in (writer, moderator):
        assert world.browser(somebody).get(f"{url}/report", check=False).status == 404


def test_nobody_reports_what_they_do_not_read_or_what_is_their_own(world: World) -> None:
    member, stranger, author = world.member("Nadia"), world.member("Hassan"), world.member("Gareth")
    space = a_community(world, Level.HIDDEN, members=(member, author))
    talk = a_thread(world, author, space)
    url = f"/posts/{talk.posts[0]}"
    assert world.browser(member).get(f"{url}/report").status == 200
    for person in (stranger, author):
        assert world.browser(person).get(f"{url}/report").status == 404
        assert world.browser(person).post(f"{url}/report", {"reason": "unkind"}).status == 404
    assert world.browser(stranger).get(f"{url}/more").status == 404
    assert world.browser(author).get(f"/people/{author.public_id}/report").status == 404
    block(world, member, author)
    assert world.browser(member).get(f"{url}/report").status == 404
    assert world.count(Report) == 0


@pytest.mark.parametrize("state", [MemberState.SUSPENDED, MemberState.LEFT])
def test_a_post_of_somebody_who_is_gone_can_be_reported(world: World, state: MemberState) -> None:
    reporter, author = world.member("Nadia"), world.member("Gareth")
    moderator = world.member("Maya", role=Role.MODERATOR)
    talk = a_thread(world, reporter, a_community(world, members=(reporter, author)), (author, "Some words."))
    with world.inside():
        db.session.get_one(Member, author.id).state = state
    report_id = report_post(world, reporter, talk.posts[1])
    decide(world, moderator, report_id, Outcome.REMOVED)
    assert not [notice for notice in whats(world, author) if notice is What.CARE_DECIDED]
    assert "Some words." not in world.browser(reporter).get(talk.url).html


def test_a_reply_by_somebody_else_is_not_part_of_the_report(world: World) -> None:
    reporter, author, moderator = comfort(world), gareth(world), world.member("Maya", role=Role.MODERATOR)
    space = a_community(world, Level.PRIVATE, members=(reporter, author), name="Canary community")
    talk = a_thread(world, reporter, space, (author, "The words."), title="Canary title", body="Canary opening")
    a_reply(world, reporter, talk.public_id, "Canary reply")
    report_id = report_post(world, reporter, talk.posts[1])
    case = world.browser(moderator).get(f"/care/{report_id}")
    assert "The words." in case and "Canary" not in case.html, "a moderator is a stranger to this community"
    let_in(world, moderator, space)
    assert "Canary community" in world.browser(moderator).get(f"/care/{report_id}"), "and names it once they belong"
    assert world.count(Notice, what=What.REPORTED) >= 1
