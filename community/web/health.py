"""For whoever watches over the site: does the process answer, and could it serve somebody?"""

from collections.abc import Callable, Mapping

from flask import Blueprint, Flask, current_app
from werkzeug.wrappers import Response

from community.web.access import ANYONE, open_to

bp = Blueprint("health", __name__)

DATABASE = "database"

Checks = Mapping[str, Callable[[], bool]]


@bp.get("/healthz")
@open_to(ANYONE)
def alive() -> Response:
    """Asks nothing: whoever restarts a process for its database's sake makes things worse."""
    return _said("alive")


@bp.get("/readyz")
@open_to(ANYONE)
def ready() -> Response:
    """Names what is missing, and nothing else about it."""
    missing = _missing(current_app.extensions["readiness"])
    return _said(f"missing: {', '.join(missing)}", 503) if missing else _said("ready")


def _missing(checks: Checks) -> list[str]:
    """What is not in order. Whatever stands behind the database is asked only of one that answers."""
    missing = []
    for name, is_in_order in checks.items():
        if not is_in_order():
            missing.append(name)
            if name == DATABASE:
                break
    return missing


def _said(words: str, status: int = 200) -> Response:
    return Response(f"{words}\n", status, content_type="text/plain; charset=utf-8")


def init_app(app: Flask, checks: Checks) -> None:
    """`checks` are asked in their order, by the name under which one is reported missing."""
    app.extensions["readiness"] = checks
    app.register_blueprint(bp)
