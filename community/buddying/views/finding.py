"""Find a buddy."""

from flask import request
from werkzeug.wrappers import Response

from community.buddying import queries
from community.buddying.views.blueprint import bp
from community.directory import queries as directory
from community.web.access import MEMBERS, me, open_to
from community.web.pages import page, wants_fragment


@bp.get("/buddies")
@open_to(MEMBERS)
def find() -> Response:
    args = request.args
    filters = queries.filters_from(args.getlist("sector"), args.get("challenge", ""), args.get("place", ""))
    found = queries.suggestions_for(me(), queries.narrowed_by(filters))
    if wants_fragment():
        say = "1 person" if found.how_many == 1 else f"{found.how_many} people"
        return page("buddying/find.html", fragment="results", say=say, found=found, filters=filters)
    return page(
        "buddying/find.html",
        found=found,
        filters=filters,
        circles=queries.circles_of(me()),
        finished=queries.finished_circles_of(me()),
        waiting=queries.waiting_hellos_for(me()),
        sector_groups=directory.sector_groups(),
        challenge_groups=directory.challenge_groups(),
        place_choices=queries.place_choices(),
    )
