"""Pages of other people: the list, narrowed, and one of them."""

from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from community.directory import policy, queries
from community.directory.views.blueprint import bp
from community.directory.views.narrowed import PeopleShown, people_asked, people_choices
from community.web import navigation
from community.web.access import MEMBERS, me, open_to
from community.web.pages import page


@bp.get("/people")
@open_to(MEMBERS)
def people() -> Response:
    """Everybody whom one finds, by name; with ?after, the next of them."""
    asked = people_asked()
    found = queries.people_found_by(me().id, asked.filters, after=asked.after)
    shown = PeopleShown(found, asked, url_for("directory.people"))
    if asked.is_for_more:
        return page("directory/people_rows.html", fragment="rows", shown=shown)
    return page(
        "directory/people.html",
        fragment="results",
        say=shown.counted,
        shown=shown,
        choices=people_choices(),
        listing=policy.readers_of_listing(queries.findable_by_of(me().id)),
    )


@bp.get("/people/<uuid:person_id>")
@open_to(MEMBERS)
def person(person_id: UUID) -> Response:
    seen = queries.person_seen_by(me().id, person_id)
    is_me = person_id == me().public_id
    if not is_me:
        navigation.stand_behind("buddying")
    return page("directory/person.html", person=seen, lines=queries.person_in_words(seen), is_me=is_me)
