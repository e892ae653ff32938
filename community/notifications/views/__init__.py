"""Pages of notices: the tray and the bell, what to hear about, and how often letters come."""

from flask import Flask

from community.notifications.views import preferences, stopping, tray
from community.notifications.views.blueprint import bp

__all__ = ["preferences", "stopping", "tray"]


def register(app: Flask) -> None:
    app.register_blueprint(bp)
