"""Pages of this room."""

from flask import Blueprint, Flask

from community.web.access import ANYONE, open_to

bp = Blueprint("home", __name__)


@bp.get("/")
@open_to(ANYONE)
def index() -> str:
    return "index"


@bp.get("/home/welcome")
@open_to(ANYONE)
def welcome() -> str:
    return "welcome"


@bp.get("/home/house_rules")
@open_to(ANYONE)
def house_rules() -> str:
    return "house_rules"


@bp.get("/home/privacy")
@open_to(ANYONE)
def privacy() -> str:
    return "privacy"


@bp.get("/home/accessibility")
@open_to(ANYONE)
def accessibility() -> str:
    return "accessibility"


@bp.get("/home/get_help")
@open_to(ANYONE)
def get_help() -> str:
    return "get_help"


def register(app: Flask) -> None:
    app.register_blueprint(bp)
