"""Pages for looking at how it goes: in week three, half-way, and at the end of a half year."""

from uuid import UUID

from flask import flash, url_for
from werkzeug.wrappers import Response

from community.buddying import actions, queries
from community.buddying.forms import (
    AMISS_IN_WORDS,
    HALF_WAY_IN_WORDS,
    MET_IN_WORDS,
    RENEWAL_IN_WORDS,
    USEFUL_IN_WORDS,
    CheckInForm,
    HalfWayForm,
    RenewalForm,
    ShareForm,
)
from community.buddying.models import LookKind
from community.buddying.seen import CircleSeen
from community.buddying.views.blueprint import bp
from community.buddying.views.contact import use_one_wish
from community.core.errors import Invalid
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page


@bp.get("/buddies/circles/<uuid:circle_id>/check-in")
@open_to(MEMBERS)
def check_in(circle_id: UUID) -> Response:
    return _check_in_page(queries.circle_seen_by(me(), circle_id))


@bp.post("/buddies/circles/<uuid:circle_id>/check-in")
@open_to(MEMBERS)
def answer_check_in(circle_id: UUID) -> Response:
    form = CheckInForm()
    if (is_meant := form.validate_on_submit()) and form.wants_contact.data:
        use_one_wish(me())
    circle = queries.circle_seen_by(me(), circle_id)
    if not is_meant:
        return _check_in_page(circle, form=form)
    actions.check_in(me(), circle, form.said())
    if form.wants_contact.data:
        actions.wish_for_contact(me())
        flash("Your check-in is kept, and we have passed on your name. Somebody will get in touch.", "success")
    else:
        flash("Thank you. Your check-in is kept, for you alone.", "success")
    return go(url_for("buddying.check_in", circle_id=circle_id))


@bp.post("/buddies/circles/<uuid:circle_id>/check-in/share")
@open_to(MEMBERS)
def share_check_in(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    form = ShareForm(circle, "")
    if not form.validate_on_submit():
        return _check_in_page(circle, share=form)
    try:
        actions.share_check_in(me(), circle, seen=form.seen.data or "", once=form.once)
    except Invalid as error:
        form.refuse(error)
        return _check_in_page(circle, share=form)
    flash(f"Sent to {circle.names}.", "success")
    return go(url_for("buddying.circle", circle_id=circle_id))


@bp.get("/buddies/circles/<uuid:circle_id>/half-way")
@open_to(MEMBERS)
def half_way(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    return _half_way_page(circle, HalfWayForm.about(circle, queries.answer_of(circle, LookKind.HALF_WAY)))


@bp.post("/buddies/circles/<uuid:circle_id>/half-way")
@open_to(MEMBERS)
def answer_half_way(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    form = HalfWayForm(term=circle.term)
    if not form.validate_on_submit():
        return _half_way_page(circle, form)
    if form.term.data == circle.term and not actions.look_half_way(me(), circle, form.said()):
        flash("Kept. You can change it until everybody has answered.", "success")
    return go(url_for("buddying.half_way", circle_id=circle_id))


@bp.get("/buddies/circles/<uuid:circle_id>/renewal")
@open_to(MEMBERS)
def renewal(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    return _renewal_page(circle, RenewalForm.about(circle, queries.answer_of(circle, LookKind.RENEWAL)))


@bp.post("/buddies/circles/<uuid:circle_id>/renewal")
@open_to(MEMBERS)
def answer_renewal(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    form = RenewalForm(term=circle.term)
    if not form.validate_on_submit():
        return _renewal_page(circle, form)
    if form.term.data != circle.term:
        return go(url_for("buddying.circle", circle_id=circle_id))
    if actions.renew(me(), circle, form.said()):
        flash(f"{circle.together} go on for another half year.", "success")
        return go(url_for("buddying.circle", circle_id=circle_id))
    flash("Kept. You can change it at any time.", "success")
    return go(url_for("buddying.renewal", circle_id=circle_id))


def _check_in_page(circle: CircleSeen, *, form: CheckInForm | None = None, share: ShareForm | None = None) -> Response:
    said = queries.check_in_of(circle)
    words = said.words if said else ""
    if share is not None:
        share.begin_again(words)
    return page(
        "buddying/check_in.html",
        status=422 if form or share else 200,
        circle=circle,
        look=queries.looks_of(circle).check_in,
        said=said,
        form=form or CheckInForm.about(said),
        share=share or ShareForm(circle, words, formdata=None),
        wish=queries.wish_of(me()),
        met_words=MET_IN_WORDS,
        useful_words=USEFUL_IN_WORDS,
        amiss_words=AMISS_IN_WORDS,
    )


def _half_way_page(circle: CircleSeen, form: HalfWayForm) -> Response:
    look = queries.looks_of(circle).half_way
    opened = queries.half_way_answers(circle)
    return page(
        "buddying/half_way.html",
        status=422 if form.errors else 200,
        circle=circle,
        look=look,
        form=form,
        answers=next((each.answers for each in opened if each.term == circle.term), []),
        earlier=[each for each in opened if each.term < circle.term],
        readers=queries.readers_of_half_way(circle),
        choice_words=HALF_WAY_IN_WORDS,
    )


def _renewal_page(circle: CircleSeen, form: RenewalForm) -> Response:
    return page(
        "buddying/renewal.html",
        status=422 if form.errors else 200,
        circle=circle,
        look=queries.looks_of(circle).renewal,
        said=queries.answer_of(circle, LookKind.RENEWAL),
        form=form,
        choice_words=RENEWAL_IN_WORDS,
    )
