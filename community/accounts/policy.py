"""Who may do what with an account."""

from datetime import datetime, timedelta

from community.core import clock

CONFIRMED_FOR = timedelta(minutes=10)


def is_recently_confirmed(confirmed_at: datetime) -> bool:
    """Whether the password was proved so lately that a sensitive act needs no asking again (R6)."""
    return clock.now() - confirmed_at < CONFIRMED_FOR
