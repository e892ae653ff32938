"""A new password for whoever has forgotten the old one: by letter, with or without the journal's recovery code."""

from typing import Any
from uuid import UUID

from flask import flash, session, url_for
from werkzeug.wrappers import Response

from community.accounts import actions, queries
from community.accounts.forms import AddressForm, ResetForm
from community.accounts.models import LinkPurpose
from community.accounts.passwords import refuse_weak, suggestion
from community.accounts.queries import StandingLink
from community.accounts.views.entrance import (
    bp,
    link_behind,
    may_write_to,
    password_page,
    stretched,
    words_to_avoid,
)
from community.core import limits
from community.core.database import reading
from community.core.errors import Invalid
from community.keyring import queries as keyring
from community.web import cookies
from community.web.access import ANYONE, open_to
from community.web.pages import go, page


@bp.get("/forgot")
@open_to(ANYONE)
def forgot() -> Response:
    return page("accounts/forgot.html", form=AddressForm(formdata=None))


@bp.post("/forgot")
@open_to(ANYONE)
def ask_for_reset() -> Response:
    form = AddressForm()
    if not form.validate_on_submit():
        return page("accounts/forgot.html", status=422, form=form)
    if may_write_to(form.address.key, "reset"):
        actions.ask_for_reset(form.address)
    session["wrote_to"] = form.address.email
    return go(url_for("accounts.reset_asked"))


@bp.get("/forgot/sent")
@open_to(ANYONE)
def reset_asked() -> Response:
    return page("accounts/letter_sent.html", wrote_to=session.get("wrote_to"), again=url_for("accounts.forgot"))


@bp.get("/reset/<uuid:link_id>/<proof>")
@open_to(ANYONE)
def reset(link_id: UUID, proof: str) -> Response:
    return _reset_page(ResetForm(formdata=None), _link(link_id, proof), proof)


@bp.post("/reset/<uuid:link_id>/<proof>")
@open_to(ANYONE)
def reset_password(link_id: UUID, proof: str) -> Response:
    with reading():
        link = _link(link_id, proof)
        name = _name_behind(link)
    form = ResetForm()
    if form.validate_on_submit():
        limits.use("reset", link.id, limit=20, seconds=3600)
        password = form.password.data or ""
        try:
            refuse_weak(password, about=words_to_avoid(name, link.email))
            actions.reset_password(link, stretched(password), code=form.code.data or "")
            cookies.end_session()
            flash("Your new password works from now on. Sign in with it.", "success")
            if form.code.data:
                flash("Your recovery code is used up. Make a new one in your journal.")
            return go(url_for("accounts.sign_in"))
        except Invalid as error:
            form.refuse(error)
    return _reset_page(form, link, proof, status=422)


@bp.post("/reset/<uuid:link_id>/<proof>/suggest")
@open_to(ANYONE)
def suggest_for_reset(link_id: UUID, proof: str) -> Response:
    return _reset_page(ResetForm(), _link(link_id, proof), proof, suggested=suggestion())


def _link(link_id: UUID, proof: str) -> StandingLink:
    return link_behind(link_id, proof, LinkPurpose.RESET)


def _name_behind(link: StandingLink) -> str:
    member = queries.member_of(link.member_id) if link.member_id else None
    return member.display_name if member else ""


def _reset_page(form: ResetForm, link: StandingLink, proof: str, **shown: Any) -> Response:
    return password_page(
        "accounts/reset.html",
        form,
        has_code=bool(link.member_id) and keyring.has_recovery_code(link.member_id or 0),
        suggest_url=url_for("accounts.suggest_for_reset", link_id=link.id, proof=proof),
        here=url_for("accounts.reset_password", link_id=link.id, proof=proof),
        **shown,
    )
