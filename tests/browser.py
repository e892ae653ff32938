"""A browser without a screen: follows links and forms as they stand on the page, and looks at every page it sees.

Each page must be valid HTML with one h1, unique ids, labelled fields and our headers. Two parsers of the same standard
share the work: a quick one reads every page, and a strict one, two hundred times slower, judges each shape once.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.test import TestResponse

JUDGED: set[str] = set()  # the shapes that have been found valid
VOID_OF_LABEL = {"hidden", "submit", "button"}


@dataclass
class Page:
    """What came back."""

    response: TestResponse
    tree: Element | None = None

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def html(self) -> str:
        return self.response.get_data(as_text=True)

    @property
    def location(self) -> str:
        return self.response.headers.get("Location") or self.response.headers.get("HX-Redirect", "")

    @property
    def text(self) -> str:
        """The words on the page, white space folded."""
        if self.tree is None:
            return ""
        main = next((e for e in self.tree.iter() if e.tag == "main"), self.tree)
        return re.sub(r"\s+", " ", " ".join(main.itertext())).strip()

    def __contains__(self, words: str) -> bool:
        return words in self.text

    def all(self, tag: str, **attributes: str) -> list[Element]:
        found = self.tree.iter(tag) if self.tree is not None else ()
        return [e for e in found if all(e.get(k.replace("_", "-")) == v for k, v in attributes.items())]

    @property
    def links(self) -> list[str]:
        return [e.get("href", "") for e in self.all("a")]

    def form(self, action_part: str) -> "Form":
        """The first form whose address contains this part, with what it would send."""
        for form in self.all("form"):
            if action_part in form.get("action", ""):
                return Form(form)
        raise AssertionError(f"no form to {action_part!r} on the page")


@dataclass
class Form:
    element: Element
    values: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.values = _values(self.element)

    @property
    def action(self) -> str:
        return self.element.get("action", "")


class Browser:
    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self._token: str | None = None

    def get(self, url: str, *, htmx: bool = False, check: bool = True, **options: Any) -> Page:
        return self._seen(self.client.get(url, headers=_headers(htmx), **options), check)

    def post(self, url: str, data: dict[str, Any] | None = None, *, htmx: bool = False, check: bool = True) -> Page:
        """Send a form with our cross-site token, as any of our pages would."""
        for page_with_a_form in ("/help", "/sign-in"):
            if self._token is None:
                self.get(page_with_a_form)
        return self._seen(
            self.client.post(url, data={"csrf_token": self._token, **(data or {})}, headers=_headers(htmx)), check
        )

    def submit(self, page: Page, action_part: str, *, htmx: bool = False, **filled: Any) -> Page:
        """Fill in and send a form that stands on the page."""
        form = page.form(action_part)
        return self.post(form.action, form.values | filled, htmx=htmx)

    def follow(self, page: Page) -> Page:
        assert page.location, f"status {page.status} leads nowhere"
        return self.get(page.location)

    def _seen(self, response: TestResponse, check: bool) -> Page:
        page = Page(response)
        if response.mimetype == "text/html" and response.get_data():
            is_whole = "<html" in page.html
            page.tree = _tree(page.html)
            self._token = _token_on(page.tree) or self._token
            if check:
                _judge(page.html, is_whole)
                _check(page, is_whole)
        return page


def _tree(html: str) -> Element:
    """The document as a browser builds it; a part of a page stands in a body of its own."""
    root = LexborHTMLParser(html).root
    assert root is not None
    return _grown(root)


def _grown(node: LexborNode) -> Element:
    element = Element(node.tag or "", {name: value or "" for name, value in node.attributes.items()})
    last: Element | None = None
    for child in node.iter(include_text=True):
        if child.is_element_node:
            last = _grown(child)
            element.append(last)
        elif child.is_text_node and last is None:
            element.text = (element.text or "") + (child.text_content or "")
        elif child.is_text_node and last is not None:
            last.tail = (last.tail or "") + (child.text_content or "")
    return element


def _judge(html: str, is_whole: bool) -> None:
    """Valid HTML. Tags and the names of attributes decide that; words and values, which are escaped, do not."""
    shape = re.sub(r'"[^"]*"', '""', re.sub(r">[^<]+", ">", html))
    if shape in JUDGED:
        return
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    (parser.parse if is_whole else parser.parseFragment)(html)
    errors = [e for e in parser.errors if is_whole or e[1] != "expected-doctype-but-got-start-tag"]
    assert not errors, errors[:3]
    JUDGED.add(shape)


def _token_on(tree: Element) -> str | None:
    """Our cross-site token: in a form, or (for htmx) on the body."""
    for element in tree.iter():
        if element.get("name") == "csrf_token":
            return element.get("value")
        for_htmx = element.get("hx-headers:inherited")
        if for_htmx:
            return str(json.loads(for_htmx)["X-CSRFToken"])
    return None


def _headers(htmx: bool) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Request-Type": "partial"} if htmx else {}


def _check(page: Page, is_whole: bool) -> None:
    assert page.tree is not None
    ids = [e.get("id") for e in page.tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids)), f"ids twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    labelled = {e.get("for") for e in page.tree.iter("label")}
    wrapped = {id(inner) for label in page.tree.iter("label") for inner in label.iter()}
    for tag in ("input", "select", "textarea"):
        for e in page.tree.iter(tag):
            named = e.get("id") in labelled or id(e) in wrapped or e.get("aria-label") or e.get("aria-labelledby")
            assert e.get("type") in VOID_OF_LABEL or named, f"a field without a label: {e.attrib}"
    for form in page.tree.iter("form"):
        assert form.get("action"), "a form without an address"
    for e in page.tree.iter():
        assert not any(name.startswith("on") or name == "style" for name in e.attrib), f"inline: {e.attrib}"
    if is_whole:
        assert len(page.all("h1")) == 1, "a page has one h1"
        csp = page.response.headers["Content-Security-Policy"]
        assert "unsafe" not in csp and "default-src 'none'" in csp


def _values(form: Element) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for e in form.iter():
        name = e.get("name")
        if not name:
            continue
        if e.tag == "textarea":
            _add(values, name, "".join(e.itertext()))
        elif e.tag == "select":
            chosen = [o.get("value", "") for o in e.iter("option") if o.get("selected") is not None]
            values[name] = chosen[0] if chosen else next((o.get("value", "") for o in e.iter("option")), "")
        elif e.tag == "input" and e.get("type") in {"checkbox", "radio"}:
            if e.get("checked") is not None:
                values.setdefault(name, [])
                values[name].append(e.get("value", "on"))
        elif e.tag == "input":
            _add(values, name, e.get("value", ""))
    return values


def _add(values: dict[str, Any], name: str, value: str) -> None:
    """One field more; a name that comes several times sends a list, as in any browser."""
    if name in values:
        before = values[name] if isinstance(values[name], list) else [values[name]]
        values[name] = [*before, value]
    else:
        values[name] = value
