"""Throttles for what only reads: counted in this process's memory, because looking writes nothing.

So every process of the server allows the whole number. What must be counted by all of them together is counted in
the database: `limits`.
"""

from collections import OrderedDict
from threading import Lock

from community.core import clock
from community.core.errors import TooMany

MOST_REMEMBERED = 10_000

_counts: OrderedDict[tuple[object, ...], tuple[float, int]] = OrderedDict()
_lock = Lock()


def keep_to(kind: str, *who: object, limit: int, seconds: int) -> None:
    """Count one use of `kind` by `who`; raise TooMany past `limit` uses in `seconds`."""
    now = clock.now().timestamp()
    with _lock:
        ends_at, uses = _counts.pop((kind, *who), (now + seconds, 0))
        if not now < ends_at <= now + seconds:
            ends_at, uses = now + seconds, 0
        _counts[kind, *who] = (ends_at, uses + 1)
        while len(_counts) > MOST_REMEMBERED:
            _counts.popitem(last=False)
    if uses >= limit:
        raise TooMany(retry_after=max(1, int(ends_at - now)))


def forget_all() -> None:
    """Start counting anew."""
    with _lock:
        _counts.clear()
