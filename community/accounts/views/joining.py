"""Joining: asking with an address, and finishing behind the letter's link."""

from typing import Any
from uuid import UUID

from flask import session, url_for
from werkzeug.wrappers import Response

from community.accounts import actions
from community.accounts.forms import AddressForm, FinishJoiningForm
from community.accounts.models import LinkPurpose
from community.accounts.passwords import refuse_weak, suggestion
from community.accounts.queries import StandingLink
from community.accounts.views.entrance import (
    bp,
    come_in,
    link_behind,
    may_write_to,
    password_page,
    settings,
    stretched,
    visit,
    words_to_avoid,
)
from community.core import limits
from community.core.database import reading
from community.core.errors import Invalid, NotAllowed
from community.web.access import ANYONE, me_or_none, open_to
from community.web.pages import go, page


@bp.get("/join")
@open_to(ANYONE)
def join() -> Response:
    if me_or_none():
        return go(url_for("home.index"))
    if not settings().registration_open:
        return page("accounts/join_closed.html")
    return page("accounts/join.html", form=AddressForm(formdata=None))


@bp.post("/join")
@open_to(ANYONE)
def ask_to_join() -> Response:
    if not settings().registration_open:
        raise NotAllowed("Joining is closed for now. People who are members already can sign in.")
    form = AddressForm()
    if not form.validate_on_submit():
        return page("accounts/join.html", status=422, form=form)
    if may_write_to(form.address.key, "join"):
        actions.ask_to_join(form.address)
    session["wrote_to"] = form.address.email
    return go(url_for("accounts.join_asked"))


@bp.get("/join/sent")
@open_to(ANYONE)
def join_asked() -> Response:
    return page("accounts/letter_sent.html", wrote_to=session.get("wrote_to"), again=url_for("accounts.join"))


@bp.get("/join/<uuid:link_id>/<proof>")
@open_to(ANYONE)
def finish(link_id: UUID, proof: str) -> Response:
    """Looking at the page uses nothing up: mail scanners look too."""
    link = _link(link_id, proof)
    return _finish_page(FinishJoiningForm(formdata=None), link, proof)


@bp.post("/join/<uuid:link_id>/<proof>")
@open_to(ANYONE)
def finish_joining(link_id: UUID, proof: str) -> Response:
    with reading():
        link = _link(link_id, proof)
    form = FinishJoiningForm()
    if form.validate_on_submit():
        limits.use("finish joining", link.id, limit=20, seconds=3600)
        password = form.password.data or ""
        try:
            refuse_weak(password, about=words_to_avoid(form.name.data or "", link.email))
            come_in(actions.join(link, form.name.data or "", stretched(password), visit()))
            return go(url_for("home.welcome"))
        except Invalid as error:
            form.refuse(error)
    return _finish_page(form, link, proof, status=422)


@bp.post("/join/<uuid:link_id>/<proof>/suggest")
@open_to(ANYONE)
def suggest_for_joining(link_id: UUID, proof: str) -> Response:
    link = _link(link_id, proof)
    return _finish_page(FinishJoiningForm(), link, proof, suggested=suggestion())


def _link(link_id: UUID, proof: str) -> StandingLink:
    return link_behind(link_id, proof, LinkPurpose.JOIN)


def _finish_page(form: FinishJoiningForm, link: StandingLink, proof: str, **shown: Any) -> Response:
    return password_page(
        "accounts/finish_joining.html",
        form,
        link=link,
        suggest_url=url_for("accounts.suggest_for_joining", link_id=link.id, proof=proof),
        here=url_for("accounts.finish_joining", link_id=link.id, proof=proof),
        **shown,
    )
