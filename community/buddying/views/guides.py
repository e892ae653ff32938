"""Guides for talking, all on one page for reading and printing."""

from werkzeug.wrappers import Response

from community.buddying.queries.guides import guides
from community.buddying.views.blueprint import bp
from community.web.access import MEMBERS, open_to
from community.web.pages import page


@bp.get("/buddies/guides")
@open_to(MEMBERS)
def all_guides() -> Response:
    return page("buddying/all_guides.html", guides=guides())
