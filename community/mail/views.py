"""Pages of this room."""

from flask import Blueprint, Flask

bp = Blueprint("mail", __name__)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
