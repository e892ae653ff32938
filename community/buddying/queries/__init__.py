"""Reads of this room: hellos, circles, and whom to suggest."""

from community.buddying.queries.checks import (
    does_anybody_keep_their_organisation,
    does_everybody_carry_on,
    has_made_promise,
    has_met_on,
    hold_circle_still,
    is_promise_in,
    messages_today,
    who_sits_in,
)
from community.buddying.queries.circles import (
    circle_seen_by,
    circles_of,
    finished_circles_of,
    meetings_of,
    message_made_with,
    messages_in,
    promises_in,
    readers_of_circle,
)
from community.buddying.queries.everybody import forget_everybody, read_ahead
from community.buddying.queries.exposure import counted_before, recently_active, stand_in_lists_of, those_still_here
from community.buddying.queries.finding import Stranger, stranger_seen_by, suggestions_for, why_seen_by, why_together
from community.buddying.queries.forgetting import circles_finished_before, hellos_asked_before, not_again_in
from community.buddying.queries.guides import guides_for, starters_for
from community.buddying.queries.hello_days import hellos_that_are_over, hellos_to_remind_of, members_to_remind
from community.buddying.queries.hellos import (
    counts_between,
    has_open_hello_with,
    has_sent_open,
    hello_made_with,
    hello_seen_by,
    open_hello,
    readers_of_hello,
    received_by,
    sent_by,
    waiting_hellos_for,
)
from community.buddying.queries.meetings import called_off_lately, meeting_for_calendar, meeting_to_revive
from community.buddying.queries.narrowing import Filters, filters_from, narrowed_by, place_choices
from community.buddying.seen import MeetingFacts

__all__ = [
    "Filters",
    "MeetingFacts",
    "Stranger",
    "called_off_lately",
    "circle_seen_by",
    "circles_finished_before",
    "circles_of",
    "counted_before",
    "counts_between",
    "does_anybody_keep_their_organisation",
    "does_everybody_carry_on",
    "filters_from",
    "finished_circles_of",
    "forget_everybody",
    "guides_for",
    "has_made_promise",
    "has_met_on",
    "has_open_hello_with",
    "has_sent_open",
    "hello_made_with",
    "hello_seen_by",
    "hellos_asked_before",
    "hellos_that_are_over",
    "hellos_to_remind_of",
    "hold_circle_still",
    "is_promise_in",
    "meeting_for_calendar",
    "meeting_to_revive",
    "meetings_of",
    "members_to_remind",
    "message_made_with",
    "messages_in",
    "messages_today",
    "narrowed_by",
    "not_again_in",
    "open_hello",
    "place_choices",
    "promises_in",
    "read_ahead",
    "readers_of_circle",
    "readers_of_hello",
    "received_by",
    "recently_active",
    "sent_by",
    "stand_in_lists_of",
    "starters_for",
    "stranger_seen_by",
    "suggestions_for",
    "those_still_here",
    "waiting_hellos_for",
    "who_sits_in",
    "why_seen_by",
    "why_together",
]
