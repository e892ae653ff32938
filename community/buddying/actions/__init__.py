"""Changes of this room: saying hello and answering, and what buddies do in their circle."""

from community.buddying.actions.circles import begin_circle, carry_on
from community.buddying.actions.contact import forget_taken_wishes, take_wish, take_wish_back, wish_for_contact
from community.buddying.actions.endings import finish, say_apart
from community.buddying.actions.exposure import count_exposure
from community.buddying.actions.forgetting import forget_old_circles
from community.buddying.actions.hello_days import close_hellos, remind_of_hellos
from community.buddying.actions.hellos import accept, decline, say_hello, take_back
from community.buddying.actions.inviting import Answered, close_proposals, propose, rather_not, say_yes
from community.buddying.actions.life import change_rhythm, keep_going, look_again, pause, resume, say_it_feels_right
from community.buddying.actions.looks import (
    check_in,
    look_half_way,
    renew,
    settle_looks,
    share_check_in,
    tell_of_looks,
)
from community.buddying.actions.meetings import call_off, forget_meeting, plan_meeting, we_met
from community.buddying.actions.quiet import nudge_quiet_circles, resume_circles
from community.buddying.actions.waiting import stop_waiting, tell_those_who_wait, wait
from community.buddying.actions.words import keep_promise, make_promise, open_promise_again, see, write_message

__all__ = [
    "Answered",
    "accept",
    "begin_circle",
    "call_off",
    "carry_on",
    "change_rhythm",
    "check_in",
    "close_hellos",
    "close_proposals",
    "count_exposure",
    "decline",
    "finish",
    "forget_meeting",
    "forget_old_circles",
    "forget_taken_wishes",
    "keep_going",
    "keep_promise",
    "look_again",
    "look_half_way",
    "make_promise",
    "nudge_quiet_circles",
    "open_promise_again",
    "pause",
    "plan_meeting",
    "propose",
    "rather_not",
    "remind_of_hellos",
    "renew",
    "resume",
    "resume_circles",
    "say_apart",
    "say_hello",
    "say_it_feels_right",
    "say_yes",
    "see",
    "settle_looks",
    "share_check_in",
    "stop_waiting",
    "take_back",
    "take_wish",
    "take_wish_back",
    "tell_of_looks",
    "tell_those_who_wait",
    "wait",
    "we_met",
    "wish_for_contact",
    "write_message",
]
