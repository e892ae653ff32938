"""Pages of the journal. While it is locked, each of them leads to the page that unlocks it."""

from flask import Flask

from community.journal.views import entries, keys
from community.journal.views.opening import bp

__all__ = ["entries", "keys", "register"]


def register(app: Flask) -> None:
    app.register_blueprint(bp)
