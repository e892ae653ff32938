""" "Please contact me": a page of its own, that every way out leads past."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from community.buddying import actions, queries
from community.buddying.views.blueprint import bp
from community.core import limits
from community.core.roles import Actor
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page

WISHES_A_DAY = 10


def use_one_wish(actor: Actor) -> None:
    """Count a wish against the day's allowance, before this request touches the database. Taking back is free."""
    limits.use("wish to be contacted", actor.id, limit=WISHES_A_DAY, seconds=24 * 3600)


@bp.get("/buddies/contact-me")
@open_to(MEMBERS)
def contact_me() -> Response:
    return page("buddying/contact_me.html", wish=queries.wish_of(me()))


@bp.post("/buddies/contact-me")
@open_to(MEMBERS)
def wish_for_contact() -> Response:
    use_one_wish(me())
    actions.wish_for_contact(me())
    flash("We have passed on your name. Somebody will get in touch.", "success")
    return go(url_for("buddying.contact_me"))


@bp.post("/buddies/contact-me/take-back")
@open_to(MEMBERS)
def take_wish_back() -> Response:
    actions.take_wish_back(me())
    flash("Taken back. Nobody is asked to contact you.", "message")
    return go(url_for("buddying.contact_me"))
