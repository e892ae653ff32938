"""Reads of this room: hellos, circles, and whom to suggest."""

from community.buddying.queries.circles import (
    circle_seen_by,
    circles_of,
    meetings_of,
    message_made_with,
    messages_in,
    promises_in,
    readers_of_circle,
)
from community.buddying.queries.hellos import (
    counts_between,
    hello_made_with,
    hello_seen_by,
    open_hello,
    readers_of_hello,
    received_by,
    sent_by,
    waiting_hellos_for,
)

__all__ = [
    "circle_seen_by",
    "circles_of",
    "counts_between",
    "hello_made_with",
    "hello_seen_by",
    "meetings_of",
    "message_made_with",
    "messages_in",
    "open_hello",
    "promises_in",
    "readers_of_circle",
    "readers_of_hello",
    "received_by",
    "sent_by",
    "waiting_hellos_for",
]
