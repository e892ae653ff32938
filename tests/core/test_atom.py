"""Feeds as files: what stands in them, and that no words can become anything but words."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID
from xml.etree import ElementTree

import pytest

from community.core.atom import Entry, Feed, written

AT = datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(hours=1)))
ID = UUID("6e8bc430-9c3a-11d9-9669-0800200c9a66")
ATOM = "{http://www.w3.org/2005/Atom}"


def read(*entries: Entry) -> ElementTree.Element:
    return ElementTree.fromstring(written(Feed(ID, "A feed", "https://example.org/", "Even Ground", AT, entries)))  # noqa: S314


def test_a_feed_has_everything_that_readers_ask_for() -> None:
    root = read(Entry(ID, "A title", "https://example.org/a", AT, "Nadia", "Home from hospital", "First words"))
    assert root.tag == f"{ATOM}feed"
    for parent in (root, root.find(f"{ATOM}entry")):
        assert parent is not None
        assert parent.findtext(f"{ATOM}id") == f"urn:uuid:{ID}"
        assert parent.findtext(f"{ATOM}updated") == "2026-11-23T08:00:00+00:00"
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Nadia"
    assert entry.findtext(f"{ATOM}summary") == "First words"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Even Ground"


def test_what_is_not_told_is_not_there() -> None:
    entry = read(Entry(ID, "A title", "https://example.org/a", AT)).find(f"{ATOM}entry")
    assert entry is not None
    assert {each.tag.removeprefix(ATOM) for each in entry} == {"id", "title", "link", "updated"}


@pytest.mark.parametrize(
    "words", ["</title><script>alert(1)</script>", "a\x00b\x08c\x1b", "]]>", "&amp; \ud800 \ufffe"]
)
def test_words_stay_words(words: str) -> None:
    root = read(Entry(ID, words, "https://example.org/a?b=1&c=2", AT, words, words, words))
    assert not [each.tag for each in root.iter() if not each.tag.startswith(ATOM)]
    kept = root.findtext(f"{ATOM}entry/{ATOM}title") or ""
    assert kept == "".join(letter for letter in words if letter.isprintable() and letter not in "\ufffe")


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        read(Entry(ID, "A title", "https://example.org/a", datetime(2026, 11, 23, 9)))  # noqa: DTZ001
    assert read(Entry(ID, "A title", "https://example.org/a", datetime(2026, 11, 23, 9, tzinfo=UTC))) is not None
