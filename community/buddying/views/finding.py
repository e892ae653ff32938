"""Find a buddy, and why somebody is suggested."""

from typing import Any
from uuid import UUID

from flask import request, url_for
from werkzeug.wrappers import Response

from community.buddying import queries
from community.buddying.matching import Field, Part
from community.buddying.queries.own_hellos import own_hellos
from community.buddying.views.blueprint import bp
from community.directory import queries as directory
from community.web.access import MEMBERS, me, open_to
from community.web.pages import page, wants_fragment

# What a member can change: what the link says, and the part of their profile that it opens.
CHANGES = {
    Field.CHALLENGES: ("Change your challenges", "challenges"),
    Field.SIDE: ("Change whom you asked for", "talking"),
    Field.TIMES: ("Change your free times", "talking"),
    Field.WAYS: ("Change your ways to talk", "talking"),
    Field.LANGUAGES: ("Change your languages", "talking"),
    Field.PLACE: ("Change how near or far", "talking"),
}
WITHOUT = {
    Field.SECTOR_FILTER: ("Look in every sector", "sector"),
    Field.CHALLENGE_FILTER: ("Look at any challenge", "challenge"),
    Field.PLACE_FILTER: ("Look anywhere", "place"),
}
PARTS = {
    Part.SHARED: ("What is on your minds", "Change your challenges", "challenges"),
    Part.GIVE: ("What you could give each other", "Change what you offer and need", "challenges"),
    Part.SECTOR: ("Where you each sit", "Change whom you asked for", "talking"),
    Part.PRACTICAL: ("Times and ways to talk", "Change your times and ways", "talking"),
    Part.PLACE: ("How near you are", "Change your place", "sector"),
}


@bp.get("/buddies")
@open_to(MEMBERS)
def find() -> Response:
    args = request.args
    filters = queries.filters_from(args.getlist("sector"), args.get("challenge", ""), args.get("place", ""))
    found = queries.suggestions_for(me(), queries.narrowed_by(filters))
    change = _change_that_helps(found.widen, filters)
    shown: dict[str, Any] = {
        "found": found,
        "filters": filters,
        "change": change,
        "waits_since": queries.waits_since(me()),
        "own": own_hellos(me()),
    }
    if wants_fragment():
        say = "1 person" if found.how_many == 1 else f"{found.how_many} people"
        return page("buddying/find.html", fragment="results", say=say, **shown)
    return page(
        "buddying/find.html",
        **shown,
        circles=queries.circles_of(me()),
        finished=queries.finished_circles_of(me()),
        waiting=queries.waiting_hellos_for(me()),
        sector_groups=directory.sector_groups(),
        challenge_groups=directory.challenge_groups(),
        place_choices=directory.place_choices(),
    )


@bp.get("/buddies/why/<uuid:person_id>")
@open_to(MEMBERS)
def why(person_id: UUID) -> Response:
    seen = queries.why_seen_by(me(), person_id)
    parts = [(PARTS[each.part], each.words) for each in seen.parts]
    return page("buddying/why.html", why=seen, parts=parts)


def _change_that_helps(widen: Field | None, filters: queries.Filters) -> tuple[str, str] | None:
    """A link that makes the change: without one filter, or where one answer is given."""
    if widen is None:
        return None
    if widen in WITHOUT:
        label, filter_name = WITHOUT[widen]
        asked = {"sector": filters.sectors, "challenge": filters.challenge, "place": filters.place}
        kept: dict[str, Any] = {name: value for name, value in asked.items() if value and name != filter_name}
        return label, url_for("buddying.find", **kept)
    label, part = CHANGES[widen]
    return label, url_for("directory.edit", part=part)
