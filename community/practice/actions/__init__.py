"""Changes of this room: refuse first, change after."""

from community.practice.actions.coming import come, give_up_seats, stay_away
from community.practice.actions.doors import agree, answer_asker, join, leave, show_out
from community.practice.actions.gatherings import (
    call_off,
    change_gathering,
    in_words,
    plan_gathering,
    plan_of,
    write_note,
)
from community.practice.actions.helped import say_it_helped, settle, take_helped_back
from community.practice.actions.inviting import come_in, make_invite, revoke_invite
from community.practice.actions.kinds import load_thread_kinds
from community.practice.actions.levels import archive, bring_back, change_level
from community.practice.actions.making import agree_anew, make_community, rewrite, start_community, usual_agreement
from community.practice.actions.marks import mark_community_read, mark_read
from community.practice.actions.moving import move
from community.practice.actions.posts import edit, give_reaction, remove, reply, take_back_reaction
from community.practice.actions.tagging import say_what_it_is_about
from community.practice.actions.telling import Called
from community.practice.actions.tending import (
    accept_care,
    decline_care,
    offer_care,
    step_down,
    take_back_offer,
    take_up_care,
)
from community.practice.actions.threads import close, pin, reopen, start_thread, unpin
from community.practice.actions.waiting import hand_on, nobody_waits, not_me, take_up

__all__ = [
    "Called",
    "accept_care",
    "agree",
    "agree_anew",
    "answer_asker",
    "archive",
    "bring_back",
    "call_off",
    "change_gathering",
    "change_level",
    "close",
    "come",
    "come_in",
    "decline_care",
    "edit",
    "give_reaction",
    "give_up_seats",
    "hand_on",
    "in_words",
    "join",
    "leave",
    "load_thread_kinds",
    "make_community",
    "make_invite",
    "mark_community_read",
    "mark_read",
    "move",
    "nobody_waits",
    "not_me",
    "offer_care",
    "pin",
    "plan_gathering",
    "plan_of",
    "remove",
    "reopen",
    "reply",
    "revoke_invite",
    "rewrite",
    "say_it_helped",
    "say_what_it_is_about",
    "settle",
    "show_out",
    "start_community",
    "start_thread",
    "stay_away",
    "step_down",
    "take_back_offer",
    "take_back_reaction",
    "take_helped_back",
    "take_up",
    "take_up_care",
    "unpin",
    "usual_agreement",
    "write_note",
]
