"""The door of every journal page: the key of this session, or the way to unlock it."""

from flask import Blueprint, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from community.journal import queries
from community.journal.queries import Locked
from community.keyring.wraps import JournalKey
from community.web import cookies, problems
from community.web.access import me
from community.web.navigation import safe_next
from community.web.pages import go, page, wants_fragment
from community.web.transactions import SAFE_METHODS

bp = Blueprint("journal", __name__)

RENEW_AFTER_SECONDS = 60


def opened() -> JournalKey:
    """The key of this session, which stays open for another while. Raises Locked."""
    session = me().session_hash
    idle = cookies.seconds_since("jseen", session)
    key = queries.open_journal(me(), cookie=cookies.read("jk"), seconds_idle=idle)
    if idle is None or idle > RENEW_AFTER_SECONDS:
        cookies.stamp("jseen", session)
    return key


def is_open() -> bool:
    """Whether the key of this session is at hand; keeps nothing awake."""
    idle = cookies.seconds_since("jseen", me().session_hash)
    try:
        queries.open_journal(me(), cookie=cookies.read("jk"), seconds_idle=idle)
    except Locked:
        return False
    return True


def keep_open(cookie: str) -> None:
    """Give the browser what opens the box of this session."""
    cookies.put("jk", cookie)
    cookies.stamp("jseen", me().session_hash)


def shut() -> None:
    for cookie in ("jk", "jseen"):
        cookies.drop(cookie)


def not_saved(message: str, status: int) -> Response:
    """The state of saving, in place: the words themselves are still on the page that htmx asked from."""
    return page("journal/status.html", fragment="status", status=status, saved_at=None, trouble=message)


@bp.errorhandler(Locked)
def lead_to_unlocking(error: Locked) -> Response:
    """Looking leads to the unlock page and back; what was sent is handed back, so that nothing is lost."""
    shut()
    if request.method in SAFE_METHODS:
        return go(url_for("journal.unlock", next=safe_next(request.full_path.rstrip("?"))))
    if _is_autosave():
        return not_saved(error.message, 409)
    return problems.problem(409, error.message)


@bp.errorhandler(Unauthorized)
def ask_to_sign_in(_error: Unauthorized) -> Response:
    """The session ended while somebody was writing: an autosave says so in its place and moves nothing."""
    if _is_autosave():
        return not_saved("You were signed out. Sign in from another tab, then go on writing here.", 401)
    return problems.problem(401)


@bp.errorhandler(CSRFError)
def ask_to_send_again(_error: CSRFError) -> Response:
    if _is_autosave():
        return not_saved("This page was open for a while. Press Save and close, and check what you send.", 400)
    return problems.problem(400)


def _is_autosave() -> bool:
    return request.endpoint == "journal.save" and wants_fragment()
