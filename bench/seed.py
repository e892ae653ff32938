"""A database to measure on: members, conversations and posts, the same in every run."""

import random
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import insert

from community.accounts.models import Member, MemberSession
from community.belonging import actions as belonging
from community.belonging.models import BelongingState, GroupKind
from community.core import chance, clock, text
from community.core.database import db
from community.core.roles import MemberState
from community.directory import actions as directory
from community.directory.models import Profile
from community.practice import actions as practice
from community.practice.models import Community, CommunityMark, Level, Post, Thread
from community.web import cookies

TALK = "we met the discharge team on a Friday and nobody had asked the family what would help most at home"
WORDS = TALK.split()


@dataclass(frozen=True)
class Seeded:
    thread: UUID
    community: UUID
    cookie: str


def seed(app: Flask, *, members: int, threads: int, posts: int) -> Seeded:
    """Fill the database; returns what a signed-in visitor needs to ask for a page."""
    luck = random.Random(20261123)
    with app.app_context():
        db.create_all()
        directory.load_reference_lists()
        practice.load_thread_kinds()
        people = [_member(number) for number in range(members)]
        community = _community(people)
        made = [_thread(community, luck.choice(people), luck) for _ in range(threads)]
        for thread in made:
            _posts(thread, people, posts // threads, luck)
        cookie = _signed_in(app, people[0])
        db.session.commit()
        return Seeded(made[0].public_id, community.public_id, cookie)


def _member(number: int) -> Member:
    address = f"member{number}@example.org"
    now = clock.now()
    member = Member(
        email=address,
        email_key=address,
        display_name=f"Member {number}",
        state=MemberState.ACTIVE,
        joined_at=now,
        rules_version="1",
        rules_accepted_at=now,
    )
    db.session.add(member)
    db.session.flush()
    db.session.add(Profile(member_id=member.id, sector_id="care-home", changed_at=now))
    return member


def _community(people: list[Member]) -> Community:
    group = belonging.make_group(GroupKind.COMMUNITY)
    community = Community(
        group_id=group.id,
        name="Better days",
        purpose="To think together",
        level=Level.OPEN,
        agreement="We are kind.",
        made_at=clock.now(),
    )
    db.session.add(community)
    db.session.flush()
    for member in people:
        belonging.place(member.id, group.id, BelongingState.IN)
        db.session.add(CommunityMark(community_id=community.id, member_id=member.id, agreed_at=clock.now()))
    return community


def _thread(community: Community, author: Member, luck: random.Random) -> Thread:
    thread = Thread(
        community_id=community.id,
        kind_id="question",
        title=" ".join(luck.choices(WORDS, k=8)),
        excerpt=" ".join(luck.choices(WORDS, k=20)),
        author_id=author.id,
        started_at=clock.now(),
        last_post_at=clock.now(),
        reply_count=0,
        made_key=chance.new_id(),
    )
    db.session.add(thread)
    db.session.flush()
    return thread


def _posts(thread: Thread, people: list[Member], count: int, luck: random.Random) -> None:
    rows = []
    for number in range(count):
        body = " ".join(luck.choices(WORDS, k=60))
        rows.append(
            {
                "public_id": chance.new_id(),
                "thread_id": thread.id,
                "author_id": luck.choice(people).id,
                "body": body,
                "html": text.render_markdown(body),
                "is_opening": number == 0,
                "posted_at": clock.now() - timedelta(minutes=count - number),
                "made_key": chance.new_id(),
            }
        )
    db.session.execute(insert(Post), rows)
    thread.reply_count, thread.posts_made = count - 1, count


def _signed_in(app: Flask, member: Member) -> str:
    token, now = chance.token(), clock.now()
    db.session.add(
        MemberSession(
            token_hash=chance.hash_of(token),
            member_id=member.id,
            created_at=now,
            confirmed_at=now,
            expires_at=now + timedelta(hours=24),
        )
    )
    with app.test_request_context():
        cookies.begin_session(token, remembered=False)
        seen = cookies._pending().values["seen"][0]
    return f"member={token}; seen={seen}"
