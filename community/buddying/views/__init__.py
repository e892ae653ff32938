"""Pages of this room, by subject."""

from flask import Flask

from community.buddying.views import circles, finding, guides, hellos, meetings
from community.buddying.views.blueprint import bp

__all__ = ["circles", "finding", "guides", "hellos", "meetings", "register"]


def register(app: Flask) -> None:
    app.register_blueprint(bp)
