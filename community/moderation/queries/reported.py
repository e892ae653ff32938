"""What a member can report: only what they read, as it stands at that moment, and never their own."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, case, func, select

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.buddying import queries as buddying
from community.buddying.queries.circles import author_of_message
from community.core.database import db
from community.core.errors import NotFound
from community.core.roles import Actor
from community.directory import queries as directory
from community.moderation.models import About, Outcome, Report
from community.practice.models import Community, Gathering, Post, Thread
from community.practice.queries import authors, readers
from community.practice.queries.marks import VIEWER, may_open, viewer


class Thing(NamedTuple):
    """One thing somebody reads and may report, with its words; `number` is its own in its table, for hiding it.

    `may_be_hidden`: a post that nobody has looked at as it is now, and found that it stays.

    `place`: the public id of where it stands (a conversation, a circle), else its own.
    """

    about: About
    public_id: UUID
    number: int
    subject_id: int | None
    subject_public_id: UUID | None
    subject_name: str
    community_id: int | None
    place: UUID
    title: str
    text: str
    may_be_hidden: bool = False


_LOOKED_AT = (
    select(Report.id)
    .where(
        Report.thing_id == Post.public_id,
        Report.outcome == Outcome.NO_ACTION,
        Report.closed_at >= func.coalesce(Post.edited_at, Report.closed_at),
    )
    .correlate(Post)
)
_POST = (
    select(
        Post.public_id,
        Post.id,
        Post.author_id,
        Member.public_id.label("author_public_id"),
        func.coalesce(Member.display_name, authors.FORMER_MEMBER).label("author_name"),
        Thread.community_id,
        Thread.public_id.label("place"),
        case((Post.is_opening, Thread.title), else_="").label("title"),
        Post.body,
        and_(Post.hidden_at.is_(None), ~_LOOKED_AT.exists()).label("may_be_hidden"),
    )
    .select_from(Post)
    .join(Thread, Thread.id == Post.thread_id)
    .join(Community, Community.id == Thread.community_id)
    .join(viewer, viewer.id == VIEWER)
    .outerjoin(Member, Member.id == Post.author_id)
    .where(
        Post.public_id == bindparam("thing"),
        Post.removed_at.is_(None),
        Post.author_id.is_distinct_from(VIEWER),
        readers.may_read_thread(viewer),
        readers.may_read_post(viewer),
        may_open(),
        ~belonging.kept_apart(VIEWER, func.coalesce(Post.author_id, 0)),
    )
)
_GATHERING = (
    select(
        Gathering.public_id,
        Gathering.id,
        Gathering.maker_id,
        Member.public_id.label("author_public_id"),
        func.coalesce(Member.display_name, authors.FORMER_MEMBER).label("author_name"),
        Gathering.community_id,
        Gathering.public_id.label("place"),
        Gathering.title,
        Gathering.body,
        Gathering.note,
    )
    .select_from(Gathering)
    .join(Community, Community.id == Gathering.community_id)
    .join(viewer, viewer.id == VIEWER)
    .outerjoin(Member, Member.id == Gathering.maker_id)
    .where(
        Gathering.public_id == bindparam("thing"),
        Gathering.maker_id.is_distinct_from(VIEWER),
        readers.may_read_gathering(viewer),
        ~belonging.kept_apart(VIEWER, func.coalesce(Gathering.maker_id, 0)),
    )
)


def post_to_report(actor: Actor, post_id: UUID) -> Thing:
    """Raises NotFound where it is not read, is one's own, or has gone; so do all of these."""
    return Thing(About.POST, *_row(_POST, actor, post_id))


def gathering_to_report(actor: Actor, gathering_id: UUID) -> Thing:
    """What was learned there too: it stands on the same page."""
    *facts, body, note = _row(_GATHERING, actor, gathering_id)
    return Thing._make([About.GATHERING, *facts, words_of_gathering(body, note), False])


def words_of_gathering(body: str, note: str) -> str:
    """What is said of a gathering beforehand, and what was learned."""
    return f"{body}\n\nWhat we learned:\n{note}" if note else body


def person_to_report(actor: Actor, person_id: UUID) -> Thing:
    """Somebody's page as the reporter sees it."""
    if person_id == actor.public_id:
        raise NotFound
    seen = directory.person_seen_by(actor.id, person_id)
    card = seen.card
    return Thing(
        About.PERSON,
        card.public_id,
        card.member_id,
        card.member_id,
        card.public_id,
        card.name,
        None,
        card.public_id,
        card.name,
        words_of_person(seen),
    )


def words_of_person(seen: directory.PersonSeen) -> str:
    """What somebody says about themselves, line by line."""
    lines = [f"{title}: {'; '.join(words)}" for title, words in directory.person_in_words(seen) if words]
    return "\n".join(part for part in (seen.card.about, *lines) if part)


def message_to_report(actor: Actor, circle_id: UUID, message_id: UUID) -> Thing:
    """A message of a circle of one's own, whole: what of it goes on, its reporter says."""
    circle = buddying.circle_seen_by(actor, circle_id)
    message, author_id = author_of_message(circle, message_id)
    if message.is_mine:
        raise NotFound
    buddy = next((each for each in circle.others if each.id == author_id), None)
    return Thing(
        About.MESSAGE,
        message.public_id,
        0,
        author_id,
        buddy.public_id if buddy else None,
        message.author_name,
        None,
        circle.public_id,
        "",
        message.text,
    )


def hello_to_report(actor: Actor, hello_id: UUID) -> Thing:
    """A hello that waits for the reporter's answer, whole: what of it goes on, they say."""
    hello = buddying.hello_seen_by(actor, hello_id)
    if hello.asked_id != actor.id or not hello.is_waiting:
        raise NotFound
    return Thing(
        About.HELLO,
        hello.public_id,
        0,
        hello.asker_id,
        hello.other_public_id,
        hello.other_name,
        None,
        hello.public_id,
        "",
        hello.text,
    )


def _row(statement: Any, actor: Actor, thing_id: UUID) -> Any:
    row = db.session.execute(statement, {"viewer": actor.id, "thing": thing_id}).one_or_none()
    if row is None:
        raise NotFound
    return row
