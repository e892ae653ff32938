"""Reply under a post leads to the composer with its words in it; whoever cannot write there is not offered it."""

from tests.practice.people import a_community, a_thread
from tests.world import World


def test_reply_under_a_post_quotes_it(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth Pryce")
    space = a_community(world, members=(nadia, gareth))
    talk = a_thread(world, nadia, space, (gareth, "Ring the duty mobile first."))
    browser = world.browser(nadia)
    short = talk.posts[1].hex[:8]
    assert f"?q={short}" in browser.get(talk.url).links
    reply = browser.follow(browser.get(f"{talk.url}?q={short}"))
    assert "> Gareth Pryce wrote:\n>\n> Ring the duty mobile first." in reply.form("/replies").values["body"]


def test_a_guest_reads_and_is_not_offered_to_reply(world: World) -> None:
    nadia, guest = world.member("Nadia"), world.member("Tomasz")
    talk = a_thread(world, nadia, a_community(world, members=(nadia,)))
    assert any(link.startswith("?q=") for link in world.browser(nadia).get(talk.url).links)
    page = world.browser(guest).get(talk.url)
    assert page.status == 200 and not any(link.startswith("?q=") for link in page.links)


def test_more_shows_the_post_and_the_whole_address_of_it(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, nadia, a_community(world, members=(nadia, gareth)), (gareth, "Ring the duty mobile first."))
    more = world.browser(nadia).get(f"/posts/{talk.posts[1]}/more")
    assert "Ring the duty mobile first." in more.text and "Back to the conversation" in more.text
    (field,) = more.all("input", id="way")
    assert (field.get("value") or "").startswith("http") and (field.get("value") or "").endswith(
        f"/posts/{talk.posts[1]}"
    )
