"""One more for a circle: whom to propose, in which words, and what the others say."""

from uuid import UUID

from flask import flash, url_for
from werkzeug.wrappers import Response

from community.buddying import actions, policy, queries
from community.buddying.forms import HelloForm
from community.buddying.queries import inviting, joining
from community.buddying.seen import CircleSeen
from community.buddying.views.blueprint import bp
from community.core.errors import NotFound
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page


@bp.get("/buddies/circles/<uuid:circle_id>/invite")
@open_to(MEMBERS)
def invite(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    if not _can_ask(circle):
        return go(url_for("buddying.circle", circle_id=circle_id))
    planned = queries.meetings_of(circle).planned
    return page("buddying/invite.html", circle=circle, found=joining.people_to_invite(circle), planned=planned)


@bp.get("/buddies/circles/<uuid:circle_id>/invite/<uuid:person_id>")
@open_to(MEMBERS)
def new_proposal(circle_id: UUID, person_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    to = _whom(circle, person_id)
    if not _can_ask(circle):
        return go(url_for("buddying.circle", circle_id=circle_id))
    if not joining.may_all_meet([me().id], to.id):
        return page("buddying/invite_words.html", circle=circle, to=to, form=None, why=None)
    return _words_page(circle, to, HelloForm("invite"))


@bp.post("/buddies/circles/<uuid:circle_id>/invite/<uuid:person_id>")
@open_to(MEMBERS)
def propose(circle_id: UUID, person_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    to = _whom(circle, person_id)
    form = HelloForm("invite")
    if not form.validate_on_submit():
        return _words_page(circle, to, form)
    actions.propose(me(), circle, to, words=form.words.data or "", once=form.once)
    flash(f"{circle.names} can say now whether to ask {to.name}. Nothing is sent before.", "success")
    return go(url_for("buddying.circle", circle_id=circle_id))


@bp.post("/buddies/circles/<uuid:circle_id>/proposals/<uuid:proposal_id>/yes")
@open_to(MEMBERS)
def say_yes(circle_id: UUID, proposal_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    answered = actions.say_yes(me(), circle, proposal_id)
    flash(ANSWERED[answered], "message")
    return go(url_for("buddying.circle", circle_id=circle_id))


@bp.post("/buddies/circles/<uuid:circle_id>/proposals/<uuid:proposal_id>/rather-not")
@open_to(MEMBERS)
def rather_not(circle_id: UUID, proposal_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    actions.rather_not(me(), circle, proposal_id)
    flash("Your circle stays as it is. Nobody is told who said so.", "message")
    return go(url_for("buddying.circle", circle_id=circle_id))


ANSWERED = {
    actions.Answered.ASKED: "Everybody has said yes: the hello is on its way. It closes within 10 days.",
    actions.Answered.NOTED: "Your yes is noted. The hello is sent when everybody has said yes.",
    actions.Answered.NOT_NOW: "Now is not the time to ask. Your circle stays as it is.",
}


def _can_ask(circle: CircleSeen) -> bool:
    return policy.can_invite(circle) and not inviting.is_growing(circle.id)


def _whom(circle: CircleSeen, person_id: UUID) -> queries.Stranger:
    if person_id in {buddy.public_id for buddy in circle.others}:
        raise NotFound
    return queries.stranger_seen_by(me(), person_id)


def _words_page(circle: CircleSeen, to: queries.Stranger, form: HelloForm) -> Response:
    """Nothing of somebody who is not to be met is shown but the name: they may have blocked one of the circle since."""
    return page(
        "buddying/invite_words.html",
        status=422 if form.errors else 200,
        circle=circle,
        to=to,
        form=form,
        why=None if form.errors else queries.why_together(me(), [to.id]).get(to.id),
        planned=queries.meetings_of(circle).planned,
        readers=inviting.readers_of_proposal(circle, to.name),
    )
