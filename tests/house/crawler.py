"""A visitor who follows everything that a page leads to: links, parts that htmx loads, filters, and questions by POST.

It knows no route by name. What a new page leads to is found when some page leads to it, and what one visitor finds
every other one tries too; but for addresses that are themselves the key to what they show.
"""

import html
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask

from tests.browser import Browser

MOST_ELSEWHERE = 2  # pages of one sort in rooms that know nothing of communities
MOST_OF_ONE_KIND = 2  # pages of one path that differ by what is asked of it: a calendar has months without end
MOST_OPTIONS = 8
# What would be found, if a longer list could find it: the writers of canaries.
TELLING_OPTIONS = {"winter", "hospice", "voluntary-group", "carer-group", "north-west", "region-north-west"}
ASKED = {"begins": "zq", "name": "zq", "words": "zq", "q": "zq", "body": "zq", "title": "zq"}

_ATTRIBUTE = re.compile(r'\s([a-z][a-z:-]*)="([^"]*)"')
_TAG = re.compile(r"<(\w+)((?:\s[^<>]*?)?)/?>")
_GET_FORM = re.compile(r'<form([^>]*method="get"[^>]*)>(.*?)</form>', re.DOTALL)
_SELECT = re.compile(r'<select[^>]*\sname="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
_OPTION = re.compile(r'<option value="([^"]+)"')
_CHECK = re.compile(r'type="(?:checkbox|radio)" name="([^"]+)" value="([^"]+)"')
_TEXT = re.compile(r'<input[^>]*type="(?:text|search)"[^>]*\sname="([^"]+)"')
_A_KEY = re.compile(r"/[\w-]{43}(?:/|$|\.)")
_QUESTION = re.compile(r"/(?:names|search|preview)$")
_DOES_SOMETHING = {"hx-post", "formaction"}
_ELSEWHERE = re.compile(r"/(?:buddies|journal|account|desk|welcome)\b")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_NO_PAGES = ("/static/", "/letters")  # letters: on a developer's own machine only; they are looked at in the outbox


@dataclass(frozen=True, order=True)
class Step:
    """One thing to ask for. `is_part`: as htmx asks; `is_question`: a POST that changes nothing."""

    url: str
    is_part: bool = False
    is_question: bool = False

    @property
    def is_a_key(self) -> bool:
        return bool(_A_KEY.search(urlsplit(self.url).path))

    @property
    def is_elsewhere(self) -> bool:
        """A page of a room that knows nothing of communities: each visitor looks at their own."""
        return bool(_ELSEWHERE.match(self.url))


@dataclass
class Seen:
    """What one visitor was answered, by step: whole answers, in small letters, and their headers."""

    bodies: dict[Step, str] = field(default_factory=dict)
    statuses: dict[Step, int] = field(default_factory=dict)
    kinds: Counter[tuple[str, frozenset[str]]] = field(default_factory=Counter)

    def found(self, words: str) -> list[Step]:
        """Where these words stand; an answer that only repeats its own address says nothing."""
        return [step for step, body in self.bodies.items() if words in body]

    @property
    def steps(self) -> set[Step]:
        return set(self.bodies)


def crawl(browser: Browser, seeds: Iterable[Step], within: str = "/") -> Seen:
    """Everything that can be reached from here; `within`: whose addresses match this from their beginning."""
    seen, waiting = Seen(), deque(seeds)
    while waiting:
        step = waiting.popleft()
        if step in seen.bodies or not re.match(within, step.url) or not _is_worth_it(seen, step):
            continue
        waiting.extend(look(browser, step, seen))
    return seen


def look(browser: Browser, step: Step, seen: Seen) -> list[Step]:
    """Ask for one thing, keep the answer, and say where it leads."""
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"} if step.is_part else {}
    if step.is_question:
        answer = browser.post(step.url, ASKED, check=False).response
    else:
        answer = browser.client.get(step.url, headers=headers)
    said = answer.get_data(as_text=True)
    seen.statuses[step] = answer.status_code
    seen.bodies[step] = (said + " ".join(f"{name}: {value}" for name, value in answer.headers)).lower()
    onward = answer.headers.get("Location") or answer.headers.get("HX-Redirect")
    found = [Step(_path(onward))] if onward else []
    if answer.mimetype == "text/html" and answer.status_code < 400:
        found += steps_on(said, step.url)
    return [each for each in found if each.url.startswith("/") and not each.url.startswith(_NO_PAGES)]


def steps_on(page: str, here: str) -> Iterator[Step]:
    """Where a page leads."""
    for tag, attributes in _TAG.findall(page):
        named = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
        is_post = tag == "form" and named.get("method") == "post"
        for name, value in named.items():
            path = _path(value)
            if name == "action" and tag == "form" and not is_post:
                continue  # with what it asks: below
            if path.startswith("/") and not path.startswith("//") and " " not in path:
                if _QUESTION.search(path):
                    yield Step(path, is_question=True)
                elif not (is_post and name in {"action"}) and name not in _DOES_SOMETHING:
                    yield Step(path, is_part=name == "hx-get")
            elif name == "href" and path.startswith("?"):
                yield Step(urlsplit(here).path + path)
    yield from _narrowed(page)


def _narrowed(page: str) -> Iterator[Step]:
    """What a form that only looks would ask for: as it stands, and with each choice that could tell something."""
    for attributes, inside in _GET_FORM.findall(page):
        action = html.unescape(dict(_ATTRIBUTE.findall(attributes)).get("action", ""))
        yield Step(action)
        choices = [
            (name, value) for name, options in _SELECT.findall(inside) for value in _few(_OPTION.findall(options))
        ]
        choices += [(name, value) for name, value in _CHECK.findall(inside) if value in TELLING_OPTIONS]
        choices += [(name, "zq") for name in _TEXT.findall(inside)]
        for name, value in choices:
            yield Step(f"{action}?{urlencode({name: value})}")


def _few(options: list[str]) -> list[str]:
    return options if len(options) <= MOST_OPTIONS else [each for each in options if each in TELLING_OPTIONS]


def _path(address: str) -> str:
    """The address within this site, without the place on the page; "" when it leads elsewhere."""
    parts = urlsplit(address.strip())
    if parts.netloc and parts.hostname not in {"127.0.0.1", "localhost"}:
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _is_worth_it(seen: Seen, step: Step) -> bool:
    parts = urlsplit(step.url)
    kind = (f"{parts.path} {step.is_part}", frozenset(name for name, _ in parse_qsl(parts.query)))
    seen.kinds[kind] += 1
    if _ELSEWHERE.match(parts.path):
        sort = (_ID.sub("<id>", parts.path), kind[1])
        seen.kinds[sort] += 1
        if seen.kinds[sort] > MOST_ELSEWHERE:
            return False
    return seen.kinds[kind] <= (MOST_OF_ONE_KIND if kind[1] else 1) or "zq" in parts.query


def doors(app: Flask) -> list[Step]:
    """Every address that needs nothing filled in: where anybody would begin to try."""
    return [
        Step(rule.rule)
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments and not rule.rule.startswith(_NO_PAGES)
    ]
