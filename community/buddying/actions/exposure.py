"""Who is shown to many: counted every night over the lists of recently active members, never while somebody looks."""

from collections import Counter

from sqlalchemy import delete

from community.buddying import queries
from community.buddying.models import Exposure
from community.core import clock
from community.core.database import changed, db, reading, short_transaction, upsert
from community.jobs import running

LISTS_AT_ONCE = 50
ROWS_AT_ONCE = 500


def count_exposure() -> int:
    """Count in how many lists everybody stands, and keep half of what was counted before, so that nobody swings from
    much shown to hardly shown and back; returns how many lists were counted. Call it outside any transaction.

    A worker that stops leaves what was counted before as it is.
    """
    with reading():
        viewers, before = queries.recently_active(), queries.counted_before()
    counted: Counter[int] = Counter()
    for first in range(0, len(viewers), LISTS_AT_ONCE):
        if running.is_stopping():
            return 0
        with reading():
            counted += queries.stand_in_lists_of(viewers[first : first + LISTS_AT_ONCE])
    queries.forget_everybody()  # this process looks once a night: a memory for that is not kept all day
    _keep({member_id: _lists(before.get(member_id), counted[member_id]) for member_id in {*before, *counted}})
    return len(viewers)


def _lists(before: int | None, now: int) -> int:
    if before is None:
        return now
    return -(-(before + now) // 2) if now else before // 2


def _keep(lists: dict[int, int]) -> None:
    """In short transactions. Somebody who has left meanwhile is nobody's to count."""
    ids = sorted(lists)
    for first in range(0, len(ids), ROWS_AT_ONCE):
        with short_transaction():
            _keep_some({member_id: lists[member_id] for member_id in ids[first : first + ROWS_AT_ONCE]})


def _keep_some(lists: dict[int, int]) -> None:
    now, there = clock.now(), queries.those_still_here(list(lists))
    rows = [{"member_id": each, "lists": lists[each], "counted_at": now} for each in there if lists[each]]
    changed(delete(Exposure).where(Exposure.member_id.in_([each for each, number in lists.items() if not number])))
    if rows:
        counting = upsert(Exposure).values(rows)
        new = {"lists": counting.excluded.lists, "counted_at": counting.excluded.counted_at}
        db.session.execute(counting.on_conflict_do_update(index_elements=[Exposure.member_id], set_=new))
