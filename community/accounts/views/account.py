"""One's own account: where I am signed in, my password, how the pages look."""

from typing import Any
from uuid import UUID

from flask import flash, url_for
from werkzeug.wrappers import Response

from community.accounts import actions, queries
from community.accounts.forms import ChangePasswordForm, ThemeForm
from community.accounts.passwords import refuse_weak, suggestion
from community.accounts.policy import is_recently_confirmed
from community.accounts.views.entrance import (
    bp,
    come_in,
    password_page,
    proves,
    stretched,
    tried,
    words_to_avoid,
)
from community.core.database import reading
from community.core.errors import Invalid, NotFound
from community.web import cookies
from community.web.access import NEWCOMERS, me, open_to
from community.web.pages import go, page
from community.web.throttles import forget_tries, throttle_password

THEME_STAYS_SECONDS = 365 * 24 * 3600


@bp.get("/account")
@open_to(NEWCOMERS)
def account() -> Response:
    return _account_page(ThemeForm(formdata=None, theme=cookies.theme() or ""))


@bp.post("/account/theme")
@open_to(NEWCOMERS)
def choose_theme() -> Response:
    """How the pages look is a matter of this device, so a cookie keeps it."""
    form = ThemeForm()
    if not form.validate_on_submit():
        return _account_page(form, 422)
    if form.theme.data:
        cookies.put("theme", form.theme.data, seconds=THEME_STAYS_SECONDS)
    else:
        cookies.drop("theme")
    return go(url_for("accounts.account"))


@bp.get("/account/password")
@open_to(NEWCOMERS)
def password() -> Response:
    return _password_page(ChangePasswordForm(formdata=None))


@bp.post("/account/password")
@open_to(NEWCOMERS)
def change_password() -> Response:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        throttle_password(me().id)
        try:
            _change(form.current.data or "", form.password.data or "")
            flash("Your password is changed. Every other browser was signed out.", "success")
            return go(url_for("accounts.account"))
        except Invalid as error:
            form.refuse(error)
    return _password_page(form, status=422)


@bp.post("/account/password/suggest")
@open_to(NEWCOMERS)
def suggest_password() -> Response:
    return _password_page(ChangePasswordForm(), suggested=suggestion())


@bp.get("/account/sessions")
@open_to(NEWCOMERS)
def sessions() -> Response:
    return page("accounts/sessions.html", sessions=queries.sessions_of(me()))


@bp.post("/account/sessions/<uuid:session_id>/end")
@open_to(NEWCOMERS)
def end_session(session_id: UUID) -> Response:
    if not is_recently_confirmed(queries.confirmed_at(me())):
        return go(url_for("accounts.confirm", next=url_for("accounts.sessions")))
    actions.end_session(me(), session_id)
    flash("That browser is signed out.", "success")
    return go(url_for("accounts.sessions"))


@bp.post("/account/sessions/end-others")
@open_to(NEWCOMERS)
def end_other_sessions() -> Response:
    if not is_recently_confirmed(queries.confirmed_at(me())):
        return go(url_for("accounts.confirm", next=url_for("accounts.sessions")))
    actions.end_other_sessions(me())
    flash("Every other browser is signed out.", "success")
    return go(url_for("accounts.sessions"))


def _change(current: str, new: str) -> None:
    """Two stretches outside the transaction, then the change inside it."""
    with reading():
        knock = queries.knock_of(me().id)
    if knock is None:
        raise NotFound
    old_root = tried(current, knock)
    if not proves(old_root, knock):
        raise Invalid("That is not your password.", "current")
    refuse_weak(new, about=words_to_avoid(knock.name, knock.email))
    jk = cookies.read("jk")
    come_in(actions.change_password(me(), old_root=old_root, new_root=stretched(new), journal_cookie=jk))
    forget_tries(knock.id)


def _account_page(form: ThemeForm, status: int = 200) -> Response:
    return page("accounts/account.html", status=status, form=form, email=queries.address_of(me()))


def _password_page(form: ChangePasswordForm, **shown: Any) -> Response:
    return password_page(
        "accounts/password.html",
        form,
        suggest_url=url_for("accounts.suggest_password"),
        here=url_for("accounts.change_password"),
        **shown,
    )
