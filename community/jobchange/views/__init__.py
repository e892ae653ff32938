"""Pages of this room, by subject."""

from flask import Flask

from community.jobchange import queries  # noqa: F401
from community.jobchange.views.blueprint import bp

__all__ = ["register"]


def register(app: Flask) -> None:
    app.register_blueprint(bp)
