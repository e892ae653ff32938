"""The page of who is in a community, for those who are in it themselves."""

from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from community.directory import policy as finding
from community.directory import queries as directory
from community.directory.views.narrowed import PeopleShown, people_asked, people_choices
from community.practice import policy, queries
from community.practice.views.blueprint import bp
from community.web.access import MEMBERS, me, open_to
from community.web.pages import page


@bp.get("/communities/<uuid:community_id>/people")
@open_to(MEMBERS)
def people(community_id: UUID) -> Response:
    """Its people by name, as far as one finds them; with ?after, the next of them."""
    community = queries.community_seen_by(me(), community_id)
    if not policy.can_see_people(community):
        return page("practice/people.html", community=community, policy=policy)
    asked = people_asked()
    found = directory.people_found_by(me().id, asked.filters, group_id=community.group_id, after=asked.after)
    shown = PeopleShown(found, asked, url_for("practice.people", community_id=community.public_id))
    if asked.is_for_more:
        return page("directory/people_rows.html", fragment="rows", shown=shown)
    return page(
        "practice/people.html",
        fragment="results",
        say=shown.counted,
        community=community,
        policy=policy,
        shown=shown,
        choices=people_choices(),
        listing=finding.readers_of_listing(directory.findable_by_of(me().id), in_a_group=True),
    )
