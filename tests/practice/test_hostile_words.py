"""R21: whatever somebody writes stays words: posts, titles, previews, histories, lists, and refused forms."""

from xml.etree.ElementTree import Element

import html5lib
import pytest

from community.core import chance
from community.core.database import db
from community.practice.models import Post
from tests.browser import Browser, Page
from tests.journeys import payloads
from tests.practice.people import Talk, a_community, a_thread
from tests.world import World

PAYLOADS = [each for each in payloads.PAYLOADS if payloads.CALL not in each]  # every way in, one way to act
AT_ONCE = 8
TAGS = {"p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "h3", "h4", "hr"}


def _active(html: str) -> list[str]:
    """What in this member HTML is more than words: tags, attributes and addresses outside the short list."""
    tree: Element = html5lib.parseFragment(html, namespaceHTMLElements=False)
    found = [e.tag for e in tree.iter() if e.tag not in TAGS | {"DOCUMENT_FRAGMENT"}]
    for e in tree.iter():
        allowed = {"href", "rel"} if e.tag == "a" else set()
        found += [f"{e.tag} {name}" for name in e.attrib if name not in allowed]
        if e.tag == "a" and not (e.get("href") or "").startswith(("http://", "https://", "mailto:")):
            found.append(f"a {e.get('href')}")
        if e.tag == "a" and e.get("rel") != "nofollow ugc noopener":
            found.append("a without rel")
    return [str(each) for each in found]


def _scripts(page: Page) -> list[str]:
    """Scripts, images, frames and foreign addresses on the whole page that are not the house's own."""
    foreign = [e.tag for tag in ("iframe", "object", "embed", "base", "style", "img", "math") for e in page.all(tag)]
    foreign += [e.get("src", "inline") for e in page.all("script") if not e.get("src", "").startswith("/static/")]
    for e in page.all("a"):
        if e.get("href", "").lower().replace("\t", "").startswith(("javascript", "data", "vbscript")):
            foreign.append(e.get("href", ""))
    return foreign


def test_R21_the_corpus_is_large_and_the_check_bites() -> None:
    assert len(PAYLOADS) >= 60
    bitten = [payload for payload in PAYLOADS if _active(payload)]
    assert len(bitten) > 90, "unrendered, most of them are active"


@pytest.mark.once
@pytest.mark.parametrize("first", range(0, len(PAYLOADS), AT_ONCE))
def test_R21_hostile_words_stay_words(world: World, first: int) -> None:
    nadia = world.member("Nadia")
    browser = world.browser(nadia)
    space = a_community(world, members=(nadia,))
    for payload in PAYLOADS[first : first + AT_ONCE]:
        _stay_words(world, browser, a_thread(world, nadia, space, body="Something harmless."), payload)


def _post_anyway(browser: Browser, url: str, said: dict[str, str], pages: list[Page]) -> Page:
    """Post it; where the words could identify somebody one is asked first, and that page too is looked at."""
    said = said | {"key": str(chance.new_id())}
    answer = browser.post(url, said)
    for button in answer.all("button", name="sure"):
        pages.append(answer)
        answer = browser.post(url, said | {"sure": button.get("value", "")})
    return answer


def _stay_words(world: World, browser: Browser, talk: Talk, payload: str) -> None:
    said = {"body": f"Before.\n\n{payload}", "title": f"Title {payload}", "kind": "question"}
    pages = [
        browser.post(f"{talk.url}/replies/preview", said),
        browser.post(f"{talk.space.url}/conversations/preview", said),
        browser.post(f"{talk.space.url}/conversations/new", said | {"kind": "none"}),
    ]
    made = _post_anyway(browser, f"{talk.space.url}/conversations/new", said, pages)
    replied = _post_anyway(browser, f"{talk.url}/replies", said, pages)
    assert made.status == replied.status == 303
    reply = world.one(Post, thread_id=world.one(Post, public_id=talk.posts[0]).thread_id, is_opening=False)
    changed = {"body": f"{payload}\n\nAfter.", "version": "1"}
    assert _post_anyway(browser, f"/posts/{reply.public_id}/edit", changed, pages).status == 303
    pages += [
        browser.follow(made),
        browser.get(talk.url),
        browser.get(talk.space.url),
        browser.get(f"/posts/{reply.public_id}/history"),
        browser.get(f"/posts/{reply.public_id}/edit"),
    ]
    for page in pages:
        assert page.status in (200, 422) and _scripts(page) == []
    with world.inside():
        kept = db.session.execute(db.text("SELECT html FROM post UNION ALL SELECT html FROM post_revision")).scalars()
        for html in kept:
            assert _active(html) == [], html
