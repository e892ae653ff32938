"""Signing in and out, proving the password again, and sending what was being written when a session ended."""

import logging

from flask import current_app, request, session, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from community.accounts import actions, queries
from community.accounts.actions.sessions import WRONG
from community.accounts.addresses import key_of
from community.accounts.forms import ConfirmForm, SignInForm
from community.accounts.views.entrance import (
    bp,
    come_in,
    proves,
    stretched,
    tried,
    visit,
)
from community.core import limits
from community.core.database import reading
from community.core.errors import Invalid, TooMany
from community.core.text import clean_line, clean_text
from community.keyring.stretch import current_kdf
from community.web import cookies
from community.web.access import ANYONE, NEWCOMERS, me, me_or_none, open_to
from community.web.navigation import HOME, safe_next
from community.web.pages import go, page
from community.web.problems import KeptField
from community.web.throttles import forget_tries, throttle_password

log = logging.getLogger(__name__)

ALARM = {"limit": 300, "seconds": 300}


@bp.get("/sign-in")
@open_to(ANYONE)
def sign_in() -> Response:
    onward = safe_next(request.args.get("next"))
    if me_or_none():
        return go(onward)
    return page("accounts/sign_in.html", form=SignInForm(formdata=None, next=onward), kept=[])


@bp.post("/sign-in")
@open_to(ANYONE)
def begin() -> Response:
    form, kept = SignInForm(), _kept()
    if not form.validate_on_submit():
        return page("accounts/sign_in.html", status=422, form=form, kept=kept)
    key, password = key_of(form.email.data or ""), form.password.data or ""
    with reading():
        knock = queries.knock_at(key)
    who = knock.id if knock else key  # the tries of one member count together, wherever the password is asked for
    throttle_password(who)
    root = tried(password, knock)
    if knock is None or not proves(root, knock):
        _count_a_failure()
        form.refuse(Invalid(WRONG, "email"))
        return page("accounts/sign_in.html", status=422, form=form, kept=kept)
    fresh = stretched(password) if knock.kdf != current_kdf() else None
    come_in(actions.sign_in(knock, root, visit(is_remembered=form.remember.data), fresh=fresh))
    forget_tries(who)
    again = form.again.data or HOME
    if kept and _takes_a_form(again):
        return page("accounts/resume.html", kept=kept, again=again)
    return go(form.next.data or HOME)


@bp.post("/sign-out")
@open_to(ANYONE)
def sign_out() -> Response:
    """Open to anyone, so that a session which has just ended can be left all the same."""
    old = cookies.session_hash()
    if old:
        actions.sign_out(old)
    cookies.end_session()
    session.clear()
    answer = go(url_for("accounts.signed_out"))
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@bp.get("/signed-out")
@open_to(ANYONE)
def signed_out() -> Response:
    return page("accounts/signed_out.html")


@bp.get("/confirm")
@open_to(NEWCOMERS)
def confirm() -> Response:
    return page("accounts/confirm.html", form=ConfirmForm(formdata=None, next=safe_next(request.args.get("next"))))


@bp.post("/confirm")
@open_to(NEWCOMERS)
def confirm_again() -> Response:
    """Prove the password again before something that matters; then go back to it."""
    form = ConfirmForm()
    if form.validate_on_submit():
        throttle_password(me().id)
        with reading():
            knock = queries.knock_of(me().id)
        root = tried(form.password.data or "", knock)
        try:
            come_in(actions.confirm(me(), root, journal_cookie=cookies.read("jk")))
            forget_tries(me().id)
            return go(form.next.data or HOME)
        except Invalid as error:
            form.refuse(error)
    return page("accounts/confirm.html", status=422, form=form)


@bp.get("/suspended")
@open_to(NEWCOMERS)
def suspended() -> Response:
    return page("accounts/suspended.html")


def _kept() -> list[KeptField]:
    """The fields that the page of an ended session handed over."""
    names, texts = request.form.getlist("kept_name"), request.form.getlist("kept_text")
    return [KeptField(clean_line(name), clean_text(text)) for name, text in zip(names, texts, strict=False)]


def _takes_a_form(address: str) -> bool:
    """Whether the address is one of ours that a form is sent to; the words go nowhere else."""
    try:
        current_app.url_map.bind("").match(address.split("?")[0], method="POST")
    except HTTPException:
        return False
    return True


def _count_a_failure() -> None:
    """Many failures from everywhere at once are for somebody to look at (R13)."""
    try:
        limits.use("failed sign-ins", limit=ALARM["limit"], seconds=ALARM["seconds"])
    except TooMany:
        log.warning("more than %d failed sign-ins in %d seconds", ALARM["limit"], ALARM["seconds"])
