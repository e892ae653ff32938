from community.practice.models import Level
from tests.practice.people import *


def test_everything_answers(world, app):
    nadia, comfort, gareth = world.member("Nadia"), world.member("Comfort Asante"), world.member("Gareth Pugh")
    space = a_community(
        world, Level.OPEN, facilitator=comfort, members=(nadia,), learning_question="How?", is_safe_space=True
    )
    ask = a_community(world, Level.ASK, facilitator=comfort, name="Ask")
    talk = a_thread(world, comfort, space, (nadia, "A reply"))
    b = world.browser(nadia)
    for url in [
        "/communities",
        space.url,
        ask.url,
        ask.url + "/join",
        space.url + "/leave",
        space.url + "/conversations/new",
        talk.url,
        f"/posts/{talk.posts[1]}/edit",
        f"/posts/{talk.posts[1]}/remove",
        f"/posts/{talk.posts[1]}/history",
    ]:
        page = b.get(url)
        assert page.status == 200, (url, page.status, page.text[:300])
    c = world.browser(comfort)
    assert c.get(ask.url + "/asking").status == 200
