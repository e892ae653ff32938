"""Every letter has one layout: text and HTML say the same, and nothing in it fetches, follows or runs anything."""

import re
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask

from community.mail import rendering
from community.mail.rendering import Written
from community.settings import ROOT
from tests.mail.letters import LETTERS, SECURITY, about, posted

SITE = "http://127.0.0.1:8000"
SHARED = {"layout", "about_notices"}
FETCHES = re.compile(
    r"<(?:script|img|iframe|object|embed|link|video|audio|form|input|base)\b|url\(|@import|\bsrc=|\bon\w+="
)


@pytest.fixture(params=LETTERS)
def letter(request: pytest.FixtureRequest, app: Flask) -> Written:
    kind, facts = LETTERS[request.param]
    with app.app_context():
        return rendering.write(posted(kind, facts))


def tree_of(letter: Written) -> Element:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(letter.html)
    assert not parser.errors
    return tree


def words(element: Element) -> str:
    return re.sub(r"\s+", " ", " ".join(element.itertext())).strip()


def test_every_template_is_one_of_these_letters() -> None:
    folder = ROOT / "templates/mail"
    texts, pages = ({path.stem for path in folder.glob(f"*.{end}")} - SHARED for end in ("txt", "html"))
    assert texts == pages - {"letters"} == {kind for kind, _ in LETTERS.values()}


def test_text_and_html_hold_the_same_links(letter: Written) -> None:
    in_html = {a.get("href", "") for a in tree_of(letter).iter("a")}
    in_text = set(re.findall(r"https?://\S+", letter.text))
    assert in_html == in_text
    assert all(link == SITE or link.startswith(f"{SITE}/") for link in in_html)


def test_the_html_is_valid_and_has_one_heading_a_name_and_one_button(letter: Written) -> None:
    tree = tree_of(letter)
    assert tree.get("lang") == "en-GB"
    assert len(list(tree.iter("h1"))) == 1
    assert all(words(title) for title in tree.iter("title"))
    assert len([a for a in tree.iter("a") if a.get("class") == "go"]) == 1


def test_nothing_is_fetched_followed_or_run(letter: Written) -> None:
    assert not FETCHES.search(letter.html), FETCHES.search(letter.html)
    assert letter.html.count("http") == letter.html.count(SITE), "no address but our own"


def test_the_words_are_large_enough_and_follow_the_colours_of_the_reader(letter: Written) -> None:
    style = letter.html.split("<style>")[1].split("</style>")[0]
    sizes = [int(size) for size in re.findall(r"font(?:-size)?: (\d+)px", style)]
    assert min(sizes) >= 16
    assert "prefers-color-scheme: dark" in style
    assert '<meta name="color-scheme" content="light dark">' in letter.html


def test_plain_text_is_wrapped_and_addresses_stay_whole(letter: Written) -> None:
    for line in letter.text.splitlines():
        assert len(line) <= 72 or " " not in line.strip(), line
        assert line == line.rstrip()
    assert "\n\n\n" not in letter.text
    assert "<" not in letter.text


def test_both_forms_say_the_same_words(letter: Written) -> None:
    main = next(tree_of(letter).iter("main"))
    folded = re.sub(r"\s+", " ", letter.text).casefold()
    for tag in ("li", "h2"):
        for element in main.iter(tag):
            first = re.sub(r"\s+", " ", element[0].text or "" if len(element) else element.text or "").strip()
            assert first.casefold() in folded, first


@pytest.mark.parametrize("kind", SECURITY)
def test_a_letter_about_signing_in_says_that_it_always_comes_and_has_nothing_to_stop(app: Flask, kind: str) -> None:
    with app.app_context():
        written = rendering.write(posted(kind, SECURITY[kind]))
    for form in (written.text, written.html):
        assert "signing in and passwords always come" in re.sub(r"\s+", " ", form)
        assert "/letters/stop" not in form


@pytest.mark.parametrize("name", [name for name, (kind, _) in LETTERS.items() if kind in {"notices", "digest"}])
def test_a_letter_about_notices_says_why_it_came_how_to_stop_it_and_where_to_change_it(app: Flask, name: str) -> None:
    with app.app_context():
        written = rendering.write(posted(*LETTERS[name]))
    for form in (written.text, written.html):
        folded = re.sub(r"\s+", " ", form)
        assert "set to come soon after" in folded or "Your summary is set to come once a" in folded
        assert "Stop letters like this one" in folded and f"{SITE}/letters/stop/" in folded
        assert "Letters and notices" in folded and f"{SITE}/notices/settings" in folded
        assert "signing in and passwords always come" in folded


HOSTILE = '<img src=x onerror=alert(1)>"><script>alert(1)</script> {{ 7 * 7 }} & “x”'


def test_hostile_words_are_words(app: Flask) -> None:
    line = {"words": HOSTILE, "path": "/notices"}
    facts = about("weekly", needs=[line], rest=[line], news=[line]) | {"greeting": HOSTILE}
    with app.app_context():
        written = rendering.write(posted("digest", facts))
    assert not FETCHES.search(re.sub(r"&lt;.*?&gt;", "", written.html))
    tree = tree_of(written)
    assert words(tree).count("<script>alert(1)</script>") == 4, "said, not run"
    assert words(tree).count("{{ 7 * 7 }}") == 4
