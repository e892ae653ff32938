"""The communities of the demonstration, who belongs to them, and what is said there."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import update

from community.accounts.models import Member
from community.belonging import actions as belonging
from community.belonging.models import Belonging, BelongingState, GroupKind, GroupRole
from community.core import chance, clock, text
from community.core.database import db
from community.core.roles import Actor
from community.demo.gatherings import load_gatherings
from community.demo.notices import told
from community.demo.outcomes import what_came_of_it
from community.demo.people import actor_of
from community.demo.rows import Row, moved_moment, rows_of, several
from community.notifications.models import What
from community.practice import actions as practice
from community.practice import policy, queries
from community.practice.models import (
    Community,
    CommunityMark,
    Level,
    Post,
    Reaction,
    ReactionKind,
    ReadMark,
    Thread,
)
from community.practice.queries import ThreadSeen

SAFE_SPACES = {"equals", "leading"}
WANDERS_IN = 0.12
NEW_FOR = timedelta(days=12)


def load_communities(people: dict[str, Member]) -> None:
    """Communities with their members, and everything said in them."""
    members_of = {row["id"]: _community(row, people) for row in rows_of("communities")}
    for row in rows_of("threads"):
        community, members = members_of[row["community"]]
        _thread(row, community, members, people)
    load_gatherings({short_id: community for short_id, (community, _) in members_of.items()}, people)
    db.session.flush()


def _community(row: Row, people: dict[str, Member]) -> tuple[Community, list[Member]]:
    made_at = clock.now() - timedelta(days=150)
    group = belonging.make_group(GroupKind.COMMUNITY)
    community = Community(
        group_id=group.id,
        name=row["name"],
        purpose=row["purpose"],
        learning_question=row["learning_question"],
        about=row["domain"],
        level=Level(row["setting"]),
        is_safe_space=row["id"] in SAFE_SPACES,
        rhythm=row["rhythm"],
        agreement=practice.usual_agreement(is_safe_space=row["id"] in SAFE_SPACES),
        made_at=made_at,
    )
    db.session.add(community)
    db.session.flush()
    facilitators = set(several(row["facilitators"]))
    belongs = sorted(_who_belongs(row) | facilitators)
    for short_id in belongs:
        role = GroupRole.FACILITATOR if short_id in facilitators else GroupRole.MEMBER
        belonging.place(people[short_id].id, group.id, BelongingState.IN, role=role)
        db.session.add(CommunityMark(community_id=community.id, member_id=people[short_id].id, agreed_at=made_at))
    db.session.execute(update(Belonging).where(Belonging.group_id == group.id).values(since=made_at))
    return community, [people[short_id] for short_id in belongs]


def _who_belongs(row: Row) -> set[str]:
    """Those who wrote there, those whose challenges fit, and a few who wandered in."""
    about = set(several(row["challenges"]))
    wandering = chance.seeded("demonstration", row["id"])
    threads = {thread["id"] for thread in rows_of("threads") if thread["community"] == row["id"]}
    wrote = {post["author"] for post in rows_of("posts") if post["thread"] in threads}
    fits = {
        member["id"]
        for member in rows_of("members")
        if about & set(several(member["top_challenges"]) + several(member["offers"])) or wandering.random() < WANDERS_IN
    }
    return wrote | fits


def _thread(row: Row, community: Community, members: list[Member], people: dict[str, Member]) -> None:
    said = [post for post in rows_of("posts") if post["thread"] == row["id"]]
    said.sort(key=lambda post: post["created"])
    started_at = moved_moment(row["created"])
    thread = Thread(
        community_id=community.id,
        kind_id=row["kind"],
        title=row["title"],
        excerpt=text.excerpt(said[0]["body"]),
        author_id=people[row["author"]].id,
        started_at=started_at,
        last_post_at=max(moved_moment(post["created"]) for post in said),
        last_author_id=people[said[-1]["author"]].id,
        reply_count=len(said) - 1,
        posts_made=len(said),
        is_pinned=row["pinned"] == "yes",
        made_key=chance.new_id(),
    )
    db.session.add(thread)
    db.session.flush()
    posts = [_post(post, thread, people, is_opening=post is said[0]) for post in said]
    for post, written in zip(posts, said, strict=True):
        db.session.add_all(_reactions(post, int(written["thanks"] or 0), members))
    db.session.add_all(_reading_marks(thread, posts, members))
    asker = actor_of(people[row["author"]])
    seen = queries.thread_seen_by(asker, thread.public_id)
    what_came_of_it(asker, seen, row, people)
    _tell_the_asker(asker, seen, [post for post in posts[1:] if post.posted_at > clock.now() - NEW_FOR])


def _tell_the_asker(asker: Actor, thread: ThreadSeen, answers: list[Post]) -> None:
    by_others = [post for post in answers if post.author_id != asker.id]
    if by_others:
        told(
            asker.id,
            What.ANSWER,
            about=thread.public_id,
            from_id=by_others[-1].author_id or 0,
            at=by_others[-1].posted_at,
            spot=by_others[0].public_id,
            group_id=thread.group_id,
            words=thread.title,
            is_public=policy.may_be_in_letters(thread),
            how_many=len(by_others),
        )


def _post(row: Row, thread: Thread, people: dict[str, Member], *, is_opening: bool) -> Post:
    post = Post(
        thread_id=thread.id,
        author_id=people[row["author"]].id,
        body=row["body"],
        html=text.render_markdown(row["body"]),
        is_opening=is_opening,
        posted_at=moved_moment(row["created"]),
        made_key=chance.new_id(),
    )
    db.session.add(post)
    db.session.flush()
    return post


def _reactions(post: Post, thanks: int, members: list[Member]) -> Iterator[Reaction]:
    """As many thanks as the story tells (as far as there are people to give them), and a few of the other two."""
    luck = chance.seeded("demonstration", "reactions", post.id)
    others = [member for member in members if member.id != post.author_id]
    for kind, wanted in (
        (ReactionKind.THANK_YOU, thanks),
        (ReactionKind.ME_TOO, thanks // 3),
        (ReactionKind.TELL_ME_MORE, luck.choice((0, 0, 0, 1, 2))),
    ):
        for member in luck.sample(others, min(wanted, len(others))):
            yield Reaction(post_id=post.id, kind=kind, member_id=member.id, given_at=post.posted_at)


def _reading_marks(thread: Thread, posts: list[Post], members: list[Member]) -> Iterator[ReadMark]:
    """Everybody has read what is older than a few days; what came since is new to all but its author."""
    lately = clock.now() - NEW_FOR
    for member in members:
        seen = [post for post in posts if post.posted_at < lately or post.author_id == member.id]
        if seen:
            yield ReadMark(member_id=member.id, thread_id=thread.id, post_id=seen[-1].id)
