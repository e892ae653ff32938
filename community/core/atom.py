"""Feeds as files that feed readers understand (Atom, RFC 4287). All words are plain text, never markup."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, tostring

MEDIA_TYPE = "application/atom+xml"

_SPACE = "http://www.w3.org/2005/Atom"
_NEVER_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One thing that is new: what it is called and where it is, and as much more as may leave the site."""

    id: UUID
    title: str
    link: str
    updated_at: datetime
    author: str = ""
    about: str = ""
    words: str = ""


@dataclass(frozen=True)
class Feed:
    """`link` is the page that it follows, `maker` the site. Readers take its address for its own."""

    id: UUID
    title: str
    link: str
    maker: str
    updated_at: datetime
    entries: Sequence[Entry]


def written(feed: Feed) -> bytes:
    """The file, in UTF-8. Raises ValueError for a time without a zone."""
    root = Element("feed", xmlns=_SPACE)
    _head(root, feed)
    _person(root, feed.maker)
    for each in feed.entries:
        entry = SubElement(root, "entry")
        _head(entry, each)
        if each.author:
            _person(entry, each.author)
        if each.about:
            SubElement(entry, "category", term=_plain(each.about))
        if each.words:
            _text(entry, "summary", each.words)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _head(parent: Element, thing: Entry | Feed) -> None:
    if thing.updated_at.utcoffset() is None:
        raise ValueError("a time without a zone")
    _text(parent, "id", f"urn:uuid:{thing.id}")
    _text(parent, "title", thing.title)
    SubElement(parent, "link", rel="alternate", type="text/html", href=thing.link)
    _text(parent, "updated", thing.updated_at.astimezone(UTC).isoformat(timespec="seconds"))


def _person(parent: Element, name: str) -> None:
    _text(SubElement(parent, "author"), "name", name)


def _text(parent: Element, tag: str, words: str) -> None:
    SubElement(parent, tag).text = _plain(words)


def _plain(words: str) -> str:
    """Without what no XML file may hold."""
    return _NEVER_IN_XML.sub("", words)
