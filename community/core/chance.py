"""Chance, in two kinds: secret (never repeatable) and seeded (always repeatable)."""

import hashlib
import random
import secrets
import uuid


def token() -> str:
    """A 256-bit opaque token, URL safe."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


def secret_bytes(length: int) -> bytes:
    """This many bytes that nobody can guess: for keys and salts."""
    return secrets.token_bytes(length)


def pick_words(words: list[str], count: int) -> list[str]:
    """`count` independent secret choices, for a pass-phrase."""
    return [secrets.choice(words) for _ in range(count)]


def new_id() -> uuid.UUID:
    """A random public id. It names a thing and opens nothing."""
    return uuid.uuid4()


def seeded(*seed: object) -> random.Random:
    """A generator that repeats for the same seed: for mixing an order, never for a secret."""
    return random.Random("|".join(str(part) for part in seed))  # noqa: S311
