"""What all pages at the door share: throttles, the stretch outside the transaction, and the cookies of a session."""

import hmac
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, request, session
from werkzeug.wrappers import Response

from community.accounts import queries
from community.accounts.actions import Opened, Visit
from community.accounts.browsers import browser_named
from community.accounts.forms import NewPasswordForm
from community.accounts.models import LinkPurpose
from community.accounts.queries import Knock, StandingLink
from community.core import limits
from community.core.errors import NotFound, TooMany
from community.keyring.stretch import Root, current_kdf, new_salt, stretch
from community.settings import Settings
from community.web import cookies
from community.web.access import signed_in_as
from community.web.pages import page

bp = Blueprint("accounts", __name__)

LETTERS_PER_HOUR = 4


def settings() -> Settings:
    known: Settings = current_app.config["SETTINGS"]
    return known


def may_write_to(key: str, kind: str) -> bool:
    """Whether another letter of a kind may go to this address. Too many from one place is said; too many to one is not.

    Each kind is counted for itself: nobody can use up the letters by which somebody else comes back in.
    """
    limits.use("letters asked for from here", request.remote_addr, limit=20, seconds=3600)
    try:
        limits.use("letters asked for", kind, key, limit=LETTERS_PER_HOUR, seconds=3600)
    except TooMany:
        return False
    return True


def tried(password: str, knock: Knock | None) -> Root:
    """The password stretched as the account's was, and for nobody's account just as long (R9)."""
    if knock is None:
        return stretch(password, new_salt(), current_kdf())
    return stretch(password, knock.salt, knock.kdf)


def stretched(password: str) -> Root:
    """A new password, stretched as we do today."""
    return stretch(password, new_salt(), current_kdf())


def proves(root: Root, knock: Knock) -> bool:
    return hmac.compare_digest(root.verifier, knock.verifier)


def visit(*, is_remembered: bool = False) -> Visit:
    """The browser of this request, with the session it has had until now."""
    return Visit(browser_named(request.user_agent.string), is_remembered, cookies.session_hash())


def come_in(opened: Opened) -> None:
    """Give the browser its new session, and the key of the journal's box with it."""
    session.pop("wrote_to", None)
    cookies.begin_session(opened.token, remembered=opened.actor.is_remembered)
    if opened.journal_cookie:
        cookies.put("jk", opened.journal_cookie)
        cookies.stamp("jseen", opened.actor.session_hash)
    else:
        cookies.drop("jk")
        cookies.drop("jseen")
    signed_in_as(opened.actor)


def words_to_avoid(*own: str) -> tuple[str, ...]:
    """What a good password is not made of."""
    return (*own, settings().site_name)


def link_behind(link_id: UUID, proof: str, purpose: LinkPurpose) -> StandingLink:
    """What a letter's link stands for. Raises NotFound, with what to do then."""
    try:
        return queries.link_behind(link_id, proof, purpose)
    except NotFound:
        raise NotFound(
            "This link has been used, is older than an hour, or is not whole. Ask for a new letter and use the newest."
        ) from None


def password_page(
    template: str, form: NewPasswordForm, *, status: int = 200, suggested: str = "", **about: Any
) -> Response:
    """A page on which a new password is chosen; `here` and `suggest_url` are among `about`."""
    if suggested:
        form.offer(suggested)
    return page(template, fragment="password", status=status, form=form, suggested=suggested, **about)
