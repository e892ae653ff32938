"""What a conversation is about, where a resource leads, and how both are found."""

import pytest

from community.belonging.models import GroupRole
from community.practice.models import Level, Thread, ThreadChallenge
from tests.browser import Browser, Page
from tests.practice.people import Space, Talk, a_community, a_thread, keep_apart, let_in
from tests.world import Person, World

FLOW, WINTER = "discharge-flow", "winter"
LINK = "https://www.example.org/checklist?for=home#first"


def start(browser: Browser, space: Space, title: str, *challenges: str, kind: str = "resource", link: str = "") -> Page:
    page = browser.get(f"{space.url}/conversations/new")
    values = page.form("/conversations/new").values | {"kind": kind, "title": title, "body": "It helped us."}
    return browser.post(f"{space.url}/conversations/new", values | {"link": link, "challenges": list(challenges)})


def titles(page: Page) -> list[str]:
    return ["".join(each.itertext()).strip() for each in page.all("h3")]


def test_a_resource_has_its_address_and_what_it_is_about(world: World, nadia: Person, space: Space) -> None:
    browser = world.browser(nadia)
    page = browser.follow(start(browser, space, "A checklist", FLOW, link=LINK))
    (link,) = [each for each in page.all("a") if each.get("href") == LINK]
    assert link.get("rel") == "noopener nofollow ugc" and "example.org" in page
    assert f"{space.url}?challenge={FLOW}" in page.links
    listed = browser.get(f"{space.url}/resources")
    assert titles(listed) == ["A checklist"] and LINK in listed.links


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://example.org/%0aalert(1)",
        "data:text/html,x",
        "//example.org",
        "example.org",
        "https://",
        "https://nadia:secret@example.org/",
        'https://example.org/"onclick=x',
        "https://exa mple.org/",
        "https://example.org:notaport/",
        "https://[::1",
        "ftp://example.org/x",
        "https://example.org/" + "x" * 500,
    ],
)
def test_an_address_is_one_of_the_web(world: World, nadia: Person, space: Space, link: str) -> None:
    answer = start(world.browser(nadia), space, "A checklist", link=link)
    assert answer.status == 422 and world.count(Thread) == 0
    assert answer.all("input", id="link")[0].get("aria-invalid") == "true"


def test_a_question_has_no_address(world: World, nadia: Person, space: Space) -> None:
    start(world.browser(nadia), space, "Who knows?", kind="question", link=LINK)
    assert world.one(Thread).link == ""


def test_it_is_about_three_of_the_list_at_most(world: World, nadia: Person, space: Space) -> None:
    browser = world.browser(nadia)
    four = start(browser, space, "Too much", *_some(world, 4))
    assert four.status == 422 and "Choose at most 3." in four and "#challenges-0" in four.links
    assert start(browser, space, "Odd", "not-on-the-list").status == 422
    assert start(browser, space, "Three", *_some(world, 3)).status == 303
    assert world.count(ThreadChallenge) == 3


def _some(world: World, how_many: int) -> list[str]:
    from community.directory import queries as directory

    with world.inside():
        return list(directory.challenges())[:how_many]


def test_resources_are_found_by_what_they_are_about(world: World, nadia: Person, gareth: Person, space: Space) -> None:
    browser = world.browser(nadia)
    start(browser, space, "A checklist", FLOW, link=LINK)
    start(browser, space, "A rota", WINTER)
    start(browser, space, "Who knows?", FLOW, kind="question")
    reader = world.browser(gareth)
    assert titles(reader.get("/resources")) == ["A rota", "A checklist"]
    assert titles(reader.get(f"/resources?challenge={FLOW}")) == ["A checklist"]
    assert titles(reader.get(f"{space.url}/resources?challenge={WINTER}")) == ["A rota"]
    assert titles(reader.get("/resources?challenge=%00")) == ["A rota", "A checklist"], "no such challenge: no filter"
    found = reader.get(f"{space.url}?challenge={FLOW}")
    assert [title for title in titles(found) if title in {"A checklist", "Who knows?", "A rota"}] == [
        "Who knows?",
        "A checklist",
    ]


def test_only_what_somebody_has_named_is_offered_to_narrow_by(
    world: World, nadia: Person, gareth: Person, space: Space
) -> None:
    hidden = a_community(world, Level.HIDDEN, members=(nadia,), name="Canary")
    assert not _offered(world, gareth, f"{space.url}/resources")
    start(world.browser(nadia), space, "A checklist", FLOW, link=LINK)
    start(world.browser(nadia), space, "Who knows?", WINTER, kind="question")
    start(world.browser(nadia), hidden, "Canary resource", "frailty-prevention", link=LINK)
    assert _offered(world, gareth, space.url) == {"", FLOW, WINTER}
    assert _offered(world, gareth, f"{space.url}/resources") == _offered(world, gareth, "/resources") == {"", FLOW}
    assert _offered(world, nadia, "/resources") == {"", FLOW, "frailty-prevention"}, "whoever reads it is offered it"
    keep_apart(world, gareth, nadia)
    assert not _offered(world, gareth, "/resources")


def _offered(world: World, person: Person, url: str) -> set[str]:
    selects = world.browser(person).get(url).all("select", id="challenge")
    return {option.get("value", "") for select in selects for option in select.iter("option")}


def test_resources_of_a_hidden_community_are_for_its_members(world: World, nadia: Person, gareth: Person) -> None:
    hidden = a_community(world, Level.HIDDEN, members=(nadia,), name="Canary")
    start(world.browser(nadia), hidden, "Canary resource", link="https://canary.example.org/")
    assert "Canary resource" in world.browser(nadia).get("/resources")
    for path in ("/resources", f"{hidden.url}/resources"):
        assert "anary" not in world.browser(gareth).get(path).html.replace(str(hidden.public_id), "")
    assert world.browser(gareth).get(f"{hidden.url}/resources").status == 404


def test_nor_does_one_by_somebody_kept_apart_stand_there(
    world: World, nadia: Person, gareth: Person, space: Space
) -> None:
    start(world.browser(nadia), space, "A checklist")
    keep_apart(world, nadia, gareth)
    assert "A checklist" not in world.browser(gareth).get("/resources")


def test_resources_are_turned_over_by_their_last_one(world: World, nadia: Person, space: Space) -> None:
    for each in range(21):
        a_thread(world, nadia, space, title=f"Resource {each}", kind="resource")
    browser = world.browser(nadia)
    first = browser.get("/resources")
    older = next(link for link in first.links if "before=" in link)
    assert len(titles(first)) == 20 and titles(browser.get(older)) == ["Resource 0"]
    assert browser.get("/resources?before=nonsense").status == 404


def test_what_it_is_about_is_said_later_too(
    world: World, nadia: Person, gareth: Person, space: Space, talk: Talk
) -> None:
    browser = world.browser(nadia)
    page = browser.get(f"{talk.url}/about")
    values = page.form("/about").values
    assert browser.post(f"{talk.url}/about", values | {"challenges": [FLOW, WINTER]}).status == 303
    assert browser.post(f"{talk.url}/about", values | {"challenges": [WINTER]}).status == 303
    assert world.one(ThreadChallenge).challenge_id == WINTER
    assert world.browser(gareth).get(f"{talk.url}/about").status == 404
    let_in(world, gareth, space, role=GroupRole.FACILITATOR)
    assert world.browser(gareth).get(f"{talk.url}/about").status == 200


def test_only_what_is_new_is_shown_when_that_is_asked(
    world: World, nadia: Person, gareth: Person, space: Space
) -> None:
    read, new = a_thread(world, gareth, space, title="Read?"), a_thread(world, gareth, space, title="New?")
    browser = world.browser(nadia)
    browser.post(f"{read.url}/read", {"post": str(read.posts[0])})
    assert [title for title in titles(browser.get(f"{space.url}?show=new")) if title.endswith("?")] == ["New?"]
    browser.post(f"{new.url}/read", {"post": str(new.posts[0])})
    assert "You have read everything here." in browser.get(f"{space.url}?show=new")
