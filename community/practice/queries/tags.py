"""What a conversation is about: the challenges of the house's list that it was given."""

from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, bindparam, func, select

from community.core.database import db
from community.directory import queries as directory
from community.practice.models import Thread, ThreadChallenge

CHALLENGES = (
    select(func.aggregate_strings(ThreadChallenge.challenge_id, ","))
    .where(ThreadChallenge.thread_id == Thread.id)
    .correlate(Thread)
    .scalar_subquery()
)
_OF = select(ThreadChallenge.challenge_id).where(ThreadChallenge.thread_id == bindparam("thread"))


class Tag(NamedTuple):
    """A challenge as it stands on the page."""

    id: str
    label: str

    @property
    def chip(self) -> tuple[str, str]:
        return self.label, ""


def is_about() -> ColumnElement[bool]:
    """SQL: the Thread was given the challenge of the parameter `challenge`."""
    given = select(ThreadChallenge.thread_id).where(
        ThreadChallenge.thread_id == Thread.id, ThreadChallenge.challenge_id == bindparam("challenge")
    )
    return given.correlate(Thread).exists()


def tags_of(challenges: str | None) -> tuple[Tag, ...]:
    """The value of CHALLENGES as labels, in the order of the house's list."""
    given = set((challenges or "").split(","))
    return tuple(Tag(each.id, each.label) for each in directory.challenges().values() if each.id in given)


def challenges_of(thread_id: int) -> set[str]:
    return set(db.session.scalars(_OF, {"thread": thread_id}))


def known_challenges() -> frozenset[str]:
    return frozenset(directory.challenges())


def groups_of_challenges() -> tuple[directory.ChallengeGroup, ...]:
    """The house's list as people choose from it."""
    return directory.challenge_groups()


def host_of(link: str) -> str:
    """The site that an address leads to, without "www."."""
    return (urlsplit(link).hostname or "").removeprefix("www.")
