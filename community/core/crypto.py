"""The one place that seals and opens: AES-256-GCM boxes, padding, key derivation, and circle text at rest.

A box is `0x01 | nonce (12 bytes, random) | ciphertext and tag (16 bytes)`. Every box is bound to what it is about:
a list of plain values, written as canonical JSON and given to the cipher as associated data. A box that was moved to
another row, revision or owner, or changed in a single bit, raises Tampered.

Sources: NIST SP 800-38D (random nonces: at most 2^32 boxes a key), RFC 5869 (HKDF-SHA-256).
"""

import json
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, current_app

from community.core import chance, keyfiles
from community.core.keyfiles import Keys
from community.settings import Settings

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION = b"\x01"
_KEY_ID_BYTES = 4
_LENGTH_BYTES = 4
_BLOCK_BYTES = 256

Plain = str | int | None


class Tampered(Exception):
    """A box does not open: another key, another place, or a changed bit. Never says which."""


def new_key() -> bytes:
    """32 random bytes."""
    return chance.secret_bytes(KEY_BYTES)


def derive(secret: bytes, label: str, *, salt: bytes = b"") -> bytes:
    """32 bytes derived from a strong `secret` for one purpose, by HKDF-SHA-256. Other labels give unrelated keys."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt or None, info=label.encode()).derive(secret)


def canonical(about: tuple[Plain, ...]) -> bytes:
    """The one spelling of what a box is about."""
    return json.dumps(about, ensure_ascii=True, separators=(",", ":")).encode()


def seal(key: bytes, content: bytes, about: tuple[Plain, ...]) -> bytes:
    """A box of `content` (any length), bound to `about`; 29 bytes longer than the content."""
    nonce = chance.secret_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, content, VERSION + canonical(about))


def unseal(key: bytes, box: bytes, about: tuple[Plain, ...]) -> bytes:
    """The content of a box. Raises Tampered."""
    if box[:1] != VERSION or len(box) < 1 + NONCE_BYTES + 16:
        raise Tampered
    nonce, sealed = box[1 : 1 + NONCE_BYTES], box[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, sealed, VERSION + canonical(about))
    except InvalidTag:
        raise Tampered from None


def pad(content: bytes, multiple: int) -> bytes:
    """`content` with its length in front and zeros behind, up to the next multiple of `multiple` bytes."""
    whole = len(content).to_bytes(_LENGTH_BYTES, "big") + content
    return whole + bytes(-len(whole) % multiple)


def unpad(padded: bytes) -> bytes:
    """What `pad` was given. Raises Tampered when the length in front cannot be."""
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    if len(padded) < _LENGTH_BYTES or length > len(padded) - _LENGTH_BYTES:
        raise Tampered
    return padded[_LENGTH_BYTES : _LENGTH_BYTES + length]


def in_blocks(text: str) -> str:
    """`text` with spaces behind it, up to the next multiple of 256 bytes: how long its box is tells no short answer."""
    return text + " " * (-len(text.encode()) % _BLOCK_BYTES)


def seal_field(text: str, *, table: str, row: UUID, group: int | UUID, revision: int = 1) -> bytes:
    """Circle text for a column, under the field key in use; its key id (4 bytes) stands before the box."""
    keys = _field_keys()
    about = _about_field(keys.current, table, row, group=group, revision=revision)
    return bytes.fromhex(keys.current) + seal(keys.in_use, text.encode(), about)


def open_field(box: bytes, *, table: str, row: UUID, group: int | UUID, revision: int = 1) -> str:
    """The text of a column written by `seal_field` for the same place. Raises Tampered."""
    key_id = box[:_KEY_ID_BYTES].hex()
    key = _field_keys().by_id.get(key_id)
    if key is None:
        raise Tampered
    return unseal(key, box[_KEY_ID_BYTES:], _about_field(key_id, table, row, group=group, revision=revision)).decode()


def _about_field(key_id: str, table: str, row: UUID, *, group: int | UUID, revision: int) -> tuple[Plain, ...]:
    return ("community-field", 1, key_id, table, str(row), str(group), revision)


def _field_keys() -> Keys:
    keys: Keys = current_app.extensions["field_keys"]
    return keys


def has_its_key() -> bool:
    """Whether the field key is where it should be."""
    settings: Settings = current_app.config["SETTINGS"]
    return keyfiles.still_holds(settings.field_key_path, _field_keys())


def init_app(app: Flask, settings: Settings) -> None:
    """Load the field key; outside production it is made on the first start. Raises KeyFileError."""
    if not settings.is_production:
        keyfiles.create(settings.field_key_path)
    app.extensions["field_keys"] = keyfiles.read(settings.field_key_path)
