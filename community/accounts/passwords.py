"""What makes a password good enough (R10, R11), and the pass-phrases that we suggest. Pure, but for chance."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from zxcvbn import zxcvbn

from community.core import chance
from community.core.errors import Invalid

SHORTEST = 15
LONGEST = 256
WORDS_SUGGESTED = 4

_JUDGED = 72  # as far as the judge looks; beyond it a password is long enough anyway
_GOOD_ENOUGH = 3
_OWN_CHARACTERS = 8
_PARTS = re.compile(r"[^\W_]{3,}")

TOO_SHORT = f"Use at least {SHORTEST} characters. Four random words are enough."
TOO_LONG = f"Use at most {LONGEST} characters."
TOO_COMMON = "That is one of the first that people try when they guess. Four random words are much harder."
TOO_CLOSE = "That is mostly your name, your address or the name of this site. Four random words are much harder."


def refuse_weak(password: str, *, about: Iterable[str]) -> None:
    """Raise Invalid, with what to do, unless the password will do. `about`: the name, the address, the site's name.

    Length counts, and how early a guesser would come to it; which kinds of character it holds does not.
    """
    plain = unicodedata.normalize("NFKC", password)
    if len(plain) < SHORTEST:
        raise Invalid(TOO_SHORT, "password")
    if len(plain) > LONGEST:
        raise Invalid(TOO_LONG, "password")
    known = sorted(_parts_of(about), key=len, reverse=True)
    if _left_without(plain, known) < _OWN_CHARACTERS:
        raise Invalid(TOO_CLOSE, "password")
    if zxcvbn(plain[:_JUDGED], user_inputs=known)["score"] < _GOOD_ENOUGH:
        raise Invalid(TOO_COMMON, "password")


def suggestion() -> str:
    """Four words, chosen by secret chance, that nobody has to be clever to remember."""
    return " ".join(chance.pick_words(_words(), WORDS_SUGGESTED))


def _parts_of(about: Iterable[str]) -> set[str]:
    plain = [unicodedata.normalize("NFKC", text).casefold() for text in about]
    joined = {"".join(_PARTS.findall(text)) for text in plain}
    return {part for text in plain for part in _PARTS.findall(text)} | joined - {""}


def _left_without(password: str, known: Iterable[str]) -> int:
    """How many letters and digits are left when the known parts are taken out."""
    left = re.sub(r"[\W_]", "", password.casefold())
    for part in known:
        left = left.replace(part, "")
    return len(left)


@cache
def _words() -> list[str]:
    return (Path(__file__).parent / "data" / "words.txt").read_text(encoding="utf-8").split()
