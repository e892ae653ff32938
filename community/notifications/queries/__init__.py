"""Reads of notices: who is shown which, the tray and the number on the bell, and whose letter is due."""

from community.notifications.queries.due import (
    Addressee,
    Pending,
    addressee,
    is_old_enough,
    members_due,
    members_due_now,
    pending_for,
    quiet_times,
    spoken_of,
)
from community.notifications.queries.forgetting import some_told_or_read_before
from community.notifications.queries.hearing import has_hearings, is_chosen_by_itself, is_silenced, level_of
from community.notifications.queries.preferences import (
    how_soon,
    member_behind,
    stopped_from_letter_at,
    times_of,
    timings_of,
)
from community.notifications.queries.shown import is_shown
from community.notifications.queries.telling import (
    News,
    is_set_aside,
    lettered_lately,
    to_everybody,
    to_group,
    to_listeners,
    to_one,
    without_times,
)
from community.notifications.queries.tray import Line, Tray, how_many_wait, line_of, tray

__all__ = [
    "Addressee",
    "Line",
    "News",
    "Pending",
    "Tray",
    "addressee",
    "has_hearings",
    "how_many_wait",
    "how_soon",
    "is_chosen_by_itself",
    "is_old_enough",
    "is_set_aside",
    "is_shown",
    "is_silenced",
    "lettered_lately",
    "level_of",
    "line_of",
    "member_behind",
    "members_due",
    "members_due_now",
    "pending_for",
    "quiet_times",
    "some_told_or_read_before",
    "spoken_of",
    "stopped_from_letter_at",
    "times_of",
    "timings_of",
    "to_everybody",
    "to_group",
    "to_listeners",
    "to_one",
    "tray",
    "without_times",
]
