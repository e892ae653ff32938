"""Members, groups and what they chose, for tests of notices; and the tray as the database holds it."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select, update

from community.accounts.models import Member
from community.belonging import actions as belonging
from community.belonging.models import BelongingState, Block, GroupKind
from community.core import chance, clock
from community.core.database import db
from community.core.roles import MemberState
from community.notifications import actions, queries
from community.notifications.models import Hearing, Kind, Level, Notice, Preference, Timing, What
from tests.world import Person, World


def group_of(world: World, *people: Person, kind: GroupKind = GroupKind.COMMUNITY) -> int:
    with world.inside():
        group = belonging.make_group(kind)
        for person in people:
            belonging.place(person.id, group.id, BelongingState.IN)
        return group.id


def leave(world: World, person: Person, group_id: int) -> None:
    with world.inside():
        belonging.take_out(person.id, group_id)


def block(world: World, one: Person, other: Person) -> None:
    with world.inside():
        db.session.add(Block(blocker_id=one.id, blocked_id=other.id, made_at=clock.now()))


def becomes(world: World, person: Person, state: MemberState) -> None:
    with world.inside():
        db.session.get_one(Member, person.id).state = state


def hears(world: World, person: Person, about: UUID, level: Level) -> None:
    with world.inside():
        db.session.add(Hearing(member_id=person.id, about=about, level=level))


def prefers(world: World, person: Person, kind: Kind, timing: Timing) -> None:
    with world.inside():
        db.session.add(Preference(member_id=person.id, kind=kind, timing=timing))


def tell(world: World, person: Person, what: What = What.MESSAGE, *, about: UUID | None = None, **more: object) -> UUID:
    """Tell, as a room does; returns what it was about."""
    about = about or chance.new_id()
    sender = more.pop("sender", None)
    with world.inside():
        actions.tell(person.id, what, about=about, sender=sender.actor if sender else None, **more)  # type: ignore
    return about


def notices_of(world: World, person: Person) -> Sequence[Notice]:
    """Every row, shown or not, the oldest first."""
    with world.app.app_context():
        rows = db.session.scalars(select(Notice).where(Notice.member_id == person.id).order_by(Notice.id)).all()
        db.session.expunge_all()
        return rows


def only_notice_of(world: World, person: Person) -> Notice:
    (notice,) = notices_of(world, person)
    return notice


def listen(
    world: World, sender: Person, talk: UUID, place: UUID, group_id: int, *, besides: Collection[int] = ()
) -> int:
    """Somebody replies in a conversation: tell who listens. Returns how many did."""
    with world.inside():
        return actions.tell_listeners(
            What.REPLY,
            about=talk,
            inside=place,
            group_id=group_id,
            sender=sender.actor,
            spot=chance.new_id(),
            words="Home by Friday",
            is_public=True,
            besides=besides,
        )


def read(world: World, person: Person, about: UUID) -> None:
    with world.inside():
        actions.read_about(person.actor, about)


def shown_to(world: World, person: Person) -> list[str]:
    """The sentences that are new in the tray, the latest first; the bell must say as many."""
    with world.inside():
        lines = queries.tray(person.actor).unread
        assert queries.how_many_wait(person.actor) == len(lines)
        return [line.sentence for line in lines]


def lettered(world: World, person: Person) -> None:
    """A letter has spoken of everything that is new."""
    with world.inside():
        db.session.execute(update(Notice).where(Notice.member_id == person.id).values(lettered_at=clock.now()))


def timings_of(world: World, person: Person) -> dict[Kind, Timing]:
    with world.app.app_context():
        return queries.timings_of(person.id)
