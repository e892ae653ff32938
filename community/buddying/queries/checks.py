"""Small questions that actions ask inside their own transaction."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from community.accounts.models import Member
from community.buddying.models import CircleMessage, CircleSeat, Meeting, PromiseMade, Proposal
from community.buddying.queries.hellos import A_DAY, A_DAY_WHEN_NEW, NEW_FOR
from community.buddying.seen import CircleSeen
from community.core import clock
from community.core.database import db
from community.directory.models import Profile


def does_anybody_keep_their_organisation(member_ids: list[int]) -> bool:
    """Whether somebody left their organisation blank, so that nobody can know if they work together."""
    blank = select(func.count()).where(Profile.member_id.in_(member_ids), Profile.organisation_key == "")
    return db.session.execute(blank).scalar_one() > 0


def do_all_say_yes(circle_id: int, answer: InstrumentedAttribute[bool | None]) -> bool:
    """Whether this private answer, a column of their seats, is yes for everybody who sits in the circle."""
    silent = select(func.count()).where(
        CircleSeat.circle_id == circle_id, CircleSeat.left_at.is_(None), answer.is_not(True)
    )
    return db.session.execute(silent).scalar_one() == 0


def who_sits_in(circle_id: int) -> list[int]:
    """Member ids of those who have not left, in order."""
    seated = select(CircleSeat.member_id).where(CircleSeat.circle_id == circle_id, CircleSeat.left_at.is_(None))
    return list(db.session.scalars(seated.order_by(CircleSeat.member_id)))


def messages_today(member_id: int) -> tuple[int, int]:
    """How many messages the member sent in the last 24 hours, with hellos that became one, and how many they may."""
    now = clock.now()
    sent = select(func.count()).where(
        CircleMessage.author_id == member_id,
        CircleMessage.sent_at > now - timedelta(days=1),
    )
    joined = select(Member.joined_at).where(Member.id == member_id)
    row = db.session.execute(
        select(sent.scalar_subquery().label("sent"), joined.scalar_subquery().label("joined_at"))
    ).one()
    return row.sent, A_DAY_WHEN_NEW if now - row.joined_at < NEW_FOR else A_DAY


def proposals_today(circle_id: int) -> int:
    """How many a circle's people have made in the last 24 hours, whatever became of them."""
    day_ago = clock.now() - timedelta(days=1)
    made = select(func.count()).where(Proposal.circle_id == circle_id, Proposal.made_at > day_ago)
    return db.session.execute(made).scalar_one()


def has_made_promise(maker_id: int, made_key: UUID) -> bool:
    made = select(PromiseMade.id).where(PromiseMade.maker_id == maker_id, PromiseMade.made_key == made_key)
    return db.session.execute(made).one_or_none() is not None


def is_promise_in(circle: CircleSeen, promise_id: UUID) -> bool:
    found = select(PromiseMade.id).where(PromiseMade.public_id == promise_id, PromiseMade.circle_id == circle.id)
    return db.session.execute(found).one_or_none() is not None


def has_met_on(circle: CircleSeen, day: date) -> bool:
    met = select(Meeting.id).where(Meeting.circle_id == circle.id, Meeting.happened_on == day)
    return db.session.execute(met).one_or_none() is not None
