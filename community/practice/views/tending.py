"""Pages of those who look after a community: who does, who may come in, who must go, and its end."""

from uuid import UUID

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from community.practice import actions, policy, queries
from community.practice.forms import LEVEL_LINES, ChooseForm, LevelForm
from community.practice.models import Level
from community.practice.queries import CommunitySeen
from community.practice.views.blueprint import bp, use_one_change, use_one_invite
from community.practice.views.making import run_by_me
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page


@bp.get("/communities/<uuid:community_id>/care")
@open_to(MEMBERS)
def care(community_id: UUID) -> Response:
    """For those who look after it, those who are asked to, and, where nobody does, those who could."""
    seen = queries.community_seen_by(me(), community_id)
    form = _person_form(seen) if policy.can_run(seen) else None
    return _care_page(seen, form)


@bp.post("/communities/<uuid:community_id>/care")
@open_to(MEMBERS)
def offer_care(community_id: UUID) -> Response:
    use_one_invite(me())
    seen = run_by_me(community_id)
    form = _person_form(seen)
    if not form.validate_on_submit():
        return _care_page(seen, form, 422)
    actions.offer_care(me(), seen, form.choice)
    flash("They are asked. Until they say yes, nothing changes.")
    return _to_care(seen)


@bp.post("/communities/<uuid:community_id>/care/<uuid:person_id>/withdraw")
@open_to(MEMBERS)
def withdraw_care(community_id: UUID, person_id: UUID) -> Response:
    seen = run_by_me(community_id)
    actions.take_back_offer(me(), seen, person_id)
    return _to_care(seen)


@bp.post("/communities/<uuid:community_id>/care/accept")
@open_to(MEMBERS)
def accept_care(community_id: UUID) -> Response:
    seen = queries.community_seen_by(me(), community_id)
    actions.accept_care(me(), seen)
    flash(f"You look after {seen.name} now. Thank you.")
    return go(url_for("practice.about", community_id=seen.public_id))


@bp.post("/communities/<uuid:community_id>/care/decline")
@open_to(MEMBERS)
def decline_care(community_id: UUID) -> Response:
    seen = queries.community_seen_by(me(), community_id)
    actions.decline_care(me(), seen)
    flash("That is fine. Nothing changes for you.")
    return go(url_for("practice.community", community_id=seen.public_id))


@bp.post("/communities/<uuid:community_id>/care/take-up")
@open_to(MEMBERS)
def take_up_care(community_id: UUID) -> Response:
    seen = queries.community_seen_by(me(), community_id)
    actions.take_up_care(me(), seen)
    flash(f"You look after {seen.name} now. Thank you.")
    return go(url_for("practice.about", community_id=seen.public_id))


@bp.post("/communities/<uuid:community_id>/care/step-down")
@open_to(MEMBERS)
def step_down(community_id: UUID) -> Response:
    seen = queries.community_seen_by(me(), community_id)
    actions.step_down(me(), seen)
    flash("You are a member like any other now. Thank you for looking after it.")
    return go(url_for("practice.about", community_id=seen.public_id))


@bp.get("/communities/<uuid:community_id>/level")
@open_to(MEMBERS)
def level(community_id: UUID) -> Response:
    seen = run_by_me(community_id)
    return page(
        "practice/level.html", community=seen, form=LevelForm(formdata=None, level=seen.level), hints=LEVEL_LINES
    )


@bp.post("/communities/<uuid:community_id>/level")
@open_to(MEMBERS)
def change_level(community_id: UUID) -> Response:
    form = LevelForm()
    if is_meant := form.validate_on_submit():
        use_one_change(me())
    seen = run_by_me(community_id)
    if not is_meant:
        return page("practice/level.html", status=422, community=seen, form=form, hints=LEVEL_LINES)
    actions.change_level(me(), seen, Level(form.level.data))
    flash("Members are told who can come in now.")
    return go(url_for("practice.about", community_id=seen.public_id))


@bp.get("/communities/<uuid:community_id>/people/<uuid:person_id>/out")
@open_to(MEMBERS)
def showing_out(community_id: UUID, person_id: UUID) -> Response:
    seen = run_by_me(community_id)
    return page("practice/show_out.html", community=seen, person=queries.member_of(me(), seen, person_id))


@bp.post("/communities/<uuid:community_id>/people/<uuid:person_id>/out")
@open_to(MEMBERS)
def show_out(community_id: UUID, person_id: UUID) -> Response:
    seen = run_by_me(community_id)
    actions.show_out(me(), seen, person_id)
    flash("Their membership has ended, and they are told.")
    return go(url_for("practice.community", community_id=seen.public_id))


@bp.get("/communities/<uuid:community_id>/archive")
@open_to(MEMBERS)
def archiving(community_id: UUID) -> Response:
    return page("practice/archive.html", community=run_by_me(community_id))


@bp.post("/communities/<uuid:community_id>/archive")
@open_to(MEMBERS)
def archive(community_id: UUID) -> Response:
    use_one_change(me())
    seen = run_by_me(community_id)
    actions.archive(me(), seen)
    flash("The community has come to its end. It stays to be read.")
    return go(url_for("practice.community", community_id=seen.public_id))


@bp.post("/communities/<uuid:community_id>/bring-back")
@open_to(MEMBERS)
def bring_back(community_id: UUID) -> Response:
    seen = queries.community_seen_by(me(), community_id)
    actions.bring_back(me(), seen)
    flash("The community goes on.")
    return go(url_for("practice.community", community_id=seen.public_id))


def _person_form(seen: CommunitySeen) -> ChooseForm:
    form = ChooseForm()
    form.chosen.label.text = "Whom would you like to ask?"
    form.chosen.choices = [
        (str(card.public_id), f"{card.name}, {card.line}") for card in queries.people_to_ask(me(), seen)
    ]
    return form


def _care_page(seen: CommunitySeen, form: ChooseForm | None, status: int = 200) -> Response:
    offered = queries.care_offered_to(me(), seen)
    if not seen.is_facilitator and offered is None and not policy.can_take_up(me(), seen):
        abort(404)
    return page(
        "practice/care.html",
        status=status,
        community=seen,
        form=form,
        offered=offered,
        facilitators=queries.facilitators_of(me(), seen),
        asked=queries.care_offers(me(), seen) if seen.is_facilitator else [],
        can_take_up=policy.can_take_up(me(), seen),
        policy=policy,
    )


def _to_care(seen: CommunitySeen) -> Response:
    return go(url_for("practice.care", community_id=seen.public_id))
