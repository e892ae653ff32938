"""Room for buddies: counted in one place, taken and given back by conditional updates that hold in any race."""

from collections.abc import Iterable

from sqlalchemy import update

from community.core import clock
from community.core.database import changed
from community.core.errors import Conflict
from community.directory.models import Profile


class NoRoom(Conflict):
    """Somebody has as many buddies as they want: `member_id` says who, `message` does not."""

    def __init__(self, member_id: int) -> None:
        self.member_id = member_id
        super().__init__("There is no room for one more buddy just now, for one of you.")


def take_room(member_ids: Iterable[int]) -> None:
    """Take one place from each, in id order. Raises NoRoom when one has none left."""
    for member_id in sorted(set(member_ids)):
        taken = (
            update(Profile)
            .where(Profile.member_id == member_id, Profile.circles_open < Profile.capacity)
            .values(circles_open=Profile.circles_open + 1, changed_at=clock.now())
        )
        if not changed(taken):
            raise NoRoom(member_id)


def give_back_room(member_ids: Iterable[int]) -> None:
    """Give one place back to each, in id order; never below none taken."""
    for member_id in sorted(set(member_ids)):
        changed(
            update(Profile)
            .where(Profile.member_id == member_id, Profile.circles_open > 0)
            .values(circles_open=Profile.circles_open - 1, changed_at=clock.now())
        )
