"""Pages of this room, by subject."""

from flask import Flask

from community.jobchange.views import hand_over, steps
from community.jobchange.views.blueprint import bp

__all__ = ["hand_over", "register", "steps"]


def register(app: Flask) -> None:
    app.register_blueprint(bp)
