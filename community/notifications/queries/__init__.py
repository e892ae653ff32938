"""Reads of notices: who is shown which, the tray and the number on the bell."""

from community.notifications.queries.hearing import has_hearings, level_of
from community.notifications.queries.preferences import member_behind, times_of, timings_of
from community.notifications.queries.shown import NOW, is_shown
from community.notifications.queries.telling import News, to_listeners, to_one, without_times
from community.notifications.queries.tray import Line, Tray, how_many_wait, line_of, tray

__all__ = [
    "NOW",
    "Line",
    "News",
    "Tray",
    "has_hearings",
    "how_many_wait",
    "is_shown",
    "level_of",
    "line_of",
    "member_behind",
    "times_of",
    "timings_of",
    "to_listeners",
    "to_one",
    "tray",
    "without_times",
]
