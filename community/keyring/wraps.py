"""How a journal key is sealed: under a password, under a recovery code, in the box of a session. No database."""

import base64
import binascii
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from community.core import crypto
from community.core.crypto import Tampered
from community.keyring import pepper, recovery
from community.keyring.models import JournalWrap, WrapKind
from community.keyring.stretch import Root, new_salt

_FAMILY = ("community-journal", 1)


@dataclass(frozen=True, slots=True)
class JournalKey:
    """The opened journal of one member: in memory for one request, never stored, never logged."""

    member: UUID
    gen: int
    secret: bytes = field(repr=False)


class Wrapped(Protocol):
    """What is read of a stored wrap."""

    @property
    def gen(self) -> int: ...
    @property
    def kind(self) -> WrapKind: ...
    @property
    def salt(self) -> bytes: ...
    @property
    def pepper_id(self) -> str | None: ...
    @property
    def box(self) -> bytes: ...


def new_journal_key(member: UUID, gen: int) -> JournalKey:
    return JournalKey(member, gen, crypto.new_key())


def under_password(key: JournalKey, root: Root) -> JournalWrap:
    """A new wrap row (without its owner and time), under the pepper in use."""
    pepper_id = pepper.current_id()
    kek = crypto.derive(root.secret, "journal kek/password", salt=pepper.pepper_of(pepper_id) or b"")
    return JournalWrap(
        gen=key.gen,
        kind=WrapKind.PASSWORD,
        kdf=root.kdf,
        salt=root.salt,
        pepper_id=pepper_id,
        box=crypto.seal(kek, key.secret, _about_wrap(key.member, key.gen, WrapKind.PASSWORD)),
    )


def under_code(key: JournalKey, code: str) -> JournalWrap:
    """A new wrap row (without its owner and time) that the recovery code opens."""
    salt = new_salt()
    about = _about_wrap(key.member, key.gen, WrapKind.RECOVERY)
    sealed = crypto.seal(recovery.key_of(code, salt), key.secret, about)
    return JournalWrap(gen=key.gen, kind=WrapKind.RECOVERY, salt=salt, box=sealed)


def open_with_password(wrap: Wrapped, member: UUID, root: Root) -> JournalKey | None:
    """The key, if this is the password (stretched with the wrap's own salt) and its pepper is here."""
    secret_pepper = pepper.pepper_of(wrap.pepper_id)
    if secret_pepper is None:
        return None
    return _open(wrap, member, crypto.derive(root.secret, "journal kek/password", salt=secret_pepper))


def open_with_code(wrap: Wrapped, member: UUID, code: str) -> JournalKey | None:
    return _open(wrap, member, recovery.key_of(code, wrap.salt))


def _open(wrap: Wrapped, member: UUID, kek: bytes) -> JournalKey | None:
    try:
        secret = crypto.unseal(kek, wrap.box, _about_wrap(member, wrap.gen, wrap.kind))
    except Tampered:
        return None
    return JournalKey(member, wrap.gen, secret)


def into_box(key: JournalKey, session_hash: bytes) -> tuple[bytes, str]:
    """The box for the database, and the value of the cookie that alone opens it."""
    cookie_key = crypto.new_key()
    box = crypto.seal(cookie_key, key.secret, _about_box(key.member, key.gen, session_hash))
    return box, base64.urlsafe_b64encode(cookie_key).decode().rstrip("=")


def out_of_box(box: bytes, *, member: UUID, gen: int, session_hash: bytes, cookie: str) -> JournalKey | None:
    """The key of an open session, if the cookie is the one that was given out with the box."""
    try:
        cookie_key = base64.b64decode(cookie + "=" * (-len(cookie) % 4), altchars=b"-_", validate=True)
        if len(cookie_key) != crypto.KEY_BYTES:
            return None
        return JournalKey(member, gen, crypto.unseal(cookie_key, box, _about_box(member, gen, session_hash)))
    except (Tampered, binascii.Error, ValueError):
        return None


def pending_code(key: JournalKey, code: str) -> str:
    """A new recovery code on its way through a form, sealed under the journal it is to open."""
    sealed = crypto.seal(key.secret, code.encode(), (*_FAMILY, "pending code", str(key.member), key.gen))
    return base64.urlsafe_b64encode(sealed).decode()


def code_of(key: JournalKey, pending: str) -> str | None:
    """The code that `pending_code` sealed for this very journal."""
    try:
        sealed = base64.b64decode(pending, altchars=b"-_", validate=True)
        return crypto.unseal(key.secret, sealed, (*_FAMILY, "pending code", str(key.member), key.gen)).decode()
    except (Tampered, binascii.Error, ValueError):
        return None


def _about_wrap(member: UUID, gen: int, kind: WrapKind) -> tuple[str | int, ...]:
    return (*_FAMILY, "wrap", str(member), gen, kind.value)


def _about_box(member: UUID, gen: int, session_hash: bytes) -> tuple[str | int, ...]:
    return (*_FAMILY, "session", str(member), gen, session_hash.hex())
