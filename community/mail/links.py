"""Links that prove something: derived when a letter is written, checked when they come back, never stored.

A link carries the id of a row and an HMAC of purpose, id and address. So what lies in the database or its backup opens
nothing, and a link made for one purpose or address never serves another.
"""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from uuid import UUID

from flask import current_app

_PATH = re.compile(r"/(?![/\\])[^\s\x00-\x20\x7f\\]*")


def into_the_site(site_url: str, path: str) -> str:
    """The whole address of a page of ours. Raises ValueError for a path that could lead elsewhere."""
    if not _PATH.fullmatch(path):
        raise ValueError("a letter leads into this site only")
    return site_url + path


def bound_to(address: str, what: str) -> str:
    """What a link proves besides its row, where it is about something: with another address it holds no more."""
    return f"{what} {address}"


def proof(purpose: str, link_id: UUID, address: str) -> str:
    """The part of a link that nobody can make up: 256 bits, URL safe."""
    key = hmac.digest(str(current_app.secret_key).encode(), b"links in letters", hashlib.sha256)
    said = "\n".join((purpose, str(link_id), address)).encode()
    return urlsafe_b64encode(hmac.digest(key, said, hashlib.sha256)).decode().rstrip("=")


def proves(given: str, purpose: str, link_id: UUID, address: str) -> bool:
    """Whether the proof that came with a link is the one we would have put there."""
    return hmac.compare_digest(given.encode(errors="replace"), proof(purpose, link_id, address).encode())
