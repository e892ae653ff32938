"""What is written of a gathering is looked at before others read it, and its conversation leads back to it."""

from uuid import UUID

from community.core import clock
from community.core.database import db
from community.notifications.models import What
from community.practice.actions import care
from community.practice.models import Gathering, Thread
from tests.practice.gathered import a_gathering, changes, comes, url_of
from tests.practice.people import Space, a_community, keep_apart, unread
from tests.world import Person, World

SOMEBODY = "Mrs Okafor, 943 476 5919, will tell us how it was."


def filled(**said: str) -> dict[str, str]:
    day = clock.today().replace(year=clock.today().year + 1).isoformat()
    return {"title": "Tea", "on": day, "at": "17:30", "lasts": "60", "zone": "Europe/London", "body": "x"} | said


def test_a_plan_that_could_identify_somebody_is_asked_about_and_kept(world: World, nadia: Person) -> None:
    space = a_community(world, members=(nadia,))
    browser = world.browser(nadia)
    plan = browser.get(f"{space.url}/gatherings/new")
    asked = browser.submit(plan, "/gatherings/new", **filled(body=SOMEBODY, place="The mill, LS1 4AP"))
    assert asked.status == 422 and "Could this identify somebody?" in asked.text and SOMEBODY in asked.text
    assert "<mark>LS1 4AP</mark>" not in asked.html, "where people meet has an address"
    assert world.count(Gathering) == 0
    made = browser.submit(asked, "/gatherings/new", sure=_mark(asked.html))
    assert made.status == 303 and world.count(Gathering) == 1
    change = browser.get(f"{made.location}/edit")
    assert browser.submit(change, "/edit", title="Tea and flow").status == 303, "what stood there is not asked about"
    other = browser.submit(browser.get(f"{made.location}/edit"), "/edit", access="Ring Dr Stone on 07700 900123")
    assert other.status == 422 and "Could this identify somebody?" in other.text


def test_what_was_learned_is_asked_about_too(world: World, nadia: Person, gareth: Person) -> None:
    space = a_community(world, members=(nadia, gareth))
    gathering = _over(world, nadia, gareth, space)
    browser = world.browser(gareth)
    asked = browser.submit(browser.get(f"{url_of(gathering)}/note"), "/note", note=SOMEBODY)
    assert asked.status == 422 and SOMEBODY in asked.text and "Save it as it is" in asked.text
    assert SOMEBODY not in browser.get(url_of(gathering)).text
    assert browser.submit(asked, "/note", sure=_mark(asked.html)).status == 303
    assert SOMEBODY in browser.get(url_of(gathering)).text


def test_how_it_will_read_is_shown_and_nothing_kept(world: World, nadia: Person, gareth: Person) -> None:
    space = a_community(world, members=(nadia, gareth))
    gathering = _over(world, nadia, gareth, space)
    coming = a_gathering(world, nadia, space)
    browser = world.browser(nadia)
    for page, action, field in (
        (f"{space.url}/gatherings/new", f"{space.url}/gatherings/preview", "body"),
        (f"{url_of(coming)}/edit", f"{url_of(coming)}/preview", "body"),
        (f"{url_of(gathering)}/note", f"{url_of(gathering)}/note/preview", "note"),
    ):
        assert action in browser.get(page).html
        shown = browser.post(action, {field: "So it **reads**", "title": "Kept title"})
        assert shown.status == 200 and "<strong>reads</strong>" in shown.html and "So it **reads**" in shown.html
        part = browser.post(action, {field: "So it **reads**"}, htmx=True)
        assert "<strong>reads</strong>" in part.html and "<html" not in part.html
        assert "So it" not in browser.get(page).html


def test_a_plan_is_shown_as_others_will_see_it(world: World, nadia: Person) -> None:
    space = a_community(world, members=(nadia,))
    browser = world.browser(nadia)
    url = f"{space.url}/gatherings/preview"
    said = filled(on="2027-03-02", place="The mill", link="https://meet.example/x", access="A ramp", capacity="12")
    for page in (browser.post(url, said, htmx=True), browser.post(url, said)):
        shown = page.html.split('id="preview"')[1]
        for words in ("Tea", "Tuesday 2 March 2027, 17:30 to 18:30", "The mill", "A ramp", "12 places", "see this."):
            assert words in shown, words
        assert 'href="https://meet.example/x"' in shown
    assert world.count(Gathering) == 0


def test_a_plan_that_is_not_finished_is_shown_as_far_as_it_goes(world: World, nadia: Person) -> None:
    space = a_community(world, members=(nadia,))
    url = f"{space.url}/gatherings/preview"
    for wrong in ({"on": "x"}, {"at": ""}, {"zone": "Mars"}, {"lasts": "9" * 40}, {"on": "9999-12-31", "lasts": "x"}):
        said = {"title": "", "link": "javascript:alert(1)", "capacity": "-1"} | wrong
        shown = world.browser(nadia).post(url, filled(**said), htmx=True)
        assert shown.status == 200 and "There is no day and hour for it yet." in shown
        assert "javascript:" not in shown.html and "places" not in shown.html


def test_the_conversation_leads_back_to_its_gathering_for_those_who_read_it(
    world: World, nadia: Person, gareth: Person
) -> None:
    apart = world.member("Derek")
    space = a_community(world, members=(nadia, gareth, apart))
    gathering = a_gathering(world, nadia, space)
    (talk,) = {each for each in world.browser(gareth).get(url_of(gathering)).links if "/conversations/" in each}
    assert url_of(gathering) in world.browser(gareth).get(talk).links
    with world.inside():
        db.session.execute(db.update(Gathering).values(hidden_at=clock.now()))
    assert url_of(gathering) not in world.browser(gareth).get(talk).links
    assert url_of(gathering) in world.browser(nadia).get(talk).links
    keep_apart(world, nadia, apart)
    assert world.browser(apart).get(talk, check=False).status == 404


def test_of_a_hidden_gathering_no_notice_says_the_new_title(world: World, nadia: Person, gareth: Person) -> None:
    space = a_community(world, members=(nadia, gareth))
    gathering = a_gathering(world, nadia, space, title="Tea")
    comes(world, gareth, gathering)
    changes(world, nadia, gathering, title="Tea and canary")
    assert {notice.words for notice in unread(world, gareth)} == {"Tea and canary"}, "while everybody reads it"
    with world.inside():
        care.hide_gathering(db.session.scalars(db.select(Gathering.id)).one())
    changes(world, nadia, gathering, place="Another room")
    changes(world, nadia, gathering, title="Another canary")
    assert [(notice.what, notice.words) for notice in unread(world, gareth)] == [(What.GATHERING_MOVED, "")]
    assert "canary" not in world.browser(gareth).get("/notices").text
    talk = world.one(Gathering).thread_id
    assert "Another canary" in world.one(Thread, id=talk).title


def _over(world: World, maker: Person, guest: Person, space: Space) -> UUID:
    gathering = a_gathering(world, maker, space)
    comes(world, guest, gathering)
    with world.inside():
        found = db.session.scalars(db.select(Gathering).filter_by(public_id=gathering)).one()
        found.starts_at, found.ends_at = (each.replace(year=each.year - 1) for each in (found.starts_at, found.ends_at))
    return gathering


def _mark(html: str) -> str:
    return html.split('name="sure" value="')[1].split('"')[0]
