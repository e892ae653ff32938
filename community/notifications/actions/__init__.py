"""Writes of notices: telling and taking back, reading, what to hear, and when letters may come."""

from community.notifications.actions.forgetting import forget_old
from community.notifications.actions.hearing import hear, hear_as_usual
from community.notifications.actions.lettering import note_lettered, pass_over_the_quiet, set_next
from community.notifications.actions.preferences import back_to_usual, begin, set_times, set_timings, stop, stop_all
from community.notifications.actions.reading import read, read_about, read_all, read_in
from community.notifications.actions.telling import (
    keep_from_letters,
    move,
    recount,
    retitle,
    take_back,
    take_back_spot,
    tell,
    tell_everybody,
    tell_group,
    tell_listeners,
)

__all__ = [
    "back_to_usual",
    "begin",
    "forget_old",
    "hear",
    "hear_as_usual",
    "keep_from_letters",
    "move",
    "note_lettered",
    "pass_over_the_quiet",
    "read",
    "read_about",
    "read_all",
    "read_in",
    "recount",
    "retitle",
    "set_next",
    "set_times",
    "set_timings",
    "stop",
    "stop_all",
    "take_back",
    "take_back_spot",
    "tell",
    "tell_everybody",
    "tell_group",
    "tell_listeners",
]
