"""Member text: what stays, what goes, and that no text makes a page without bound (R21, R23, R25)."""

from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.core.text import (
    DEEPEST_NESTING,
    LONGEST_TEXT,
    MOST_ADDRESSES,
    clean_line,
    clean_text,
    excerpt,
    render_markdown,
)

ALLOWED = {"p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "h3", "hr"}

MOST_GROWTH = 7  # a link of eight characters is written out in sixty
DEEPEST_MARKUP = DEEPEST_NESTING + 3  # inside the innermost block: words that are strong, struck out and a link

PATHOLOGICAL = {
    "open brackets": "[" * LONGEST_TEXT,
    "closed brackets": "[a](" * 2500,
    "nested quotes": ">" * LONGEST_TEXT,
    "nested lists": "".join(" " * n + "- a\n" for n in range(130)),
    "stars": "*a " * 3300,
    "alternating stars": "*_" * 5000,
    "strong openings": "**a" * 3300,
    "back ticks": "`" * LONGEST_TEXT,
    "growing back ticks": " ".join("`" * n for n in range(1, 139)),
    "entities": "&" * LONGEST_TEXT,
    "angle brackets": "<" * LONGEST_TEXT,
    "autolinks": "<http://a" * 1000,
    "bare links": "http://a.b/" * 900,
    "addresses": "a@b.c" * 2000,
    "tildes": "~~a" * 3300,
    "tables": "|a" * 5000,
    "references": "[a]: b\n" * 1400,
    "backslashes": "\\" * LONGEST_TEXT,
    "line ends": "\n" * LONGEST_TEXT,
    "hard breaks": "a  \n" * 2500,
    "html openings": "<b " * 3300,
    "comments": "<!--" * 2500,
    "marks on marks": "a" + "\u0301" * 9999,
    "wide": "\U0001f469\u200d\U0001f9b1" * 3300,
}


def parts(markup: str) -> list[Element]:
    return [e for e in html5lib.parseFragment(markup, namespaceHTMLElements=False).iter() if isinstance(e.tag, str)][1:]


def depth_of(markup: str) -> int:
    """How many elements stand one inside the other at most."""
    deepest, level = 0, list(html5lib.parseFragment(markup, namespaceHTMLElements=False))
    while level:
        deepest, level = deepest + 1, [child for element in level for child in element]
    return deepest


REL = 'rel="nofollow ugc noopener"'


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("*kind* and **plain**", "<p><em>kind</em> and <strong>plain</strong></p>"),
        ("# Mine", "<h3>Mine</h3>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("~~not that~~", "<p><s>not that</s></p>"),
        ("see https://nhs.uk", f'<p>see <a href="https://nhs.uk" {REL}>https://nhs.uk</a></p>'),
        ("[us](mailto:a@b.example)", f'<p><a href="mailto:a@b.example" {REL}>us</a></p>'),
        ("![a picture](https://a.example/b.png)", f'<p>!<a href="https://a.example/b.png" {REL}>a picture</a></p>'),
        ("[run](javascript:x)", "<p>[run](javascript:x)</p>"),
        ("<b onclick=x>words</b>", "<p>&lt;b onclick=x&gt;words&lt;/b&gt;</p>"),
    ],
)
def test_markdown_keeps_what_people_write_and_nothing_that_acts(written: str, shown: str) -> None:
    assert render_markdown(written) == shown


@given(st.text(max_size=400) | st.text(alphabet="<>&\"'`*_[]()!#-=/:ahref\n ", max_size=400))
def test_whatever_is_written_only_the_short_list_of_tags_comes_out(written: str) -> None:
    for element in parts(render_markdown(clean_text(written))):
        assert element.tag in ALLOWED
        assert set(element.attrib) <= ({"href", "rel"} if element.tag == "a" else set())
        assert (element.get("href") or "https:").split(":")[0] in {"http", "https", "mailto"}


@pytest.mark.parametrize("what", PATHOLOGICAL)
def test_no_text_grows_or_nests_without_bound(what: str) -> None:
    """What would take minutes to render, and make a page that no browser opens, stays small and shallow."""
    markup = render_markdown(PATHOLOGICAL[what])
    assert len(markup) <= MOST_GROWTH * LONGEST_TEXT
    assert depth_of(markup) <= DEEPEST_MARKUP
    assert len(excerpt(PATHOLOGICAL[what])) <= 141


def test_what_lies_past_ten_thousand_characters_is_not_rendered() -> None:
    assert "tail" not in render_markdown("a " * 5000 + "tail")
    assert "tail" in render_markdown("a " * 4990 + "tail")


def test_a_line_is_one_line_without_tricks() -> None:
    assert clean_line("  Nadia\u202e \n\t Rahman\u200b\x00 ") == "Nadia Rahman"
    assert clean_line("e\u0301") == "é"
    assert clean_line("Siân O’Hara-Wójcik 🙂") == "Siân O’Hara-Wójcik 🙂"


def test_a_text_of_many_lines_turns_no_direction_and_keeps_its_joiners() -> None:
    signs = [chr(each) for each in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))]
    assert clean_text(f"One {''.join(signs)}gpj.exe\nTwo") == "One gpj.exe\nTwo"
    assert clean_text("👩\u200d🦱 می\u200cخواهم") == "👩\u200d🦱 می\u200cخواهم"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(written: str) -> None:
    assert clean_text(clean_text(written)) == clean_text(written)
    assert clean_line(clean_line(written)) == clean_line(written)
    assert "\x00" not in clean_text(written)
    clean_text(written).encode()


def test_an_excerpt_is_plain_and_ends_at_a_word() -> None:
    said = excerpt("**Discharge** on a [Friday](https://a.example) <b>again</b> " + "and again " * 40)
    assert said.startswith("Discharge on a Friday")
    assert len(said) <= 141 and said.endswith(("again…", "and…")) and "](" not in said


def test_addresses_become_links_unless_they_are_more_than_anybody_writes() -> None:
    assert render_markdown("See https://a.example today").count("<a ") == 1
    flood = render_markdown("http://a." * (MOST_ADDRESSES + 1) + "\n\n[one](https://a.example)")
    assert flood.count("<a ") == 1 and 'href="https://a.example"' in flood, "one that was made on purpose still is one"
