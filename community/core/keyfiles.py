"""Key files: secrets that live outside the database and its backups.

A key file has one key a line, `<id> <base64 of 32 bytes>`; the last line is the key in use, older lines still open
what they sealed. The id is computed from the key, so a damaged or foreign key is noticed when the file is read.
`<id> lost` says that whoever runs the site knows that this key is gone.
"""

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from community.core import chance

KEY_BYTES = 32
LOST = "lost"


class KeyFileError(RuntimeError):
    """A key file is missing or damaged: the site must not start."""


@dataclass(frozen=True)
class Keys:
    """The keys of one file. `current` is the id of the one in use."""

    current: str
    by_id: dict[str, bytes] = field(repr=False)
    lost: frozenset[str] = frozenset()

    @property
    def in_use(self) -> bytes:
        """The 32 bytes that seal what is new."""
        return self.by_id[self.current]


def id_of(key: bytes) -> str:
    """Eight hex digits that name a key and prove that it is whole. Nothing of the key can be read from them."""
    return hashlib.sha256(b"community key id" + key).hexdigest()[:8]


def new_line() -> str:
    """A line for the end of a key file, with a new key in it."""
    key = chance.secret_bytes(KEY_BYTES)
    return f"{id_of(key)} {base64.b64encode(key).decode()}\n"


def create(path: Path) -> bool:
    """Make the file with one new key, whole or not at all; an existing one stays. Returns whether it was made."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{chance.new_id().hex}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(new_line())
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # refuses when another process was quicker
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def read(path: Path) -> Keys:
    """The keys of a file. Raises KeyFileError when it is missing, empty or damaged."""
    try:
        lines = path.read_text().splitlines()
    except OSError as error:
        raise KeyFileError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise KeyFileError(f"{path} is not a key file") from error
    return _parse(path, [line.split() for line in lines if line.strip() and not line.startswith("#")])


def still_holds(path: Path, keys: Keys) -> bool:
    """Whether the file is there and whole, with every key that was read from it. (A new one may stand below them.)"""
    try:
        return keys.by_id.keys() <= read(path).by_id.keys()
    except KeyFileError:
        return False


def _parse(path: Path, rows: list[list[str]]) -> Keys:
    keys: dict[str, bytes] = {}
    lost: set[str] = set()
    current = ""
    for number, row in enumerate(rows, 1):
        if len(row) == 2 and row[1] == LOST:
            lost.add(row[0])
            continue
        try:
            current, encoded = row
            keys[current] = base64.b64decode(encoded, validate=True)
        except (ValueError, binascii.Error) as error:
            raise KeyFileError(f"{path}: key {number} cannot be read") from error
        if len(keys[current]) != KEY_BYTES or id_of(keys[current]) != current:
            raise KeyFileError(f"{path}: key {number} ({current}) is damaged")
    if not keys:
        raise KeyFileError(f"{path} holds no key")
    return Keys(current, keys, frozenset(lost))
