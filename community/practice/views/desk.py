"""The desk of those who look after a community, and the answer of whoever was asked to help."""

from typing import NamedTuple
from uuid import UUID

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from community.core.charts import LineChart, line_chart
from community.core.errors import NotFound
from community.core.text import COUNTED_FROM
from community.practice import actions, policy, queries
from community.practice.queries import CommunitySeen, desk, helping, waiting
from community.practice.queries.desk import Week
from community.practice.queries.waiting import WaitingPost
from community.practice.views.blueprint import bp
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page


class WeekRow(NamedTuple):
    """A week as the table says it: few are never counted out."""

    week: Week

    @property
    def is_few(self) -> bool:
        return self.week.how_many < COUNTED_FROM

    @property
    def words(self) -> str:
        return f"under {COUNTED_FROM}" if self.is_few else str(self.week.how_many)


@bp.get("/communities/<uuid:community_id>/desk")
@open_to(MEMBERS)
def the_desk(community_id: UUID) -> Response:
    """How the space is doing; for facilitators."""
    community = _mine(community_id)
    how_many, others = desk.caretakers(me(), community)
    weeks = [WeekRow(week) for week in desk.conversations_each_week(community)]
    return page(
        "practice/desk.html",
        community=community,
        policy=policy,
        waiting=desk.waiting_at(me(), community),
        how_many_care=how_many,
        others=others,
        newcomers=desk.newcomers(me(), community),
        most=desk.NEWCOMERS,
        sectors=queries.sector_mix(community),
        weeks=weeks,
        chart=_chart(weeks),
    )


@bp.post("/communities/<uuid:community_id>/desk/<uuid:post_id>/take-up")
@open_to(MEMBERS)
def take_up(community_id: UUID, post_id: UUID) -> Response:
    community = _mine(community_id)
    actions.take_up(me(), _waiting(community, post_id))
    flash("It is yours to see to. Whoever asked is told so.")
    return go(_desk(community))


@bp.post("/communities/<uuid:community_id>/desk/<uuid:post_id>/hand-on/<uuid:person_id>")
@open_to(MEMBERS)
def hand_on(community_id: UUID, post_id: UUID, person_id: UUID) -> Response:
    community = _mine(community_id)
    actions.hand_on(me(), _waiting(community, post_id), person_id)
    flash("Handed on. Both are told.")
    return go(_desk(community))


@bp.post("/posts/<uuid:post_id>/not-me")
@open_to(MEMBERS)
def not_me(post_id: UUID) -> Response:
    """Whoever was asked whether they could answer says no, without a reason."""
    post = helping.post_i_was_asked_about(me(), post_id)
    if post is None:
        abort(404)
    thread = queries.thread_seen_by(me(), post.thread_public_id)
    actions.not_me(me(), post)
    flash("Thank you for looking. Nobody is told.")
    return go(url_for("practice.conversation", thread_id=thread.public_id))


def _mine(community_id: UUID) -> CommunitySeen:
    """The community, for whoever looks after it; to others there is no desk."""
    seen = queries.community_seen_by(me(), community_id)
    if not policy.can_see_desk(seen):
        raise NotFound
    return seen


def _waiting(community: CommunitySeen, post_id: UUID) -> WaitingPost:
    number = desk.post_at_the_desk(me(), community, post_id)
    if number is None:
        raise NotFound
    return waiting.still_waiting(number)


def _desk(community: CommunitySeen) -> str:
    return url_for("practice.the_desk", community_id=community.public_id)


def _chart(weeks: list[WeekRow]) -> LineChart | None:
    """None where there would be nothing to see. Few are drawn all at one height, so that they cannot be read off it."""
    if all(row.is_few for row in weeks):
        return None
    return line_chart([COUNTED_FROM / 2 if row.is_few else row.week.how_many for row in weeks])
