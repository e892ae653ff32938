"""Changes of belonging. Rooms call these; they decide who may."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, update

from community.belonging.models import (
    Avoidance,
    AvoidedOrganisation,
    Belonging,
    BelongingState,
    Block,
    Group,
    GroupKind,
    GroupRole,
)
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


def avoid(member_id: int, avoided_id: int) -> None:
    """From now on the two are not suggested to each other. A repeat changes nothing."""
    values = {"member_id": member_id, "avoided_id": avoided_id, "made_at": clock.now()}
    db.session.execute(upsert(Avoidance).values(values).on_conflict_do_nothing())


def stop_avoiding(member_id: int, avoided_id: int) -> None:
    changed(delete(Avoidance).where(Avoidance.member_id == member_id, Avoidance.avoided_id == avoided_id))


def avoid_organisation(member_id: int, key: str, *, public_id: UUID, name_box: bytes) -> None:
    """From now on its people are not suggested to the member, nor the member to them. A repeat changes nothing."""
    values = {
        "public_id": public_id,
        "member_id": member_id,
        "organisation_key": key,
        "name_box": name_box,
        "made_at": clock.now(),
    }
    made = upsert(AvoidedOrganisation).values(values)
    db.session.execute(made.on_conflict_do_nothing(index_elements=["member_id", "organisation_key"]))


def stop_avoiding_organisation(member_id: int, public_id: UUID) -> bool:
    """Whether it was on their list."""
    own = AvoidedOrganisation.member_id == member_id
    return bool(changed(delete(AvoidedOrganisation).where(own, AvoidedOrganisation.public_id == public_id)))


def block(blocker_id: int, blocked_id: int) -> None:
    """From now on the two are invisible to each other. A repeat changes nothing."""
    values = {"blocker_id": blocker_id, "blocked_id": blocked_id, "made_at": clock.now()}
    db.session.execute(upsert(Block).values(values).on_conflict_do_nothing())


def unblock(blocker_id: int, blocked_id: int) -> None:
    """Take the blocker's own block away; one that the other made stands."""
    changed(delete(Block).where(Block.blocker_id == blocker_id, Block.blocked_id == blocked_id))


def end_groups(group_ids: Collection[int]) -> int:
    """Delete groups for ever, with whatever rooms hang on them; returns how many."""
    return changed(delete(Group).where(Group.id.in_(group_ids)))
