"""What else can be done with a post: a small page, so that no conversation carries twenty menus."""

from uuid import UUID

from flask import current_app, url_for
from werkzeug.wrappers import Response

from community.mail.links import into_the_site
from community.moderation import queries
from community.moderation.views.blueprint import bp
from community.practice import policy as practice
from community.practice import queries as conversations
from community.web.access import MEMBERS, me, open_to
from community.web.pages import page


@bp.get("/posts/<uuid:post_id>/more")
@open_to(MEMBERS)
def more(post_id: UUID) -> Response:
    post = conversations.post_to_change(me(), post_id)
    is_mine = practice.can_remove(me(), post)
    thing = None if is_mine or post.is_removed else queries.post_to_report(me(), post_id)
    way = into_the_site(current_app.config["SETTINGS"].site_url, url_for("practice.post", post_id=post_id))
    return page("moderation/post_more.html", post=post, is_mine=is_mine, thing=thing, way=way, policy=practice)
