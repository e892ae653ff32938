"""Member text: how it is cleaned when it comes in, and the one way it becomes HTML."""

import html
import re
import unicodedata
from collections.abc import Sequence
from functools import cache

import nh3
from markdown_it import MarkdownIt

LONGEST_TEXT = 10_000
COUNTED_FROM = 5  # people: a smaller number says who they are
MOST_ADDRESSES = 300
DEEPEST_NESTING = 20

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_DIRECTION = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DIRECTION_AND_WIDTH = re.compile(
    r"[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0]"
)
_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_ENDS_A_LINE = {"softbreak", "hardbreak", "code_inline", "link_open", "link_close"}
_TAGS = {"p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "h3", "h4", "hr"}


def clean_text(value: str) -> str:
    """NFC text with unix line ends, stripped at both ends, without control characters, and without signs
    that turn the direction of what follows. Joiners stay: scripts and emoji need them.
    """
    unix = value.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _DIRECTION.sub("", _CONTROL.sub("", unix))).strip()


def clean_line(value: str) -> str:
    """One line: every run of white space is a space, and nothing invisible or direction-changing stays."""
    return re.sub(r"\s+", " ", _DIRECTION_AND_WIDTH.sub("", clean_text(value))).strip()


def comparable(value: str) -> str:
    """The text as names are compared: without case, accents, punctuation or spare spaces. Never shown."""
    letters = unicodedata.normalize("NFKD", value.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]+", " ", bare.replace("'", "").replace("’", "")).split())


def render_markdown(source: str) -> str:
    """Safe HTML of a member's Markdown: the only text in the house that may be marked as markup.

    Two barriers: the parser knows no HTML, and the sanitiser allows a short list of tags without attributes
    (links are http, https or mailto, written out). Headings are shifted below the page's own. Of more addresses than
    anybody writes in one text none becomes a link by itself: finding them takes the square of their number.
    """
    text = source[:LONGEST_TEXT]
    markup = _parser(finds_links=text.count("://") <= MOST_ADDRESSES).render(text)
    return nh3.clean(
        markup,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        attribute_filter=lambda _tag, name, value: (
            value if name == "rel" or (name == "href" and _LINK.match(value)) else None
        ),
        link_rel="nofollow ugc noopener",
    ).strip()


def excerpt(source: str, length: int = 140) -> str:
    """The first words of a Markdown text, plain, cut at a word."""
    plain = nh3.clean(_parser(finds_links=True).render(source[: length * 4]), tags=set())
    words = re.sub(r"\s+", " ", html.unescape(plain)).strip()
    return words if len(words) <= length else words[:length].rsplit(" ", 1)[0] + "…"


def prose(source: str) -> str:
    """The words of a Markdown text as they are read, line by line; a line ends where code or a link stands."""
    lines = [""]
    for block in _parser(finds_links=True).parse(source[:LONGEST_TEXT]):
        depth = 0
        for part in block.children or ():
            depth += {"link_open": 1, "link_close": -1}.get(part.type, 0)
            if part.type == "text" and not depth:
                lines[-1] += part.content
            elif part.type in _ENDS_A_LINE:
                lines.append("")
        lines.append("")
    return "\n".join(filter(None, lines))


def counted(how_many: int, noun: str = "people") -> str:
    """'128 people'; fewer than COUNTED_FROM are never counted out."""
    return f"{how_many} {noun}" if how_many >= COUNTED_FROM else f"under {COUNTED_FROM} {noun}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """'Ama, Bo and Cy'; a list of one is that one."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


@cache
def _parser(*, finds_links: bool) -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark", {"html": False, "linkify": finds_links, "maxNesting": DEEPEST_NESTING, "typographer": False}
    )
    parser.enable(["linkify", "strikethrough"])
    parser.disable(["image", "reference", "html_block", "html_inline"])
    parser.validateLink = lambda url: bool(_LINK.match(url))  # type: ignore[method-assign]
    parser.add_render_rule("heading_open", lambda *_: "<h3>")
    parser.add_render_rule("heading_close", lambda *_: "</h3>")
    return parser
