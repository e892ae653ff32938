"""Whose lists to count, and who stands in them: for the nightly job, and never for a page."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import bindparam, or_, select

from community.accounts.models import Member, MemberSession
from community.buddying.matching import EVERYBODY
from community.buddying.models import Exposure
from community.buddying.queries.choosing import chosen_for
from community.buddying.queries.people import somebodies_of
from community.core import chance, clock
from community.core.database import UtcDateTime, db
from community.core.roles import MemberState
from community.directory.models import Profile

FORTNIGHT = timedelta(days=14)
MOST_LISTS = 2_000

_ACTIVE = (
    select(Member.id)
    .join(MemberSession, MemberSession.member_id == Member.id)
    .join(Profile, Profile.member_id == Member.id)
    .where(
        Member.state == MemberState.ACTIVE,
        Profile.is_available,
        Profile.circles_open < Profile.capacity,
        or_(
            MemberSession.created_at > bindparam("since", type_=UtcDateTime()),
            MemberSession.expires_at > bindparam("now", type_=UtcDateTime()),
        ),
    )
    .distinct()
    .order_by(Member.id)
)
_COUNTED = select(Exposure.member_id, Exposure.lists)


def recently_active() -> list[int]:
    """Members who signed in this fortnight or are signed in, and who look for a buddy; on a great site some of them."""
    now = clock.now()
    active = list(db.session.scalars(_ACTIVE, {"now": now, "since": now - FORTNIGHT}))
    if len(active) <= MOST_LISTS:
        return active
    return chance.seeded("lists to count", clock.today()).sample(active, MOST_LISTS)


def stand_in_lists_of(viewer_ids: list[int]) -> Counter[int]:
    """In how many of these members' lists each stands, if they all looked now."""
    counted: Counter[int] = Counter()
    for viewer in somebodies_of(viewer_ids).values():
        lists = chosen_for(viewer, EVERYBODY).lists
        counted.update(int(one.person.key) for one in (*lists.another_side, *lists.know_your_job))
    return counted


def those_still_here(member_ids: list[int]) -> list[int]:
    """Held for this transaction: nobody of them leaves before it ends."""
    here = select(Member.id).where(Member.id.in_(member_ids)).order_by(Member.id)
    return list(db.session.scalars(here.with_for_update(read=True, key_share=True)))


def counted_before() -> dict[int, int]:
    return {row.member_id: row.lists for row in db.session.execute(_COUNTED)}
