"""Who may do what with an account."""

from datetime import datetime, timedelta

from community.core import clock

CONFIRMED_FOR = timedelta(minutes=10)
SETTLED_AFTER = timedelta(days=7)


def is_recently_confirmed(confirmed_at: datetime | None) -> bool:
    """Whether the password was proved so lately that a sensitive act needs no asking again (R6)."""
    return confirmed_at is not None and clock.now() - confirmed_at < CONFIRMED_FOR


def is_settled(proven_at: datetime) -> bool:
    """Whether an address has been there so long that its member had time to notice one that is not theirs."""
    return clock.now() - proven_at >= SETTLED_AFTER


def has_way_back(gone: datetime, stays: datetime) -> bool:
    """Whether an address taken away can be put back: only the older of the two, so never what a thief added."""
    return gone < stays


def can_go_for_good(stays: datetime) -> bool:
    """Whether a way back may be declined: a mailbox is left, and the address that stays is settled."""
    return is_settled(stays)
