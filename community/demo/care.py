"""A report of the demonstration: it waits for whoever looks after people."""

from sqlalchemy import select

from community.accounts.models import Member
from community.core import chance
from community.core.database import db
from community.demo.people import actor_of
from community.demo.rows import rows_of
from community.moderation import actions, queries
from community.moderation.actions.reporting import Said
from community.moderation.models import Reason
from community.practice.models import Post, Thread

WORDS = "I think I know which ward this is. Could somebody look at it with fresh eyes?"


def load_reports(people: dict[str, Member]) -> None:
    """The first reply in the first conversation, by whoever began it."""
    thread = next(iter(rows_of("threads")))
    member = people[thread["author"]]
    replies = (
        select(Post.public_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Thread.title == thread["title"], Post.is_opening.is_(False), Post.author_id != member.id)
        .order_by(Post.id)
    )
    post_id = db.session.scalars(replies).first()
    if post_id is None:
        return
    reporter = actor_of(member)
    said = Said(reason=Reason.OTHER, rule="3", words=WORDS)
    actions.report(reporter, queries.post_to_report(reporter, post_id), said, once=chance.new_id())
