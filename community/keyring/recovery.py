"""Recovery codes: 26 letters and digits (130 bits) that a person can write down and read aloud. Pure."""

import hmac
import secrets

from community.core import crypto

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32: no I, L, O or U
LENGTH = 26
_GROUPS = (5, 5, 5, 5, 6)
_MISREAD = str.maketrans("OIL", "011")


def new_code() -> str:
    """A code as it is shown: '7K3QF-…-9XW2TA'."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def grouped(plain: str) -> str:
    parts, rest = [], plain
    for length in _GROUPS:
        parts.append(rest[:length])
        rest = rest[length:]
    return "-".join(parts)


def plain_of(typed: str) -> str:
    """What was meant: capitals, without spaces and dashes, the usual misreadings put right."""
    kept = "".join(letter for letter in typed.upper() if letter.isalnum())
    return kept.translate(_MISREAD)


def looks_like_a_code(typed: str) -> bool:
    plain = plain_of(typed)
    return len(plain) == LENGTH and set(plain) <= set(ALPHABET)


def last_group_is(code: str, typed: str) -> bool:
    """Whether somebody who typed this has the end of the code before them."""
    return hmac.compare_digest(plain_of(typed).encode(), plain_of(code)[-_GROUPS[-1] :].encode())


def key_of(code: str, salt: bytes) -> bytes:
    """The key that a code stands for. No pepper: a code must work after everything else was lost."""
    return crypto.derive(plain_of(code).encode(), "journal kek/recovery", salt=salt)
