"""Pages of this room, by subject."""

from flask import Flask

from community.buddying.views import (
    agreement,
    circles,
    contact,
    drafts,
    finding,
    guides,
    hellos,
    inviting,
    life,
    looks,
    meetings,
    waiting,
)
from community.buddying.views.blueprint import bp

__all__ = [
    "agreement",
    "circles",
    "contact",
    "drafts",
    "finding",
    "guides",
    "hellos",
    "inviting",
    "life",
    "looks",
    "meetings",
    "register",
    "waiting",
]


def register(app: Flask) -> None:
    app.register_blueprint(bp)
