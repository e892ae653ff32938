"""The cookies of a signed-in member: an opaque session token, and when that session was last used.

The time of last use lives in a signed cookie, so that looking at pages writes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Flask, current_app, g, request
from itsdangerous import BadSignature, TimestampSigner
from werkzeug.wrappers import Response

from community.core import chance, clock

REMEMBERED_FOR = timedelta(days=30)
RENEW_AFTER_SECONDS = 60


@dataclass
class _Pending:
    """Cookies that this request's answer will set or drop."""

    values: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    renews: bool = True


def name_of(cookie: str) -> str:
    """The cookie's full name: `__Host-` except on plain http to this very machine."""
    return cookie if current_app.config["SETTINGS"].is_loopback_http else f"__Host-{cookie}"


def read(cookie: str) -> str | None:
    return request.cookies.get(name_of(cookie))


def put(cookie: str, value: str, *, seconds: int | None = None) -> None:
    """Set a cookie on this request's answer; without `seconds` it ends with the browser."""
    _pending().dropped.discard(cookie)
    _pending().values[cookie] = (value, seconds)


def drop(cookie: str) -> None:
    _pending().values.pop(cookie, None)
    _pending().dropped.add(cookie)


def session_hash() -> bytes | None:
    token = read("member")
    return chance.hash_of(token) if token else None


def seconds_idle(session: bytes) -> float | None:
    """How long ago this session was last used; None when the cookie is missing, foreign or forged."""
    return seconds_since("seen", session)


def seconds_since(cookie: str, session: bytes) -> float | None:
    """How long ago `stamp` set this cookie for this session; None when it is missing, foreign or forged."""
    try:
        known, when = _signer(cookie).unsign(read(cookie) or "", return_timestamp=True)
    except BadSignature:
        return None
    if known.decode() != session.hex():
        return None
    return max(0.0, (clock.now() - when).total_seconds())


def stamp(cookie: str, session: bytes) -> None:
    """Set a signed cookie that says: this session, at this moment. One cookie's stamp never passes for another's."""
    put(cookie, _signer(cookie).sign(session.hex()).decode())


def theme() -> str | None:
    """Whether this device's owner chose light or dark; None follows the system."""
    chosen = read("theme")
    return chosen if chosen in {"light", "dark"} else None


def begin_session(token: str, *, remembered: bool) -> None:
    seconds = int(REMEMBERED_FOR.total_seconds()) if remembered else None
    put("member", token, seconds=seconds)
    put("seen", _signer().sign(chance.hash_of(token).hex()).decode(), seconds=seconds)


def end_session() -> None:
    for cookie in ("member", "seen", "jk", "jseen"):
        drop(cookie)


def keep_awake(session: bytes, *, remembered: bool) -> None:
    """Renew the time of last use, at most once a minute."""
    idle = seconds_idle(session)
    if idle is None or idle > RENEW_AFTER_SECONDS:
        seconds = int(REMEMBERED_FOR.total_seconds()) if remembered else None
        put("seen", _signer().sign(session.hex()).decode(), seconds=seconds)


def let_sleep() -> None:
    """This request is a poll of the page, not its reader's act: the session grows no younger by it."""
    _pending().renews = False


def pending_values() -> dict[str, tuple[str, int | None]]:
    """What this request's answer will set: full value and seconds to live, by short name."""
    return _pending().values


def write_pending(response: Response) -> Response:
    secure = not current_app.config["SETTINGS"].is_loopback_http
    for cookie, (value, seconds) in pending_values().items():
        response.set_cookie(
            name_of(cookie), value, max_age=seconds, secure=secure, httponly=True, samesite="Lax", path="/"
        )
    for cookie in _pending().dropped:
        response.delete_cookie(name_of(cookie), secure=secure, httponly=True, samesite="Lax", path="/")
    return response


def init_app(app: Flask, renew: Callable[[], None]) -> None:
    """`renew` is asked after every request, but not after polls, whether the session in use stays awake."""

    @app.after_request
    def finish(response: Response) -> Response:
        if _pending().renews:
            renew()
        return write_pending(response)


def _pending() -> _Pending:
    if "pending_cookies" not in g:
        g.pending_cookies = _Pending()
    pending: _Pending = g.pending_cookies
    return pending


def _signer(cookie: str = "seen") -> TimestampSigner:
    salt = "session last used" if cookie == "seen" else f"{cookie} stamped"
    return TimestampSigner(current_app.secret_key or "", salt=salt)
