"""Who may do what with an account."""

from datetime import datetime, timedelta

from community.core import clock

CONFIRMED_FOR = timedelta(minutes=10)


def is_recently_confirmed(confirmed_at: datetime | None) -> bool:
    """Whether the password was proved so lately that a sensitive act needs no asking again (R6)."""
    return confirmed_at is not None and clock.now() - confirmed_at < CONFIRMED_FOR
