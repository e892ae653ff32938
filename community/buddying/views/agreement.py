"""How a circle wants to do this: reading, writing and agreeing on it."""

from typing import Any
from uuid import UUID

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from community.buddying import actions, policy, queries
from community.buddying.actions.agreement import save_agreement, say_yes
from community.buddying.agreed import Paper
from community.buddying.forms.agreement import AgreementForm, YesForm
from community.buddying.queries.agreement import (
    Agreements,
    agreements_of,
    names_in,
    to_edit,
    versions_of,
)
from community.buddying.queries.agreement_words import in_words
from community.buddying.queries.guides import fixed_words
from community.buddying.rhythm import IN_WORDS
from community.buddying.seen import CircleSeen
from community.buddying.views.blueprint import bp
from community.core.errors import Conflict, Stale
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page


@bp.get("/buddies/circles/<uuid:circle_id>/agreement")
@open_to(MEMBERS)
def agreement(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    return _agreement_page(circle, agreements_of(circle))


@bp.get("/buddies/circles/<uuid:circle_id>/agreement/<uuid:agreement_id>")
@open_to(MEMBERS)
def agreement_version(circle_id: UUID, agreement_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    return _agreement_page(circle, agreements_of(circle, also=agreement_id), chosen=agreement_id)


@bp.post("/buddies/circles/<uuid:circle_id>/agreement/yes")
@open_to(MEMBERS)
def agree(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    form = YesForm()
    if not form.validate_on_submit():
        return _agreement_page(circle, agreements_of(circle), status=422, trouble="Read it, and then say yes.")
    try:
        counts = say_yes(me(), circle, seen=form.seen.data or 0)
    except Conflict as conflict:
        if not policy.can_write(circle):
            raise
        return _agreement_page(circle, agreements_of(circle), status=409, trouble=conflict.message)
    actions.see(me(), circle, form.seen_at.data)
    flash(_AGREED if counts else "Your yes is noted.", "success")
    return go(url_for("buddying.agreement", circle_id=circle_id))


@bp.get("/buddies/circles/<uuid:circle_id>/agreement/edit")
@open_to(MEMBERS)
def edit_agreement(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    if not policy.can_write(circle):
        return go(url_for("buddying.agreement", circle_id=circle_id))
    return _edit_page(circle, _form(circle, agreements_of(circle)))


@bp.post("/buddies/circles/<uuid:circle_id>/agreement/edit")
@open_to(MEMBERS)
def write_agreement(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    form = _form(circle, agreements_of(circle))
    if not form.validate_on_submit():
        return _edit_page(circle, form, status=422)
    try:
        is_new = save_agreement(me(), circle, form.terms(), form.mine(), seen=form.seen.data or 0)
    except Stale as stale:
        newest = agreements_of(circle).newest
        form.is_told_of(newest.number if newest else 0)
        return _edit_page(circle, form, status=409, stale=stale)
    actions.see(me(), circle, form.seen_at.data)
    asked = f"Written down, with your yes. We ask {circle.names} for theirs."
    flash(asked if is_new else "It is as it was, and it has your yes.", "success")
    return go(url_for("buddying.agreement", circle_id=circle_id))


_AGREED = "Agreed: everybody has said yes, and it counts from now."


def _form(circle: CircleSeen, known: Agreements) -> AgreementForm:
    return AgreementForm(circle, to_edit(circle, known), seen=known.newest.number if known.newest else 0)


def _edit_page(circle: CircleSeen, form: AgreementForm, *, status: int = 200, stale: Stale | None = None) -> Response:
    return page(
        "buddying/agreement_edit.html",
        status=status,
        circle=circle,
        form=form,
        stale=stale,
        fixed=fixed_words(),
        readers=queries.readers_of_circle(circle),
    )


def _rhythm_since(circle: CircleSeen, paper: Paper | None) -> str:
    """The rhythm that was chosen after the agreement, in words."""
    return IN_WORDS[circle.rhythm] if paper and paper.terms.rhythm != circle.rhythm else ""


def _agreement_page(
    circle: CircleSeen,
    known: Agreements,
    *,
    chosen: UUID | None = None,
    status: int = 200,
    trouble: str = "",
) -> Response:
    shown = next((each for each in known.versions if each.public_id == chosen), known.newest)
    paper, standing = known.paper_of(shown), known.paper_of(known.standing)
    before = standing if shown is known.newest and shown is not known.standing else None
    words: dict[str, Any] = {"said": in_words(paper, names_in(circle), before=before) if paper else []}
    return page(
        "buddying/agreement.html",
        status=status,
        circle=circle,
        known=known,
        versions=versions_of(circle, before=request.args.get("before", type=int)),
        shown=shown,
        trouble=trouble,
        form=YesForm(formdata=None, data={"seen": shown.number if shown else 0, "seen_at": circle.told_at}),
        since=_rhythm_since(circle, paper) if shown is known.newest is known.standing else "",
        can_write=policy.can_write(circle),
        readers=queries.readers_of_circle(circle),
        **words,
    )
