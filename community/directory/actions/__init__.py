"""Changes of the directory: loading the reference lists, and what members tell of themselves."""

from community.directory.actions.lists import load_reference_lists
from community.directory.actions.profiles import (
    accept_rules,
    go_by_name,
    refresh_availability,
    refuse_before_rules,
    tell,
)
from community.directory.actions.room import give_back_room, take_room

__all__ = [
    "accept_rules",
    "give_back_room",
    "go_by_name",
    "load_reference_lists",
    "refresh_availability",
    "refuse_before_rules",
    "take_room",
    "tell",
]
