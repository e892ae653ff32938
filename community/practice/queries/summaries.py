"""What stands at the top of a long conversation: the summary that counts, and those before it."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.core.database import db
from community.core.roles import Actor
from community.practice.models import Thread, ThreadSummary
from community.practice.queries import authors
from community.practice.queries.marks import VIEWER

MOST_SHOWN = 50

writer = aliased(Member)

# For the statement of one thread. What somebody wrote whom the viewer keeps apart from is not there.
_IS_APART = belonging.kept_apart(VIEWER, func.coalesce(ThreadSummary.author_id, 0))
OF_THE_THREAD = and_(ThreadSummary.thread_id == Thread.id, ThreadSummary.version == Thread.summary_version, ~_IS_APART)
OF_ITS_WRITER = writer.id == ThreadSummary.author_id
COLUMNS = (
    ThreadSummary.html.label("summary_html"),
    ThreadSummary.made_at.label("summary_at"),
    writer.display_name.label("summary_name"),
    writer.public_id.label("summary_by"),
    writer.state.label("summary_state"),
)


class SummarySeen(NamedTuple):
    """A summary as a reader sees it, credited to whoever wrote this version. Without `html` its words were removed."""

    html: Markup
    made_at: datetime
    author_name: str
    author_id: UUID | None
    version: int = 0


class SummaryKept(NamedTuple):
    """The words of the version that counts; of a conversation without a summary, version 0 and none."""

    version: int
    body: str


_KEPT = (
    select(Thread.summary_version, func.coalesce(ThreadSummary.body, ""))
    .outerjoin(
        ThreadSummary,
        and_(ThreadSummary.thread_id == Thread.id, ThreadSummary.version == Thread.summary_version),
    )
    .where(Thread.id == bindparam("thread"))
)
_VERSIONS = (
    select(
        ThreadSummary.html,
        ThreadSummary.made_at,
        writer.display_name,
        writer.public_id,
        writer.state,
        ThreadSummary.version,
    )
    .outerjoin(writer, OF_ITS_WRITER)
    .where(ThreadSummary.thread_id == bindparam("thread"), ~_IS_APART)
    .order_by(ThreadSummary.version.desc())
    .limit(MOST_SHOWN)
)


def summary_seen(html: str | None, at: datetime | None, *writer_of_it: Any) -> SummarySeen | None:
    """The columns above, as the page shows them; None where there is no summary to be read."""
    if html is None or at is None:
        return None
    return SummarySeen(Markup(html), at, *authors.author(*writer_of_it))  # noqa: S704 (made by render_markdown, and nowhere else)


def summary_kept(thread_id: int) -> SummaryKept:
    """For whoever writes it, just before."""
    return SummaryKept._make(db.session.execute(_KEPT, {"thread": thread_id}).one())


def summaries_of(actor: Actor, thread_id: int) -> list[SummarySeen]:
    """Every version that is there for the actor, the latest first. The thread must be one that they read."""
    rows = db.session.execute(_VERSIONS, {"viewer": actor.id, "thread": thread_id})
    return [
        SummarySeen(Markup(row[0]), row[1], *authors.author(*row[2:5]), row.version)  # noqa: S704 (made by render_markdown, and nowhere else)
        for row in rows
    ]
