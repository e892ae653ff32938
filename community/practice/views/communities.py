"""Pages of communities: mine and others, the front page, and the ways in and out."""

from uuid import UUID

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from community.belonging.models import BelongingState
from community.core import clock
from community.practice import actions, policy, queries
from community.practice.forms import JoinForm, SeenForm
from community.practice.queries import CommunitySeen
from community.practice.views.blueprint import bp, use_one_entering
from community.practice.views.narrowed import before_asked, choices, narrowing_asked
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page


@bp.get("/communities")
@open_to(MEMBERS)
def communities() -> Response:
    return page("practice/communities.html", mine=queries.my_communities(me()), others=queries.other_communities(me()))


@bp.get("/communities/<uuid:community_id>")
@open_to(MEMBERS)
def community(community_id: UUID) -> Response:
    """The front page; with ?before, only the next conversations of the list."""
    seen = queries.community_seen_by(me(), community_id)
    narrowing, before = narrowing_asked(), before_asked()
    threads = queries.threads_of(me(), seen, narrowing, before=before)
    fragment = "rows" if before else "conversations"
    return page(
        "practice/community.html",
        fragment=fragment,
        say=f"{len(threads)} conversations" if len(threads) != 1 else "1 conversation",
        community=seen,
        threads=threads,
        before=before,
        **choices(narrowing, seen),
        facilitators=queries.facilitators_of(me(), seen),
        sectors=queries.sector_mix(seen),
        next_gathering=queries.next_gathering(me(), seen),
        looked_at=clock.now().isoformat(),
        policy=policy,
    )


@bp.post("/communities/<uuid:community_id>/read")
@open_to(MEMBERS)
def mark_community_read(community_id: UUID) -> Response:
    seen = queries.community_seen_by(me(), community_id)
    form = SeenForm()
    if not seen.may_read or form.moment is None:
        abort(400)
    actions.mark_community_read(me(), seen, form.moment)
    flash("Everything here is marked as read.")
    return go(url_for("practice.community", community_id=seen.public_id))


@bp.get("/communities/<uuid:community_id>/join")
@open_to(MEMBERS)
def entrance(community_id: UUID) -> Response:
    seen = queries.community_seen_by(me(), community_id)
    if not policy.can_join(seen) and not policy.can_ask(seen) and not policy.must_agree(seen):
        return go(_front(seen))
    form = JoinForm(formdata=None, version=seen.agreement_version)
    return page("practice/join.html", community=seen, form=form, policy=policy)


@bp.post("/communities/<uuid:community_id>/join")
@open_to(MEMBERS)
def join(community_id: UUID) -> Response:
    form = JoinForm()
    if is_meant := form.validate_on_submit():
        use_one_entering(me())
    seen = queries.community_seen_by(me(), community_id)
    if not is_meant or not form.is_of(seen.agreement_version):
        form.begin_again_from(seen.agreement_version)
        return page("practice/join.html", status=422, community=seen, form=form, policy=policy)
    if seen.is_member:
        actions.agree(me(), seen)
        flash("Thank you. You can write here again." if policy.must_agree(seen) else "You are in already.")
    elif actions.join(me(), seen, form.words.data or "") is BelongingState.IN:
        flash(f"You have joined {seen.name}.")
    else:
        flash("You have asked to join. A facilitator will answer.")
    return go(_front(seen))


@bp.get("/communities/<uuid:community_id>/leave")
@open_to(MEMBERS)
def leaving(community_id: UUID) -> Response:
    seen = queries.community_seen_by(me(), community_id)
    if not policy.can_leave(seen):
        return go(_front(seen))
    return page("practice/leave.html", community=seen)


@bp.post("/communities/<uuid:community_id>/leave")
@open_to(MEMBERS)
def leave(community_id: UUID) -> Response:
    seen = queries.community_seen_by(me(), community_id)
    actions.leave(me(), seen)
    flash(f"You have left {seen.name}." if seen.is_member else "You are no longer asking to join.")
    return go(url_for("practice.communities"))


@bp.get("/communities/<uuid:community_id>/asking")
@open_to(MEMBERS)
def asking(community_id: UUID) -> Response:
    """Who waits at the door; for facilitators."""
    seen = queries.community_seen_by(me(), community_id)
    if not policy.can_answer_askers(seen):
        abort(404)
    return page("practice/asking.html", community=seen, askers=queries.people_asking(me(), seen))


@bp.post("/communities/<uuid:community_id>/asking/<uuid:person_id>/welcome")
@open_to(MEMBERS)
def welcome(community_id: UUID, person_id: UUID) -> Response:
    return _answer(community_id, person_id, is_welcome=True)


@bp.post("/communities/<uuid:community_id>/asking/<uuid:person_id>/decline")
@open_to(MEMBERS)
def decline(community_id: UUID, person_id: UUID) -> Response:
    return _answer(community_id, person_id, is_welcome=False)


def _answer(community_id: UUID, person_id: UUID, *, is_welcome: bool) -> Response:
    seen = queries.community_seen_by(me(), community_id)
    if not policy.can_answer_askers(seen):
        abort(404)
    actions.answer_asker(me(), seen, person_id, is_welcome=is_welcome)
    flash("They are in. They see it the next time they look." if is_welcome else "Not now. They can ask again.")
    return go(url_for("practice.asking", community_id=seen.public_id))


def _front(seen: CommunitySeen) -> str:
    return url_for("practice.community", community_id=seen.public_id)
