"""The one slow step from a password to a root secret (Argon2id), and how many may be under way at once.

A stretch takes about 0.2 s and 64 MiB on purpose. Never stretch inside a transaction: look inside
`database.reading()`, stretch, then write.
"""

import threading
import unicodedata
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from flask import Flask, current_app

from community.core import chance, crypto
from community.core.errors import Busy
from community.settings import Settings

SALT_BYTES = 16
ROOT_BYTES = 32
PATIENCE_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Root:
    """What a password becomes. Lives in the memory of one request only; `salt` and `kdf` say how it was made."""

    secret: bytes = field(repr=False)
    salt: bytes
    kdf: str

    @property
    def verifier(self) -> bytes:
        """32 bytes that prove the password at sign-in and open nothing. Compare with hmac.compare_digest."""
        digest = Hash(SHA256())
        digest.update(crypto.derive(self.secret, "login verifier"))
        return digest.finalize()


def new_salt() -> bytes:
    """16 random bytes, new for every password."""
    return chance.secret_bytes(SALT_BYTES)


def current_kdf() -> str:
    """How passwords are stretched today, as it is stored beside the salt: 'argon2id,m=65536,t=3,p=1'."""
    settings: Settings = current_app.config["SETTINGS"]
    return f"argon2id,m={settings.argon2_memory_kib},t={settings.argon2_passes},p=1"


def stretch(password: str, salt: bytes, kdf: str) -> Root:
    """The root of a password. Slow. Raises Busy when too many are under way for too long, ValueError for a strange kdf.

    The password is normalised (NFKC), so that it may be typed on any keyboard. Source: RFC 9106, OWASP ASVS 5.0.
    """
    memory, passes, lanes = _parameters(kdf)
    typed = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    turnstile: threading.Semaphore = current_app.extensions["stretches"]
    if not turnstile.acquire(timeout=PATIENCE_SECONDS):
        raise Busy
    try:
        argon2 = Argon2id(salt=salt, length=ROOT_BYTES, iterations=passes, lanes=lanes, memory_cost=memory)
        return Root(argon2.derive(typed), salt, kdf)
    finally:
        turnstile.release()


def _parameters(kdf: str) -> tuple[int, int, int]:
    name, *numbers = kdf.split(",")
    known = dict(number.split("=", 1) for number in numbers)
    if name != "argon2id" or set(known) != {"m", "t", "p"}:
        raise ValueError("this password was stretched in a way we do not know")
    return int(known["m"]), int(known["t"]), int(known["p"])


def init_app(app: Flask, settings: Settings) -> None:
    app.extensions["stretches"] = threading.BoundedSemaphore(settings.argon2_at_once)
