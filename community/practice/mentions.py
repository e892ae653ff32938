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
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\uff07", "'"))


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
    return [_exact(each) for each in islice(found, MOST_SIGNS)]


def called(behind: Collection[str], names: Mapping[int, str]) -> list[int]:
    """The members among `names` who are called there, in order: the longest name that fits, and all who bear it.

    Without regard to case; an accent left out is forgiven, unless somebody's name is written just so.
    """
    firsts = {_first(each[:1]) for each in behind}
    exact, loose = _bearers({each: name for each, name in names.items() if _first(name[:1]) in firsts})
    longest = max(map(len, exact), default=0)
    found: dict[int, None] = {}
    for text in behind:
        those = (exact.get(each.exact) or loose.get(each.loose) or () for each in candidates(text, longest))
        found.update(dict.fromkeys(next(filter(None, those), ())))
    return list(islice(found, MOST_CALLED))


def candidates(text: str, longest: int) -> Iterator[Candidate]:
    """The names of at most so many letters that may stand at the beginning of the text, the longest first."""
    ends = [end.start() for end in _END.finditer(text) if end.start() <= longest]
    bare = [_bare(letter) for letter in text]
    lengths = list(accumulate(map(len, bare), initial=0))
    loose = "".join(bare)
    return (Candidate(text[:end], loose[: lengths[end]]) for end in reversed(ends))


def _bearers(names: Mapping[int, str]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Who bears each name, as written and with its accents left out."""
    exact: dict[str, list[int]] = {}
    loose: dict[str, list[int]] = {}
    for member_id, name in names.items():
        written = _exact(" ".join(name.split()))
        exact.setdefault(written, []).append(member_id)
        loose.setdefault("".join(map(_bare, written)), []).append(member_id)
    exact.pop("", None)
    loose.pop("", None)
    return exact, loose


def _exact(name: str) -> str:
    return unicodedata.normalize("NFC", name.translate(_APOSTROPHES).casefold())


@lru_cache(maxsize=4096)
def _first(letter: str) -> str:
    return _bare(_exact(letter)[:1])


@lru_cache(maxsize=4096)
def _bare(letter: str) -> str:
    """A letter without its accents."""
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
