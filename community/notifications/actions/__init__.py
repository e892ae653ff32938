"""Writes of notices: telling and taking back, reading, what to hear, and when letters may come."""

from community.notifications.actions.hearing import hear, hear_as_usual
from community.notifications.actions.preferences import back_to_usual, begin, set_times, set_timings, stop, stop_all
from community.notifications.actions.reading import read, read_about, read_all, read_in
from community.notifications.actions.telling import retitle, take_back, take_back_spot, tell, tell_listeners

__all__ = [
    "back_to_usual",
    "begin",
    "hear",
    "hear_as_usual",
    "read",
    "read_about",
    "read_all",
    "read_in",
    "retitle",
    "set_times",
    "set_timings",
    "stop",
    "stop_all",
    "take_back",
    "take_back_spot",
    "tell",
    "tell_listeners",
]
