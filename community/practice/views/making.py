"""Pages on which a community is begun, says what it is about, and agrees."""

from uuid import UUID

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from community.core.errors import Invalid, Stale
from community.practice import actions, policy, queries
from community.practice.forms import LEVEL_LINES, AgreementForm, FrontForm, NewCommunityForm
from community.practice.models import Level
from community.practice.queries import CommunitySeen
from community.practice.views.blueprint import bp, use_one_change, use_one_community
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page


def run_by_me(community_id: UUID) -> CommunitySeen:
    """The community, for whoever looks after it; for others this page is not there."""
    seen = queries.community_seen_by(me(), community_id)
    if not policy.can_run(seen):
        abort(404)
    return seen


@bp.get("/communities/new")
@open_to(MEMBERS)
def new_community() -> Response:
    form = NewCommunityForm(formdata=None, agreement=actions.usual_agreement(is_safe_space=False))
    return page("practice/new_community.html", form=form, hints=LEVEL_LINES)


@bp.post("/communities/new")
@open_to(MEMBERS)
def begin_community() -> Response:
    form = NewCommunityForm()
    if not form.validate_on_submit():
        return page("practice/new_community.html", status=422, form=form, hints=LEVEL_LINES)
    use_one_community(me())
    made = queries.community_made_with(me(), form.once)
    if made is None:
        made = actions.start_community(
            me(),
            form.words(),
            level=Level(form.level.data),
            is_safe_space=form.is_safe_space.data,
            agreement=form.agreement.data or "",
            once=form.once,
        )
        flash(
            "Your community is there. Invite people to it, and before long ask one of them to look after it with you."
        )
    return go(url_for("practice.community", community_id=made))


@bp.get("/communities/<uuid:community_id>/about")
@open_to(MEMBERS)
def about(community_id: UUID) -> Response:
    seen = queries.community_seen_by(me(), community_id)
    return page(
        "practice/about.html",
        community=seen,
        facilitators=queries.facilitators_of(me(), seen),
        sectors=queries.sector_mix(seen),
        level_line=LEVEL_LINES[seen.level],
        policy=policy,
    )


@bp.get("/communities/<uuid:community_id>/edit")
@open_to(MEMBERS)
def edit_community(community_id: UUID) -> Response:
    seen = run_by_me(community_id)
    form = FrontForm(formdata=None, data=queries.words_of_community(seen.id)._asdict())
    return page("practice/edit_community.html", community=seen, form=form, theirs=None)


@bp.post("/communities/<uuid:community_id>/edit")
@open_to(MEMBERS)
def save_community(community_id: UUID) -> Response:
    form = FrontForm()
    if is_meant := form.validate_on_submit():
        use_one_change(me())
    seen = run_by_me(community_id)
    if not is_meant:
        return page("practice/edit_community.html", status=422, community=seen, form=form, theirs=None)
    try:
        actions.rewrite(me(), seen, form.words(form.version.data or 0))
    except Stale as stale:
        form.version.data, form.version.raw_data = queries.words_of_community(seen.id).version, None
        return page("practice/edit_community.html", status=409, community=seen, form=form, theirs=stale.theirs)
    flash("The front page says so now.")
    return go(url_for("practice.about", community_id=seen.public_id))


@bp.get("/communities/<uuid:community_id>/agreement")
@open_to(MEMBERS)
def agreement(community_id: UUID) -> Response:
    """What members agree; to them, also what they agreed before."""
    seen = queries.community_seen_by(me(), community_id)
    earlier = queries.earlier_agreements(seen) if seen.is_member else []
    return page("practice/agreement.html", community=seen, earlier=earlier, policy=policy)


@bp.get("/communities/<uuid:community_id>/agreement/edit")
@open_to(MEMBERS)
def edit_agreement(community_id: UUID) -> Response:
    seen = run_by_me(community_id)
    form = AgreementForm(formdata=None, agreement=seen.agreement, version=seen.agreement_version)
    return page("practice/edit_agreement.html", community=seen, form=form, theirs=None)


@bp.post("/communities/<uuid:community_id>/agreement/edit")
@open_to(MEMBERS)
def save_agreement(community_id: UUID) -> Response:
    form = AgreementForm()
    if is_meant := form.validate_on_submit():
        use_one_change(me())
    seen = run_by_me(community_id)
    if not is_meant:
        return page("practice/edit_agreement.html", status=422, community=seen, form=form, theirs=None)
    try:
        actions.agree_anew(me(), seen, form.agreement.data or "", version=form.version.data or 0)
    except Invalid as refused:
        form.refuse(refused)
        return page("practice/edit_agreement.html", status=422, community=seen, form=form, theirs=None)
    except Stale as stale:
        seen = run_by_me(community_id)  # as it is kept now
        form.version.data, form.version.raw_data = seen.agreement_version, None
        return page("practice/edit_agreement.html", status=409, community=seen, form=form, theirs=stale.theirs)
    flash("This is what members agree now. Each is asked to accept it before they write again.")
    return go(url_for("practice.agreement", community_id=seen.public_id))
