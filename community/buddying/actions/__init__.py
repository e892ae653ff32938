"""Changes of this room: saying hello and answering, and what buddies do in their circle."""

from community.buddying.actions.circles import begin_circle, carry_on, finish, say_apart
from community.buddying.actions.exposure import count_exposure
from community.buddying.actions.forgetting import forget_old_circles
from community.buddying.actions.hello_days import close_hellos, remind_of_hellos
from community.buddying.actions.hellos import accept, decline, say_hello, take_back
from community.buddying.actions.meetings import call_off, forget_meeting, plan_meeting, we_met
from community.buddying.actions.words import keep_promise, make_promise, open_promise_again, see, write_message

__all__ = [
    "accept",
    "begin_circle",
    "call_off",
    "carry_on",
    "close_hellos",
    "count_exposure",
    "decline",
    "finish",
    "forget_meeting",
    "forget_old_circles",
    "keep_promise",
    "make_promise",
    "open_promise_again",
    "plan_meeting",
    "remind_of_hellos",
    "say_apart",
    "say_hello",
    "see",
    "take_back",
    "we_met",
    "write_message",
]
