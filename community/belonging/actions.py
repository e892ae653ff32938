"""Changes of belonging. Rooms call these; they decide who may."""

from sqlalchemy import update

from community.belonging.models import Belonging, BelongingState, Group, GroupKind, GroupRole
from community.core import clock
from community.core.database import changed, db, upsert


def make_group(kind: GroupKind) -> Group:
    group = Group(kind=kind, made_at=clock.now())
    db.session.add(group)
    db.session.flush()
    return group


def place(
    member_id: int,
    group_id: int,
    state: BelongingState,
    *,
    role: GroupRole | None = None,
) -> None:
    """Give a member this state (and role) in a group, whether or not they were known there before."""
    values = {"state": state, "since": clock.now()} | ({"role": role} if role else {})
    statement = (
        upsert(Belonging)
        .values(group_id=group_id, member_id=member_id, **({"role": GroupRole.MEMBER} | values))
        .on_conflict_do_update(index_elements=["group_id", "member_id"], set_=values)
    )
    db.session.execute(statement)


def answer(member_id: int, group_id: int, state: BelongingState) -> bool:
    """Give this state to somebody who asks to come in; False if they do not ask (any more)."""
    done = (
        update(Belonging)
        .where(
            Belonging.group_id == group_id,
            Belonging.member_id == member_id,
            Belonging.state == BelongingState.ASKED,
        )
        .values(state=state, since=clock.now())
    )
    return bool(changed(done))


def take_out(member_id: int, group_id: int) -> bool:
    """End somebody's belonging; False if they were not in."""
    done = (
        update(Belonging)
        .where(
            Belonging.group_id == group_id,
            Belonging.member_id == member_id,
            Belonging.state != BelongingState.OUT,
        )
        .values(state=BelongingState.OUT, role=GroupRole.MEMBER, since=clock.now())
    )
    return bool(changed(done))
