"""What else of a community can be hostile: summaries, drafts, gatherings, who asks to come in, links, reports."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select, update

from community.belonging import actions as belonging
from community.belonging.models import BelongingState
from community.core import chance, clock
from community.core.database import db
from community.core.text import clean_line, clean_text, render_markdown
from community.moderation import actions as moderation
from community.moderation import queries as moderation_queries
from community.moderation.actions.reporting import Said
from community.moderation.models import Reason
from community.practice import actions as practice
from community.practice import queries
from community.practice.actions.drafts import Spot, keep_draft
from community.practice.actions.summaries import write_summary
from community.practice.models import (
    Coming,
    Community,
    CommunityMark,
    DraftOf,
    EarlierAgreement,
    Gathering,
    GatheringAnswer,
    Level,
    Post,
    Thread,
)
from community.practice.written import Written
from tests.world import Person

if TYPE_CHECKING:
    from tests.journeys.hostile import Wall

LONGEST = 9_000


def add_communities(wall: "Wall", chunk: tuple[str, ...], writer: Person) -> None:
    """One more community, which the reader looks after, so that they see all of it."""
    words, lines = clean_text("\n\n".join(chunk))[:LONGEST], clean_line(" ".join(chunk))
    with wall.world.inside():
        made = practice.make_community(
            name=clean_line(chunk[0])[:80],
            purpose=lines[:300],
            level=Level.ASK,
            facilitators=[wall.reader.id],
            agreement=words,
        )
        belonging.place(writer.id, made.group_id, BelongingState.IN)
        asker = wall.writers[0][1]
        belonging.place(asker.id, made.group_id, BelongingState.ASKED)
        mark = CommunityMark(community_id=made.id, member_id=asker.id, asked_words=lines[:300])
        earlier = EarlierAgreement(community_id=made.id, version=0, agreement=words, replaced_at=clock.now())
        db.session.add_all([mark, earlier])
        community_id = made.public_id
        threads = [_resource(wall, writer, community_id, payload) for payload in chunk]
        thread_id = threads[0]
    _summaries(wall, writer, thread_id, words)
    _drafts(wall, community_id, thread_id, words, lines)
    _gathering(wall, writer, community_id, words, lines)
    _report(wall, thread_id, lines)
    front, talk = f"/communities/{community_id}", f"/conversations/{thread_id}"
    wall.paths += [front, f"{front}/asking", f"{front}/resources", f"{front}/people", f"{front}/edit", "/resources"]
    wall.paths += [f"{front}/agreement", f"{front}/conversations/new", talk, f"{talk}/summary", f"{talk}/summary/edit"]
    wall.paths += [f"{talk}/reply?quote={_opening(wall, thread_id).hex[:8]}", "/drafts"]


def _resource(wall: "Wall", writer: Person, community_id: UUID, payload: str) -> UUID:
    seen = queries.community_seen_by(writer.actor, community_id)
    made = practice.start_thread(
        writer.actor,
        seen,
        kind_id="resource",
        title=clean_line(payload)[:160],
        body=f"{clean_text(payload)}\n\n__hit",
        once=chance.new_id(),
    )
    link = f"https://evil.example/{clean_line(payload)}"[:500]
    db.session.execute(update(Thread).where(Thread.public_id == made.public_id).values(link=link))
    return made.public_id


def _opening(wall: "Wall", thread_id: UUID) -> UUID:
    with wall.world.app.app_context():
        return (
            db.session.scalars(
                select(Post.public_id).join(Thread, Thread.id == Post.thread_id).where(Thread.public_id == thread_id)
            ).first()
            or thread_id
        )


def _summaries(wall: "Wall", writer: Person, thread_id: UUID, words: str) -> None:
    for version, who in enumerate((wall.reader, writer, wall.reader)):
        with wall.world.inside():
            # In a short conversation a facilitator begins; from then on everybody of the community writes on.
            write_summary(
                who.actor, queries.thread_seen_by(who.actor, thread_id), f"{words}\n\n{version}", version=version
            )


def _drafts(wall: "Wall", community_id: UUID, thread_id: UUID, words: str, lines: str) -> None:
    written = Written(body=words, title=lines[:160], link=lines[:500])
    for of, about in (
        (DraftOf.CONVERSATION, community_id),
        (DraftOf.REPLY, thread_id),
        (DraftOf.REPLY, chance.new_id()),
    ):
        with wall.world.inside():
            keep_draft(wall.reader.actor, Spot(of, about), written, seen=None, once=chance.new_id())


def _gathering(wall: "Wall", writer: Person, community_id: UUID, words: str, lines: str) -> None:
    with wall.world.inside():
        community = db.session.scalars(select(Community.id).where(Community.public_id == community_id)).one()
        starts = clock.now() + timedelta(days=3)
        html = render_markdown(words)
        made = Gathering(
            community_id=community,
            maker_id=writer.id,
            title=lines[:160],
            body=words,
            html=html,
            starts_at=starts,
            ends_at=starts + timedelta(hours=1),
            zone="Europe/London",
            place=lines[:300],
            link=f"https://evil.example/{lines}"[:500],
            access=lines[:300],
            made_at=clock.now(),
            changed_at=clock.now(),
            note=words,
            note_html=html,
            note_by_id=writer.id,
            noted_at=clock.now(),
            made_key=chance.new_id(),
        )
        db.session.add(made)
        db.session.flush()
        answer = GatheringAnswer(
            gathering_id=made.id, member_id=writer.id, coming=Coming.YES, needs=lines[:300], since=clock.now()
        )
        db.session.add(answer)
        wall.paths += [f"/gatherings/{made.public_id}", f"/gatherings/{made.public_id}/edit"]
        wall.paths.append(f"/communities/{community_id}/gatherings")


def _report(wall: "Wall", thread_id: UUID, lines: str) -> None:
    """By somebody of the community, about the post of another; the reader looks after it, and looks at it."""
    post_id, reporter = _opening(wall, thread_id), wall.writers[0][2]
    with wall.world.inside():
        group_id = queries.thread_seen_by(wall.reader.actor, thread_id).group_id
        belonging.place(reporter.id, group_id, BelongingState.IN)
    with wall.world.inside():
        thing = moderation_queries.post_to_report(reporter.actor, post_id)
        said = Said(reason=Reason.OTHER, rule="1", words=lines[:300])
        report_id = moderation.report(reporter.actor, thing, said, once=chance.new_id())
    wall.paths += ["/care", f"/care/{report_id}", f"/posts/{post_id}/more", f"/posts/{post_id}/report"]
