"""Whom a post calls by "@" and a name: words and names, and nothing else."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from community.core.text import prose

MOST_CALLED = 10
_MOST_SIGNS = 200
_LONGEST_NAME = 100

_SIGN = re.compile(r"(?<!\w)@(?=[^\s@])")  # not the one inside an address
# Where a name may end: not inside a word, before an accent that stands alone, inside Mary-Jane or O'Brien; but Ama's
# ends after Ama, and _Ama_ in front of the line that sets it off.
_END = re.compile(r"(?<=\S)(?!_*[^\W_]|[\u0300-\u036f]|[-\u2010\u2011][^\W_]|'(?!s(?![^\W_]))[^\W_])")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\uff07", "'"))


def may_call(body: str) -> bool:
    """Whether it is worth asking who could be called."""
    return bool(_SIGN.search(prose(body)))


def called(body: str, names: Mapping[int, str]) -> list[int]:
    """The members among `names` whom the text calls, in its order: the longest name that fits, and all who bear it.

    Without regard to case; an accent left out is forgiven, unless somebody's name is written just so.
    """
    exact, loose = _bearers(names, _exact), _bearers(names, _loose)
    found: dict[int, None] = {}
    for candidates in _written(body):
        those = (exact.get(_exact(name)) or loose.get(_loose(name)) or () for name in candidates)
        found.update(dict.fromkeys(next(filter(None, those), ())))
    return list(islice(found, MOST_CALLED))


def _written(body: str) -> Iterator[list[str]]:
    """For each sign, the names that may stand behind it, the longest first."""
    for line in prose(body).splitlines():
        words = " ".join(line.translate(_APOSTROPHES).split())
        for sign in islice(_SIGN.finditer(words), _MOST_SIGNS):
            rest = words[sign.end() : sign.end() + _LONGEST_NAME]
            yield [rest[: end.start()] for end in reversed(list(_END.finditer(rest)))]


def _bearers(names: Mapping[int, str], form: Callable[[str], str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for member_id, name in names.items():
        found.setdefault(form(name), []).append(member_id)
    found.pop("", None)
    return found


def _exact(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.translate(_APOSTROPHES).split()).casefold())


def _loose(name: str) -> str:
    letters = unicodedata.normalize("NFKD", _exact(name))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
