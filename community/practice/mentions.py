"""Whom a post calls by "@" and a name: words and names, and nothing else."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from itertools import accumulate, islice
from typing import NamedTuple

from community.core.text import prose

MOST_CALLED = 10
MOST_SIGNS = 50
LONGEST_NAME = 100

_SIGN = re.compile(r"(?<!\w)@(?=[^\s@])")  # not the one inside an address
# Where a name may end: not inside a word, before an accent that stands alone, inside Mary-Jane or O'Brien; but Ama's
# ends after Ama, and _Ama_ in front of the line that sets it off.
_END = re.compile(r"(?<=\S)(?!_*[^\W_]|[\u0300-\u036f]|[-\u2010\u2011][^\W_]|'(?!s(?![^\W_]))[^\W_])")
# The first word behind a sign, where it may be meant as a name: without the 's behind it.
_NAME = re.compile(r"[^\W\d_](?:[\w'\u2019-]*\w)?")
_POSSESSIVE = re.compile(r"['\u2019]s$")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\uff07", "'"))


class Found(NamedTuple):
    """Who is called, and which words behind a sign are the name of nobody, or of several."""

    members: list[int]
    unknown: list[str]


class Candidate(NamedTuple):
    """A name that may stand behind a sign: as written, and with its accents left out."""

    exact: str
    loose: str


def behind_signs(body: str) -> list[str]:
    """What stands behind the first signs of a text; of an empty list nobody need be asked who could be called."""
    if "@" not in body and "&" not in body:
        return []
    lines = (" ".join(line.split()) for line in prose(body).splitlines())
    found = (line[sign.end() : sign.end() + LONGEST_NAME] for line in lines for sign in _SIGN.finditer(line))
    return list(islice(found, MOST_SIGNS))


def called(behind: Collection[str], names: Mapping[int, str]) -> list[int]:
    """The members among `names` who are called there, in order: the longest name that fits, and all who bear it.

    Without regard to case; an accent left out is forgiven, unless somebody's name is written just so. A first name
    alone is enough where one of them alone has it.
    """
    return look_up(behind, names).members


def look_up(behind: Collection[str], names: Mapping[int, str]) -> Found:
    """The same, with what was looked for in vain."""
    firsts = {_first(each[:1]) for each in behind}
    bearers = _bearers({each: name for each, name in names.items() if _first(name[:1]) in firsts})
    longest = max(map(len, bearers[0]), default=0)
    found: dict[int, None] = {}
    unknown: dict[str, None] = {}
    for text in behind:
        those = (_borne(each, bearers) for each in candidates(_exact(text), longest))
        members = next(filter(None, those), ())
        found.update(dict.fromkeys(members))
        if not members and (word := _NAME.match(unicodedata.normalize("NFC", text))):
            unknown.setdefault(_POSSESSIVE.sub("", word.group()))
    return Found(list(islice(found, MOST_CALLED)), list(unknown))


def candidates(text: str, longest: int) -> Iterator[Candidate]:
    """The names of at most so many letters that may stand at the beginning of the text, the longest first."""
    ends = [end.start() for end in _END.finditer(text) if end.start() <= longest]
    bare = [_bare(letter) for letter in text]
    lengths = list(accumulate(map(len, bare), initial=0))
    loose = "".join(bare)
    return (Candidate(text[:end], loose[: lengths[end]]) for end in reversed(ends))


Bearers = tuple[dict[str, list[int]], ...]


def _borne(name: Candidate, bearers: Bearers) -> Collection[int]:
    exact, loose, first, first_loose = bearers
    return exact.get(name.exact) or loose.get(name.loose) or first.get(name.exact) or first_loose.get(name.loose) or ()


def _bearers(names: Mapping[int, str]) -> Bearers:
    """Who bears each name, as written and with its accents left out; and each first name that one alone bears."""
    whole: tuple[dict[str, list[int]], dict[str, list[int]]] = {}, {}
    firsts: tuple[dict[str, list[int]], dict[str, list[int]]] = {}, {}
    for member_id, name in names.items():
        written = _exact(" ".join(name.split()))
        for kept, word in ((whole, written), (firsts, written.partition(" ")[0])):
            kept[0].setdefault(word, []).append(member_id)
            kept[1].setdefault("".join(map(_bare, word)), []).append(member_id)
    for by_name in (*whole, *firsts):
        by_name.pop("", None)
    return *whole, *({word: those for word, those in kept.items() if len(those) == 1} for kept in firsts)


def _exact(name: str) -> str:
    return unicodedata.normalize("NFC", name.translate(_APOSTROPHES).casefold())


@lru_cache(maxsize=4096)
def _first(letter: str) -> str:
    return _bare(_exact(letter)[:1])


@lru_cache(maxsize=4096)
def _bare(letter: str) -> str:
    """A letter without its accents."""
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
