"""Keyset paging: a slice of rows and the key from which the next one starts. Pages are never counted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Slice(Generic[Row]):
    """Up to `limit` rows in reading order; `more_key` is the key of the last one when there are more."""

    rows: Sequence[Row]
    more_key: str | None

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def slice_of(fetched: Sequence[Row], limit: int, key: Callable[[Row], object]) -> Slice[Row]:
    """Cut what was fetched with `limit + 1` down to a slice; the extra row only says that there is more."""
    rows = fetched[:limit]
    more = len(fetched) > limit
    return Slice(rows, str(key(rows[-1])) if more else None)
