"""Feeds: the page of one's own addresses, and what a feed reader gets there, without a session."""

from uuid import UUID

from flask import current_app, flash, make_response, url_for
from werkzeug.wrappers import Response

from community.core import atom, limits, pace
from community.core.errors import NotFound
from community.mail.links import into_the_site
from community.practice import policy, queries
from community.practice.actions import feeds as actions
from community.practice.queries import feeds as reading
from community.practice.queries.feeds import FeedLine, FeedReader
from community.practice.views.blueprint import bp
from community.web.access import ANYONE, MEMBERS, me, open_to
from community.web.pages import go, page


@bp.get("/feeds")
@open_to(MEMBERS)
def feeds() -> Response:
    at = reading.feed_address_of(me())
    addresses: list[tuple[str, str]] = []
    if at:
        path = url_for("practice.feed_of_mine", number=at.number, proof=at.proof)
        addresses = [("All my communities", _whole(path))]
        for each in queries.my_communities(me()):
            own = f"communities/{each.public_id}.atom"
            addresses.append((each.name, _whole(path.replace("all.atom", own))))
    return page("practice/feeds.html", at=at, addresses=addresses)


@bp.post("/feeds/make")
@open_to(MEMBERS)
def make_feeds() -> Response:
    _use_one_change()
    actions.make_feeds(me())
    return go(url_for("practice.feeds"))


@bp.post("/feeds/renew")
@open_to(MEMBERS)
def renew_feeds() -> Response:
    _use_one_change()
    actions.renew_feeds(me())
    flash("These are your new addresses. The ones from before lead nowhere now.", "success")
    return go(url_for("practice.feeds"))


@bp.post("/feeds/stop")
@open_to(MEMBERS)
def stop_feeds() -> Response:
    actions.stop_feeds(me())
    flash("Your feeds have stopped. Their addresses lead nowhere now.", "success")
    return go(url_for("practice.feeds"))


@bp.get("/feeds/<uuid:number>/<proof>/all.atom")
@open_to(ANYONE)
def feed_of_mine(number: UUID, proof: str) -> Response:
    """The address itself proves who asks. A feed is read as its member would read it at this moment."""
    reader = _reader(number, proof)
    settings = current_app.config["SETTINGS"]
    lines = reading.lines_of_mine(reader.actor)
    return _feed(reader, lines, number, title=settings.site_name, path=url_for("practice.communities"))


@bp.get("/feeds/<uuid:number>/<proof>/communities/<uuid:community_id>.atom")
@open_to(ANYONE)
def feed_of_community(number: UUID, proof: str, community_id: UUID) -> Response:
    reader = _reader(number, proof)
    community = queries.community_seen_by(reader.actor, community_id)
    if not community.may_read:
        raise NotFound
    lines = reading.lines_of_community(reader.actor, community_id)
    path = url_for("practice.community", community_id=community_id)
    return _feed(reader, lines, community_id, title=community.name, path=path)


def _reader(number: UUID, proof: str) -> FeedReader:
    pace.keep_to("feed", number, limit=policy.FEEDS_AN_HOUR, seconds=3600)
    return reading.feed_reader_behind(number, proof)


def _use_one_change() -> None:
    limits.use("feed addresses", me().id, limit=policy.FEED_CHANGES_A_DAY, seconds=24 * 3600)


def _whole(path: str) -> str:
    return into_the_site(current_app.config["SETTINGS"].site_url.rstrip("/"), path)


def _feed(reader: FeedReader, lines: list[FeedLine], thing: UUID, *, title: str, path: str) -> Response:
    """Never kept by anything on the way: the same address may be allowed less tomorrow."""
    entries = [
        atom.Entry(
            id=line.public_id,
            title=line.title,
            link=_whole(url_for("practice.conversation", thread_id=line.public_id)),
            updated_at=line.last_post_at,
            author=line.author,
            about=line.community,
            words=line.words,
        )
        for line in lines
    ]
    updated_at = max((entry.updated_at for entry in entries), default=reader.made_at)
    settings = current_app.config["SETTINGS"]
    response = make_response(
        atom.written(atom.Feed(thing, title, _whole(path), settings.site_name, updated_at, entries))
    )
    response.content_type = f"{atom.MEDIA_TYPE}; charset=utf-8"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
