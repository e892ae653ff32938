"""Changes of this room: refuse first, change after."""

from community.practice.actions.coming import come, give_up_seats, stay_away
from community.practice.actions.communities import answer_asker, join, leave, make_community
from community.practice.actions.gatherings import (
    call_off,
    change_gathering,
    in_words,
    plan_gathering,
    plan_of,
    write_note,
)
from community.practice.actions.helped import say_it_helped, settle, take_helped_back
from community.practice.actions.kinds import load_thread_kinds
from community.practice.actions.marks import mark_community_read, mark_read
from community.practice.actions.posts import edit, give_reaction, remove, reply, take_back_reaction
from community.practice.actions.tagging import say_what_it_is_about
from community.practice.actions.telling import Called
from community.practice.actions.threads import close, pin, reopen, start_thread, unpin
from community.practice.actions.waiting import hand_on, nobody_waits, not_me, take_up

__all__ = [
    "Called",
    "answer_asker",
    "call_off",
    "change_gathering",
    "close",
    "come",
    "edit",
    "give_reaction",
    "give_up_seats",
    "hand_on",
    "in_words",
    "join",
    "leave",
    "load_thread_kinds",
    "make_community",
    "mark_community_read",
    "mark_read",
    "nobody_waits",
    "not_me",
    "pin",
    "plan_gathering",
    "plan_of",
    "remove",
    "reopen",
    "reply",
    "say_it_helped",
    "say_what_it_is_about",
    "settle",
    "start_thread",
    "stay_away",
    "take_back_reaction",
    "take_helped_back",
    "take_up",
    "unpin",
    "write_note",
]
