"""Who may enter. Every route names its audience with `@open_to`; the application refuses to start if one does not."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, request
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.wrappers import Response

from community.core.roles import Actor, Role
from community.web import navigation, transactions
from community.web.pages import answer_redirect

View = TypeVar("View", bound=Callable[..., Any])


class Audience(StrEnum):
    ANYONE = "anyone"
    NEWCOMERS = "newcomers"
    MEMBERS = "members"
    MODERATORS = "moderators"
    ADMINISTRATORS = "administrators"


ANYONE = Audience.ANYONE
NEWCOMERS = Audience.NEWCOMERS  # signed in, whether or not the first steps are done; suspended members too
MEMBERS = Audience.MEMBERS
MODERATORS = Audience.MODERATORS
ADMINISTRATORS = Audience.ADMINISTRATORS


class SignedIn(UserMixin):
    """What Flask-Login holds for this request: the actor, found by the session's token."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def get_id(self) -> str:
        return str(self.actor.public_id)


def open_to(audience: Audience) -> Callable[[View], View]:
    """Say who may enter a route."""

    def mark(view: View) -> View:
        view.open_to = audience  # type: ignore[attr-defined]
        return view

    return mark


def audience_of(app: Flask, endpoint: str) -> Audience | None:
    return getattr(app.view_functions.get(endpoint), "open_to", None)


def me() -> Actor:
    """The signed-in member. Only for routes that are not open to ANYONE."""
    actor = me_or_none()
    if actor is None:
        abort(401)
    return actor


def me_or_none() -> Actor | None:
    found: object = current_user._get_current_object()
    return found.actor if isinstance(found, SignedIn) else None


def me_if_known() -> Actor | None:
    """The signed-in member if this request has already looked; asks nothing of the database."""
    known = g.get("_login_user")
    return known.actor if isinstance(known, SignedIn) else None


def signed_in_as(actor: Actor) -> None:
    """From here on this request is this member's: at sign-in, and when the session's token has been renewed."""
    g._login_user = SignedIn(actor)


def refuse_undeclared_routes(app: Flask) -> None:
    """Raise RuntimeError naming every route without an audience."""
    undeclared = sorted(rule.endpoint for rule in app.url_map.iter_rules() if audience_of(app, rule.endpoint) is None)
    if undeclared:
        raise RuntimeError(f"these routes do not say who may enter: {', '.join(undeclared)}")


def guard() -> Response | None:
    """Before every request: let in whom the route is open to, and nobody else."""
    if request.endpoint is None:
        return None
    audience = audience_of(current_app, request.endpoint)
    if audience is None:
        abort(404)
    if audience is ANYONE:
        return None
    actor = me_or_none()
    if actor is None:
        return _ask_to_sign_in()
    if audience is NEWCOMERS:
        return None
    if not actor.is_onboarded:
        return _to_where_they_stand(actor)
    if audience is MODERATORS and actor.role is Role.MEMBER:
        abort(404)
    if audience is ADMINISTRATORS and actor.role is not Role.ADMINISTRATOR:
        abort(404)
    return None


def _ask_to_sign_in() -> Response:
    if request.method in transactions.SAFE_METHODS:
        return answer_redirect(navigation.sign_in_url(request.full_path.rstrip("?")))
    abort(401)


def _to_where_they_stand(actor: Actor) -> Response:
    if request.method not in transactions.SAFE_METHODS:
        abort(403)
    return answer_redirect(navigation.standing_url(actor))


def init_login(app: Flask, find_actor: Callable[[], Actor | None]) -> None:
    """Let Flask-Login find the member of a request through `find_actor` (the session cookie's token)."""
    login = LoginManager(app)
    # Our sessions are rows, so nothing of a member is kept in Flask's own cookie.
    login.session_protection = None  # type: ignore[assignment]

    @login.request_loader
    def load(_request: object) -> SignedIn | None:
        actor = find_actor()
        return SignedIn(actor) if actor else None


__all__ = [
    "ADMINISTRATORS",
    "ANYONE",
    "MEMBERS",
    "MODERATORS",
    "NEWCOMERS",
    "Audience",
    "me",
    "me_or_none",
    "open_to",
    "signed_in_as",
]
