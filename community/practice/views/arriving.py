"""What has come into a conversation since its page was drawn: said in one line, and shown when asked for."""

from uuid import UUID

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from community.core.ids import id_in
from community.practice import queries
from community.practice.views.blueprint import bp
from community.practice.views.shown import arrived_block
from community.web import cookies
from community.web.access import ANYONE, MEMBERS, me, me_or_none, open_to
from community.web.pages import go, page, wants_fragment

NOTHING = 204


@bp.get("/conversations/<uuid:thread_id>/arrived")
@open_to(ANYONE)
def arrived(thread_id: UUID) -> Response:
    """How many there are after ?seen, if not just ?told of them. A poll: nobody is led away or kept awake by it."""
    cookies.let_sleep()
    member, seen = me_or_none(), id_in(request.args.get("seen"))
    if member is None or not member.is_onboarded or seen is None or not wants_fragment():
        return Response(status=NOTHING)
    thread = queries.thread_seen_by(member, thread_id)
    how_many = queries.how_many_after(member, thread, seen)
    if request.args.get("told", "0") == str(how_many):
        return Response(status=NOTHING)
    words = f"{how_many} new {'reply' if how_many == 1 else 'replies'}"
    return page("practice/arrived.html", fragment="bar", say=words, thread=thread, seen=seen, how_many=how_many)


@bp.get("/conversations/<uuid:thread_id>/arrivals")
@open_to(MEMBERS)
def arrivals(thread_id: UUID) -> Response:
    """The posts themselves, for the page that was told of them; too many for it are a page of their own."""
    thread, after = queries.thread_seen_by(me(), thread_id), id_in(request.args.get("after"))
    if after is None:
        abort(404)
    shown = queries.page_after(me(), thread, after)
    if shown.has_later or not wants_fragment():
        return go(url_for("practice.conversation", thread_id=thread_id, after=after))
    return arrived_block(thread, shown)
