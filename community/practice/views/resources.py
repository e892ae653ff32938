"""Resources: what conversations hold for others to use, in one community and in all that a member reads."""

from uuid import UUID

from flask import abort, url_for
from werkzeug.wrappers import Response

from community.practice import policy, queries
from community.practice.queries import CommunitySeen
from community.practice.views.blueprint import bp
from community.practice.views.narrowed import before_asked, challenge_asked
from community.web.access import MEMBERS, me, open_to
from community.web.pages import page


@bp.get("/resources")
@open_to(MEMBERS)
def all_resources() -> Response:
    return _resources(None, url_for("practice.all_resources"))


@bp.get("/communities/<uuid:community_id>/resources")
@open_to(MEMBERS)
def resources(community_id: UUID) -> Response:
    seen = queries.community_seen_by(me(), community_id)
    if not seen.may_read:
        abort(404)
    return _resources(seen, url_for("practice.resources", community_id=community_id))


def _resources(community: CommunitySeen | None, here: str) -> Response:
    challenge, before = challenge_asked(), before_asked()
    found = queries.resources_for(me(), inside=community, challenge=challenge, before=before)
    return page(
        "practice/resources.html",
        fragment="rows" if before else "found",
        say=f"{len(found)} resources" if len(found) != 1 else "1 resource",
        community=community,
        resources=found,
        challenge=challenge,
        challenge_groups=queries.challenges_in_use(me(), inside=community, of_resources=True, chosen=challenge),
        before=before,
        here=here,
        policy=policy,
        can_add=community is not None and policy.can_post(community),
    )
