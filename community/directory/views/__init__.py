"""Pages of the directory: what members tell of themselves, and other people."""

from flask import Flask

from community.directory.views import people, telling
from community.directory.views.blueprint import bp

__all__ = ["people", "telling"]


def register(app: Flask) -> None:
    app.register_blueprint(bp)
