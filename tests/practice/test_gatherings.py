"""A community meets: who plans, moves and calls off, who is told, and who learns where it is."""

from datetime import timedelta

import pytest
import time_machine
import vobject

from community.core import clock
from community.core.database import db
from community.core.text import COUNTED_FROM
from community.notifications.models import Level as Heard
from community.notifications.models import Notice, What
from community.practice import actions, queries
from community.practice.actions import care
from community.practice.actions.coming import forget_needs
from community.practice.models import Coming, Gathering, GatheringAnswer, Level, Post, Thread
from tests.browser import Browser, Page
from tests.practice.gathered import (
    LINK,
    PLACE,
    a_gathering,
    answer,
    changes,
    comes,
    seen_by,
    stays_away,
    url_of,
)
from tests.practice.people import (
    Cast,
    Space,
    a_cast,
    a_community,
    a_community_of,
    a_reply,
    hears,
    keep_apart,
    let_in,
    whats,
)
from tests.statements import statements
from tests.world import Person, World


def filled(**said: str) -> dict[str, str]:
    day = (clock.today() + timedelta(days=9)).isoformat()
    usual = {"title": "Tea", "on": day, "at": "17:30", "lasts": "60", "zone": "Europe/London", "body": "One week."}
    return usual | said


def plan(browser: Browser, space: Space, **said: str) -> Page:
    return browser.submit(browser.get(f"{space.url}/gatherings/new"), "/gatherings/new", **filled(**said))


def test_any_member_plans_a_gathering_and_a_conversation_begins_with_it(
    world: World, nadia: Person, gareth: Person, space: Space
) -> None:
    browser = world.browser(nadia)
    page = browser.follow(plan(browser, space, place=PLACE))
    assert "Planned." in page and "One week." in page and "17:30 to 18:30" in page
    (talk,) = (link for link in page.links if link.startswith("/conversations/"))
    shown = world.browser(gareth).get(talk)
    assert "Before we meet: Tea" in shown and "Write your question here beforehand" in shown
    waiting = world.browser(gareth).get(f"{space.url}?show=unanswered")
    assert "Before we meet" not in waiting.text.split("Every kind")[-1].replace("Before we meet Show", ""), "none waits"
    assert whats(world, gareth) == [What.GATHERING_SET]
    assert whats(world, nadia) == [], "who plans it knows"


def test_a_form_that_is_sent_twice_plans_one(world: World, nadia: Person, space: Space) -> None:
    browser = world.browser(nadia)
    form = browser.get(f"{space.url}/gatherings/new").form("/gatherings/new")
    first, second = (browser.post(form.action, form.values | filled()) for _ in range(2))
    assert first.location == second.location and world.count(Gathering) == 1 and world.count(Thread) == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"title": " "}, "Say what it is called."),
        ({"on": "2020-01-01"}, "Choose a day from today on"),
        ({"on": "never"}, "Not a valid date"),
        ({"at": "25:00"}, "Not a valid time"),
        ({"zone": "Mars/Olympus"}, "Not a valid choice"),
        ({"lasts": "1"}, "Not a valid choice"),
        ({"capacity": "0"}, "Say how many can come: from 1"),
        ({"capacity": "1000000000000"}, "That number is too large"),
        ({"link": "javascript:alert(1)"}, "Give the whole address of a page"),
        ({"link": "https://"}, "Give the whole address of a page"),
        ({"link": "https://[x"}, "Give the whole address of a page"),
        ({"link": "data:text/html,x"}, "Give the whole address of a page"),
        ({"link": "java\tscript:alert(1)"}, "Give the whole address of a page"),
        ({"link": "//meet.example/1"}, "Give the whole address of a page"),
        ({"link": "https://bank.example@meet.example/1"}, "Give the whole address of a page"),
        ({"link": "https://meet.example/a b"}, "Give the whole address of a page"),
        ({"link": 'https://meet.example/"onmouseover=x'}, "Give the whole address of a page"),
        ({"link": "https://m\u0435et.example"}, "Give the whole address of a page"),
        ({"link": "https://meet.example/" + "x" * 500}, "Use at most 500 characters"),
        ({"on": "never\x00\u202e"}, "Not a valid date"),
        ({"at": "never\u202e"}, "Not a valid time"),
        ({"capacity": "1000000000000\u202e"}, "That number is too large"),
        ({"capacity": "many\x00\u202e"}, "Not a valid integer"),
        ({"body": "\u200b"}, "Write something first"),
        ({"place": "x" * 301}, "Use at most 300 characters"),
    ],
)
def test_what_cannot_be_is_refused_and_the_text_kept(
    world: World, nadia: Person, space: Space, said: dict[str, str], words: str
) -> None:
    page = plan(world.browser(nadia), space, **{"access": "A ramp at the side", **said})
    assert page.status == 422 and words in page and "A ramp at the side" in page.html
    assert not set("\x00\u202e") & set(page.html)
    assert world.count(Gathering) == 0 and world.count(Thread) == 0


def test_what_turns_the_direction_or_cannot_be_seen_is_taken_out_of_every_line(
    world: World, nadia: Person, space: Space
) -> None:
    odd = "\u202ea\x00\u2066b\u200f"
    said = dict.fromkeys(("title", "place", "access", "body"), odd) | {"link": "https://meet.example/\u202e\x00room"}
    assert plan(world.browser(nadia), space, **said).status == 303
    kept = world.one(Gathering)
    assert {kept.title, kept.place, kept.access, kept.body} == {"ab"}
    assert kept.link == "https://meet.example/room"


@time_machine.travel("2026-03-20 12:00:00+00:00", tick=False)
def test_a_time_that_the_clocks_leave_out_is_refused_on_the_page(world: World, nadia: Person, space: Space) -> None:
    page = plan(world.browser(nadia), space, on="2026-03-29", at="01:30")
    assert page.status == 422 and "the clocks go forward" in page
    assert plan(world.browser(nadia), space, on="2026-03-29", at="02:30").status == 303


def test_today_s_past_hour_is_refused(world: World, nadia: Person, space: Space) -> None:
    with time_machine.travel("2026-11-23 15:00:00+00:00", tick=False):
        page = plan(world.browser(nadia), space, on="2026-11-23", at="14:00")
        assert page.status == 422 and "Choose a time that is still to come." in page


def places(world: World, cast: Cast, gathering: str) -> set[str]:
    """Who finds the place on the page, in the part for htmx, or in the file."""
    found = set()
    for who, person in cast.everybody().items():
        browser = world.browser(person)
        pages = [browser.get(gathering, check=False), browser.get(f"{gathering}/calendar.ics", check=False)]
        pages.append(browser.get(gathering, htmx=True, check=False))
        if any("Quillfeather" in page.html or LINK in page.html for page in pages):
            found.add(who)
    return found


@pytest.mark.parametrize("level", Level, ids=str)
def test_P5_who_reads_a_gathering_and_who_learns_where_it_is(world: World, level: Level) -> None:
    cast = a_cast(world)
    space = a_community_of(world, cast, level, "A community")
    coming, other = world.member("Coming"), world.member("Other")
    let_in(world, coming, space)
    let_in(world, other, space)
    gathering = a_gathering(world, cast.member, space, title="CANARY")
    url = url_of(gathering)
    inside = {"member", "facilitator"}
    everybody = inside | {"stranger", "asker", "moderator", "administrator"}
    for path in (url, f"{space.url}/gatherings"):
        readers = {who for who, each in cast.everybody().items() if "CANARY" in world.browser(each).get(path).html}
        assert readers == (everybody if level is Level.OPEN else inside), path
        assert "CANARY" not in world.browser().get(path, check=False).html
    assert places(world, cast, url) == inside, "whoever planned it, and who looks after the community"
    assert "Quillfeather" not in world.browser(other).get(url).html
    comes(world, coming, gathering)
    assert PLACE in world.browser(coming).get(url)
    stays_away(world, coming, gathering)
    assert PLACE not in world.browser(coming).get(url)


def test_a_gathering_from_before_a_wider_level_stays_the_members(world: World) -> None:
    cast = a_cast(world)
    space = a_community_of(world, cast, Level.PRIVATE, "A community")
    url = url_of(a_gathering(world, cast.member, space, title="CANARY"))
    with world.inside():
        db.session.execute(db.text("UPDATE community SET level = 'open'"))
        db.session.execute(db.text("UPDATE gathering SET is_for_members = true"))
    assert "CANARY" not in world.browser(cast.stranger).get(url, check=False).html
    assert "CANARY" not in world.browser(cast.stranger).get(f"{space.url}/gatherings").html
    assert "The members of this community can read this" in world.browser(cast.member).get(url)


def test_only_who_prepares_it_reads_what_people_need(
    world: World, nadia: Person, gareth: Person, comfort: Person, space: Space
) -> None:
    gathering = a_gathering(world, nadia, space)
    comes(world, comfort, gathering, "Captions, please")
    comes(world, gareth, gathering)
    facilitator = world.member("Another")
    with world.inside():
        db.session.execute(db.text("UPDATE belonging SET role = 'member' WHERE role = 'facilitator'"))
    assert "Captions" in world.browser(nadia).get(url_of(gathering))
    page = world.browser(gareth).get(url_of(gathering))
    assert "Captions" not in page.html and "Comfort" in page, "that she comes, not what she needs"
    assert "Captions" in world.browser(comfort).get(url_of(gathering)).html, "her own words, in her form"
    stranger = world.browser(facilitator).get(url_of(gathering))
    assert "Captions" not in stranger.html and "Comfort" not in stranger, "nobody outside learns who comes"
    with time_machine.travel(clock.now() + timedelta(days=4)), world.inside():
        assert forget_needs() == 1
    assert world.one(GatheringAnswer, member_id=comfort.id).needs == ""


def test_a_change_of_time_or_place_is_told_to_those_who_come_and_to_nobody_else(
    world: World, nadia: Person, gareth: Person, comfort: Person, space: Space
) -> None:
    gathering = a_gathering(world, nadia, space)
    comes(world, gareth, gathering)
    assert changes(world, nadia, gathering, body="Other words.") is False
    assert What.GATHERING_MOVED not in whats(world, gareth)
    assert changes(world, nadia, gathering, place="The town hall") is True
    assert What.GATHERING_MOVED in whats(world, gareth) and What.GATHERING_MOVED not in whats(world, comfort)
    assert "The town hall" in world.browser(gareth).get(url_of(gathering))
    kept = world.one(Gathering)
    assert (kept.sequence, kept.version) == (1, 3)


def test_who_keeps_apart_from_whoever_moved_it_hears_of_it_all_the_same(
    world: World, nadia: Person, gareth: Person, space: Space
) -> None:
    gathering = a_gathering(world, nadia, space)
    comes(world, gareth, gathering)
    keep_apart(world, gareth, nadia)
    changes(world, nadia, gathering, place="The town hall")
    assert What.GATHERING_MOVED in whats(world, gareth)
    assert world.browser(gareth).get(url_of(gathering)).status == 200, "it is there for who said yes to it"
    assert "Tea and flow" not in world.browser(gareth).get(f"{space.url}/gatherings")


def test_a_block_is_absence(world: World, nadia: Person, gareth: Person, comfort: Person, space: Space) -> None:
    gathering = a_gathering(world, nadia, space)
    comes(world, comfort, gathering)
    keep_apart(world, comfort, gareth)
    assert "Comfort" not in world.browser(gareth).get(url_of(gathering))
    assert "Comfort" in world.browser(nadia).get(url_of(gathering))
    keep_apart(world, nadia, gareth)
    assert world.browser(gareth).get(url_of(gathering)).status == 404
    for path in (f"{space.url}/gatherings", space.url, "/", "/notices"):
        assert "Tea and flow" not in world.browser(gareth).get(path), path


def test_two_who_change_it_both_keep_their_words(world: World, nadia: Person, gareth: Person) -> None:
    space = a_community(world, facilitator=gareth, members=(nadia,))
    gathering = a_gathering(world, nadia, space)
    browser = world.browser(gareth)
    form = browser.get(f"{url_of(gathering)}/edit").form("/edit")
    changes(world, nadia, gathering, body="What Nadia wrote.", place="The town hall")
    page = browser.post(form.action, form.values | {"body": "What Gareth wrote."})
    assert page.status == 409 and "What Nadia wrote." in page.html and "What Gareth wrote." in page.html
    assert "The town hall" in page.html
    again = page.form("/edit")
    assert browser.post(again.action, again.values).status == 303
    assert world.one(Gathering).body == "What Gareth wrote."


def test_nobody_else_changes_it_or_calls_it_off(world: World, nadia: Person, gareth: Person, space: Space) -> None:
    gathering = a_gathering(world, nadia, space)
    browser, url = world.browser(gareth), url_of(gathering)
    page = browser.get(url)
    assert "Change it" not in page and "Call it off" not in page
    assert [browser.get(f"{url}/{each}").status for each in ("edit", "call-off", "note")] == [404, 404, 404]
    assert browser.post(f"{url}/edit", filled()).status == 404
    assert browser.post(f"{url}/call-off").status == 403
    assert world.one(Gathering).off_at is None


def test_a_gathering_that_is_off_stays_says_so_and_forgets_where(
    world: World, nadia: Person, gareth: Person, comfort: Person, space: Space
) -> None:
    gathering = a_gathering(world, nadia, space)
    comes(world, gareth, gathering)
    browser, url = world.browser(nadia), url_of(gathering)
    page = browser.follow(browser.submit(browser.get(f"{url}/call-off"), "/call-off"))
    assert "Called off." in page
    assert browser.post(f"{url}/call-off").status == 303, "a repeat changes nothing"
    assert whats(world, gareth) == [What.GATHERING_OFF] and whats(world, comfort) == []
    kept = world.one(Gathering)
    assert (kept.place, kept.link, kept.sequence) == ("", "", 1)
    shown = world.browser(gareth).get(url)
    assert "This gathering is off." in shown and "Take it out of my calendar" in shown
    event = vobject.readOne(world.browser(gareth).get(f"{url}/calendar.ics").html)
    assert event.method.value == "CANCEL" and event.vevent.sequence.value == "1"
    assert world.browser(gareth).post(f"{url}/come").status == 409
    assert "Next gathering" not in world.browser(comfort).get(space.url)


def test_the_file_has_one_id_for_life_and_a_number_that_grows(
    world: World, nadia: Person, gareth: Person, space: Space
) -> None:
    gathering = a_gathering(world, nadia, space, minutes=90)
    comes(world, gareth, gathering)
    browser, path = world.browser(gareth), f"{url_of(gathering)}/calendar.ics"
    answered = browser.get(path)
    headers = answered.response.headers
    assert headers["Content-Type"] == "text/calendar; charset=utf-8" and headers["Cache-Control"] == "no-store"
    first = vobject.readOne(answered.html).vevent
    assert first.summary.value == "Tea and flow" and first.location.value == f"{PLACE}, {LINK}"
    assert first.dtend.value - first.dtstart.value == timedelta(minutes=90)
    changes(world, nadia, gathering, ends_at=seen_by(world, nadia, gathering).ends_at + timedelta(minutes=30))
    second = vobject.readOne(browser.get(path).html).vevent
    assert second.uid.value == first.uid.value and int(second.sequence.value) > int(first.sequence.value)
    stays_away(world, gareth, gathering)
    assert vobject.readOne(browser.get(path).html).method.value == "CANCEL"


def test_what_was_learned_is_written_by_who_was_there_and_read_by_all(
    world: World, nadia: Person, gareth: Person, comfort: Person, space: Space
) -> None:
    gathering = a_gathering(world, nadia, space)
    comes(world, gareth, gathering)
    url = url_of(gathering)
    assert world.browser(gareth).get(f"{url}/note").status == 404, "it has not begun"
    with time_machine.travel(clock.now() + timedelta(days=4)):
        browser = world.browser(gareth)
        page = browser.get(f"{url}/note")
        stale = page.form("/note")
        page = browser.follow(browser.submit(page, "/note", note="Ring **first**."))
        assert "Written down by Gareth" in page and "<strong>first</strong>" in page.html
        assert What.GATHERING_NOTE in whats(world, comfort)
        hers = {"note": "What Nadia saw.", "version": stale.values["version"]}
        late = world.browser(nadia).post(stale.action, hers)
        assert late.status == 409 and "Ring **first**." in late.html and "What Nadia saw." in late.html
        assert world.browser(comfort).get(f"{url}/note").status == 404, "she was not there"
        stranger = world.browser(world.member("Stranger")).get(url)
        assert "<strong>first</strong>" in stranger.html, "the community is open"
        assert "What we learned" in world.browser(comfort).get(f"{space.url}/gatherings")


def test_who_hears_nothing_of_a_community_hears_nothing_of_its_gatherings(
    world: World, nadia: Person, gareth: Person, comfort: Person, space: Space
) -> None:
    hears(world, gareth, space.public_id, Heard.NOTHING)
    keep_apart(world, comfort, nadia)
    a_gathering(world, nadia, space)
    assert whats(world, gareth) == [] and whats(world, comfort) == []


@pytest.mark.parametrize(("level", "is_public"), [(Level.OPEN, True), (Level.PRIVATE, False)])
def test_a_title_leaves_by_letter_only_where_every_member_may_read_it(
    world: World, nadia: Person, gareth: Person, level: Level, is_public: bool
) -> None:
    space = a_community(world, level, facilitator=nadia, members=(gareth,))
    gathering = a_gathering(world, nadia, space)
    comes(world, gareth, gathering)
    changes(world, nadia, gathering, place="Elsewhere")
    told = world.one(Notice, member_id=gareth.id, what=What.GATHERING_MOVED)
    assert told.is_public is is_public


def test_home_and_the_front_page_say_what_comes(world: World, nadia: Person, gareth: Person, space: Space) -> None:
    gathering = a_gathering(world, nadia, space)
    front = world.browser(gareth).get(space.url)
    assert "Next gathering" in front and url_of(gathering) in front.links
    assert url_of(gathering) not in world.browser(gareth).get("/").links
    comes(world, gareth, gathering)
    home = world.browser(gareth).get("/")
    assert "Coming up" in home and url_of(gathering) in home.links


def test_the_month_and_the_list_show_each_in_its_place(world: World, nadia: Person, space: Space) -> None:
    with time_machine.travel("2026-11-23 12:00:00+00:00", tick=False):
        a_gathering(world, nadia, space, title="In winter", starts_at=clock.now() + timedelta(days=10))
        a_gathering(world, nadia, space, title="Soon", starts_at=clock.now() + timedelta(days=1))
        browser, url = world.browser(nadia), f"{space.url}/gatherings"
        page = browser.get(url)
        assert page.text.index("Soon") < page.text.index("In winter")
        (table,) = page.all("table")
        cells = [" ".join(cell.itertext()) for cell in table.iter("td")]
        assert [cell for cell in cells if "Soon" in cell] and not [cell for cell in cells if "In winter" in cell]
        part = browser.get(f"{url}?month=2026-12", htmx=True)
        assert "December 2026" in part.html and "In winter" in part.html and "<html" not in part.html
        assert browser.get(f"{url}?month=x").status == 200 and browser.get(f"{url}?before=x").status == 404
    with time_machine.travel("2027-01-23 12:00:00+00:00", tick=False):
        page = world.browser(nadia).get(url)
        assert page.text.index("Earlier") < page.text.index("In winter") < page.text.index("Soon")


def test_a_community_that_is_archived_takes_no_answers(
    world: World, nadia: Person, gareth: Person, space: Space
) -> None:
    gathering = a_gathering(world, nadia, space)
    with world.inside():
        db.session.execute(db.text("UPDATE community SET archived_at = made_at"))
    url = url_of(gathering)
    page = world.browser(gareth).get(url)
    assert "Tea and flow" in page and not [form for form in page.all("form") if "come" in form.get("action", "")]
    assert world.browser(gareth).post(f"{url}/come").status == 409
    assert world.browser(nadia).get(f"{url}/edit").status == 404
    assert world.count(GatheringAnswer) == 0


def test_whoever_only_reads_is_asked_to_join(world: World, nadia: Person, space: Space) -> None:
    gathering = a_gathering(world, nadia, space)
    browser = world.browser(world.member("Stranger"))
    page = browser.get(url_of(gathering))
    assert "Join it to come along." in page
    assert browser.post(f"{url_of(gathering)}/come").status == 403
    assert browser.get(f"{space.url}/gatherings/new").location.endswith("/join")


def test_lists_and_pages_cost_the_same_with_one_and_with_thirty(world: World, nadia: Person, gareth: Person) -> None:
    costs = []
    for how_many in (1, 30):
        space = a_community(world, members=(nadia, gareth), name=f"With {how_many}")
        made = [a_gathering(world, gareth, space, title=f"Tea {each}") for each in range(how_many)]
        for each in range(how_many):
            guest = world.member(f"Guest {each}")
            let_in(world, guest, space)
            comes(world, guest, made[0])
        browser = world.browser(nadia)
        for path in (f"{space.url}/gatherings", url_of(made[0]), space.url):
            browser.get(path)
            with statements(world.app) as seen:
                assert browser.get(path).status == 200
            costs.append(len(seen))
    assert costs[:3] == costs[3:] and max(costs) <= 9, costs


@pytest.mark.parametrize("places", [COUNTED_FROM - 1, COUNTED_FROM])
def test_a_list_says_that_it_is_full_where_that_counts_out_no_few(
    world: World, nadia: Person, gareth: Person, space: Space, places: int
) -> None:
    gathering = a_gathering(world, nadia, space, capacity=places)
    for number in range(places):
        guest = world.member(f"Guest {number}")
        let_in(world, guest, space)
        comes(world, guest, gathering)
    lists = world.browser(gareth).get(f"/communities/{space.public_id}/gatherings")
    assert "Tea and flow" in lists.text
    assert ("Full: you can wait for a place" in lists.text) is (places == COUNTED_FROM)


def test_answering_in_place_answers_with_the_part(world: World, nadia: Person, gareth: Person, space: Space) -> None:
    gathering = a_gathering(world, nadia, space)
    browser = world.browser(gareth)
    browser.get(url_of(gathering))
    part = browser.post(f"{url_of(gathering)}/come", {"needs": ""}, htmx=True)
    assert 'id="coming"' in part.html and "<html" not in part.html and PLACE in part.html
    assert answer(world, gareth, gathering) is Coming.YES
    too_long = browser.post(f"{url_of(gathering)}/come", {"needs": "x" * 301})
    assert too_long.status == 422 and "x" * 301 in too_long.html


def test_a_hidden_gathering_is_there_for_its_maker_and_those_who_look_after_it(world: World) -> None:
    cast = a_cast(world)
    space = a_community_of(world, cast, Level.OPEN, "A community")
    gathering = a_gathering(world, cast.member, space)
    coming = world.member("Coming")
    let_in(world, coming, space)
    comes(world, coming, gathering)
    with world.inside():
        db.session.execute(db.text("UPDATE gathering SET hidden_at = made_at"))
    found = {who for who, each in cast.everybody().items() if world.browser(each).get(url_of(gathering)).status == 200}
    assert found == {"member", "facilitator"}
    assert world.browser(coming).get(url_of(gathering)).status == 404
    assert "Tea and flow" not in world.browser(coming).get("/")
    changes(world, cast.member, gathering, place="Elsewhere")
    assert world.one(Notice, member_id=coming.id, what=What.GATHERING_MOVED).words == "", "not even its title"
    with world.inside():
        assert queries.gathering_for_calendar(coming.id, gathering) is None
        assert actions.in_words(actions.plan_of(queries.gathering_seen_by(cast.member.actor, gathering)))


def test_hidden_takes_its_conversation_along_and_brings_it_back(
    world: World, nadia: Person, gareth: Person, comfort: Person, space: Space
) -> None:
    gathering = a_gathering(world, nadia, space, title="Mrs Bell of room 4")
    number, talk = world.one(Gathering).id, world.one(Thread)
    url = f"/conversations/{talk.public_id}"
    a_reply(world, comfort, talk.public_id, "I would like to ask @Gareth about beds.")
    assert What.MENTION in whats(world, gareth) and "Mrs Bell" in world.browser(gareth).get(space.url)
    with world.inside():
        care.hide_gathering(number)
        care.hide_gathering(number)
    browser = world.browser(gareth)
    for page in (space.url, "/", "/notices", f"{space.url}/gatherings", "/communities"):
        assert "Mrs Bell" not in browser.get(page).html, page
    assert browser.get(url).status == 404 and whats(world, gareth) == []
    assert "Mrs Bell" in world.browser(nadia).get(url), "whoever planned it reads it"
    opening = world.one(Post, is_opening=True).id
    with world.inside():
        care.hide(opening)
        care.show_again(opening)
    assert browser.get(url).status == 404, "its first post is in order; the gathering is not"
    with world.inside():
        care.hide(opening)
        care.show_gathering_again(number)
    assert browser.get(url_of(gathering)).status == 200 and browser.get(url).status == 404
    with world.inside():
        care.show_again(opening)
    assert browser.get(url).status == 200 and "Mrs Bell" in browser.get(space.url)


def test_its_conversation_takes_a_new_title_with_it(world: World, nadia: Person, gareth: Person, space: Space) -> None:
    gathering = a_gathering(world, nadia, space, title="Mrs Bell of room 4")
    changes(world, nadia, gathering, title="Beds in winter")
    page = world.browser(gareth).get(space.url)
    assert "Before we meet: Beds in winter" in page and "Mrs Bell" not in page.html
    with world.inside():
        db.session.execute(db.update(Thread).values(title="What to bring"))
    changes(world, nadia, gathering, title="Beds in spring")
    assert world.one(Thread).title == "What to bring", "that one was given by hand"


def test_whoever_has_to_accept_a_newer_agreement_may_come_and_changes_nothing_before(
    world: World, nadia: Person, space: Space
) -> None:
    gathering = a_gathering(world, nadia, space)
    with world.inside():
        db.session.execute(db.text("UPDATE community SET agreement_version = 2"))
    browser, url = world.browser(nadia), url_of(gathering)
    assert browser.get(f"{url}/edit").status == 404 and browser.get(f"{space.url}/gatherings/new").status == 303
    assert browser.post(f"{url}/come").status == 303
