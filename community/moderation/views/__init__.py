"""Pages of this room, by subject."""

from flask import Flask

from community.moderation.views import avoiding, blocks, caring, more, reporting  # noqa: F401
from community.moderation.views.blueprint import bp

__all__ = ["register"]


def register(app: Flask) -> None:
    app.register_blueprint(bp)
