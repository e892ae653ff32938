"""Reads of this room: hellos, circles, and whom to suggest."""

from community.buddying.queries.checks import (
    do_all_say_yes,
    does_anybody_keep_their_organisation,
    has_made_promise,
    has_met_on,
    is_promise_in,
    messages_today,
    proposals_today,
    who_sits_in,
)
from community.buddying.queries.circles import (
    circle_seen_by,
    meetings_of,
    message_made_with,
    messages_in,
    promises_in,
    readers_of_circle,
)
from community.buddying.queries.clashes import those_against
from community.buddying.queries.contact import (
    administrators,
    how_many_open_wishes,
    old_wishes,
    open_wishes,
    taken_wishes,
    wish_of,
    wisher_of,
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
    is_asked_by,
    open_hello,
    readers_of_hello,
    received_by,
    sent_by,
    waiting_hellos_for,
)
from community.buddying.queries.lists import circles_of, finished_circles_of
from community.buddying.queries.looks import (
    answer_of,
    answers_still_here,
    check_in_of,
    half_way_answers,
    looks_of,
    own_look,
    readers_of_half_way,
)
from community.buddying.queries.looks_due import looks_to_open, looks_to_tell, renewals_to_remind_of
from community.buddying.queries.meetings import called_off_lately, meeting_for_calendar, meeting_to_revive
from community.buddying.queries.narrowing import Filters, filters_from, narrowed_by
from community.buddying.queries.waiting import shown_to, those_who_have_somebody, those_who_wait, waits_since
from community.buddying.seen import MeetingFacts

__all__ = [
    "Filters",
    "MeetingFacts",
    "Stranger",
    "administrators",
    "answer_of",
    "answers_still_here",
    "called_off_lately",
    "check_in_of",
    "circle_seen_by",
    "circles_finished_before",
    "circles_of",
    "counted_before",
    "counts_between",
    "do_all_say_yes",
    "does_anybody_keep_their_organisation",
    "filters_from",
    "finished_circles_of",
    "forget_everybody",
    "guides_for",
    "half_way_answers",
    "has_made_promise",
    "has_met_on",
    "has_open_hello_with",
    "has_sent_open",
    "hello_made_with",
    "hello_seen_by",
    "hellos_asked_before",
    "hellos_that_are_over",
    "hellos_to_remind_of",
    "how_many_open_wishes",
    "is_asked_by",
    "is_promise_in",
    "looks_of",
    "looks_to_open",
    "looks_to_tell",
    "meeting_for_calendar",
    "meeting_to_revive",
    "meetings_of",
    "members_to_remind",
    "message_made_with",
    "messages_in",
    "messages_today",
    "narrowed_by",
    "not_again_in",
    "old_wishes",
    "open_hello",
    "open_wishes",
    "own_look",
    "promises_in",
    "proposals_today",
    "read_ahead",
    "readers_of_circle",
    "readers_of_half_way",
    "readers_of_hello",
    "received_by",
    "recently_active",
    "renewals_to_remind_of",
    "sent_by",
    "shown_to",
    "stand_in_lists_of",
    "starters_for",
    "stranger_seen_by",
    "suggestions_for",
    "taken_wishes",
    "those_against",
    "those_still_here",
    "those_who_have_somebody",
    "those_who_wait",
    "waiting_hellos_for",
    "waits_since",
    "who_sits_in",
    "why_seen_by",
    "why_together",
    "wish_of",
    "wisher_of",
]
