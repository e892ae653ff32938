"""What each notice is called, where it leads, whether it waits for me, and how soon letters speak of it by default."""

from typing import NamedTuple

from community.notifications.models import Kind, Level, Timing, What


class KindWords(NamedTuple):
    """A kind as the page of preferences says it."""

    label: str
    line: str
    timing: Timing
    about_buddies: bool


class WhatWords(NamedTuple):
    """A notice as the tray and letters say it. `many` is said of several; `path` is where it leads.

    `otherwise` is where it leads when the spot that the path names has gone, and `unnamed` what is said of one whose
    title must not be named, where leaving it out makes no sentence. `button` says what to do where a letter leads.
    """

    kind: Kind
    one: str
    many: str
    icon: str
    path: str
    needs_me: bool = False
    otherwise: str = ""
    unnamed: str = ""
    button: str = ""


KINDS: dict[Kind, KindWords] = {
    Kind.HELLO: KindWords(
        "Hellos", "Somebody says hello to me, or my own hello has an answer. One reminder on day 6.", Timing.NOW, True
    ),
    Kind.MESSAGE: KindWords("Messages", "A buddy writes to me.", Timing.NOW, True),
    Kind.MEETING: KindWords("Meetings", "A meeting is set, moved or called off.", Timing.NOW, True),
    Kind.CIRCLE: KindWords("Endings", "A buddy finishes, or leaves a circle of mine.", Timing.NOW, True),
    Kind.ANSWER: KindWords("Answers", "Somebody answers in a conversation that I began.", Timing.NOW, False),
    Kind.MENTION: KindWords("Mentions", "Somebody writes @ and my name.", Timing.NOW, False),
    Kind.FOLLOWED: KindWords("Every reply", "Something new where I chose to hear every reply.", Timing.NOW, False),
    Kind.DOOR: KindWords(
        "At the door",
        "Somebody asks to come into a community I look after, or I have been answered.",
        Timing.NOW,
        False,
    ),
    Kind.COMMUNITY: KindWords("Summary", "What else is new in my communities.", Timing.WEEKLY, False),
}

# What letters no longer speak of, once their reader has chosen to hear this much of a thing.
SILENCED: dict[Level, tuple[Kind, ...]] = {
    Level.EVERY: (),
    Level.SUMMARY: (Kind.FOLLOWED,),
    Level.MENTIONED: (Kind.FOLLOWED, Kind.COMMUNITY, Kind.ANSWER),
    Level.NOTHING: (Kind.FOLLOWED, Kind.COMMUNITY, Kind.ANSWER, Kind.MENTION),
}

_HELLOS, _THAT_HELLO, _CIRCLE, _TALK, _PLACE = (
    "/buddies/hellos",
    "/buddies/hellos#hello-{about}",
    "/buddies/circles/{about}",
    "/conversations/{about}",
    "/communities/{about}",
)
_POST = "/posts/{spot}"

WHATS: dict[What, WhatWords] = {
    What.HELLO: WhatWords(
        Kind.HELLO, "{who} says hello", "", "users", _THAT_HELLO, needs_me=True, button="Read and answer"
    ),
    What.HELLO_WAITS: WhatWords(
        Kind.HELLO,
        "{who} is still waiting for your answer",
        "",
        "users",
        _THAT_HELLO,
        needs_me=True,
        button="Read and answer",
    ),
    What.HELLO_YES: WhatWords(
        Kind.HELLO,
        "{who} says yes. You are buddies",
        "",
        "users",
        "/buddies/circles/{spot}",
        otherwise=_HELLOS,
        button="Open your space",
    ),
    What.HELLO_CLOSED: WhatWords(
        Kind.HELLO,
        "Your hello to {words} has closed. Here are others",
        "",
        "users",
        "/buddies",
        unnamed="A hello of yours has closed. Here are others",
        button="See others",
    ),
    What.MESSAGE: WhatWords(
        Kind.MESSAGE, "{who} wrote to you", "{n} messages, the latest from {who}", "mail", _CIRCLE, needs_me=True
    ),
    What.MEETING_SET: WhatWords(
        Kind.MEETING, "{who} set a time to meet: {words}", "", "calendar", _CIRCLE, unnamed="{who} set a time to meet"
    ),
    What.MEETING_MOVED: WhatWords(
        Kind.MEETING,
        "{who} moved your meeting to {words}",
        "",
        "calendar",
        _CIRCLE,
        needs_me=True,
        unnamed="{who} moved your meeting",
    ),
    What.MEETING_OFF: WhatWords(
        Kind.MEETING,
        "{who} called off your meeting on {words}",
        "",
        "calendar",
        _CIRCLE,
        needs_me=True,
        unnamed="{who} called your meeting off",
    ),
    What.CIRCLE_FINISHED: WhatWords(
        Kind.CIRCLE,
        "Your circle with {words} has finished",
        "",
        "footprints",
        _CIRCLE,
        unnamed="A circle of yours has finished",
    ),
    What.CIRCLE_LEFT: WhatWords(Kind.CIRCLE, "{who} has left your circle", "", "footprints", _CIRCLE),
    What.ANSWER: WhatWords(
        Kind.ANSWER,
        "{who} answered in “{words}”",
        "{n} answers in “{words}”, the latest from {who}",
        "messages-square",
        _POST,
        otherwise=_TALK,
    ),
    What.MENTION: WhatWords(
        Kind.MENTION,
        "{who} mentions you in “{words}”",
        "{n} mentions of you in “{words}”",
        "messages-square",
        _POST,
        needs_me=True,
        otherwise=_TALK,
    ),
    What.REPLY: WhatWords(
        Kind.FOLLOWED,
        "{who} replied in “{words}”",
        "{n} new in “{words}”, the latest from {who}",
        "messages-square",
        _POST,
        otherwise=_TALK,
    ),
    What.CONVERSATION: WhatWords(
        Kind.FOLLOWED,
        "{who} began “{words}”",
        "{n} new in “{words}”, the latest from {who}",
        "messages-square",
        _TALK,
        unnamed="{who} began a conversation in one of your communities",
    ),
    What.ASKS_IN: WhatWords(
        Kind.DOOR,
        "{who} asks to come into {words}",
        "{n} people ask to come into {words}",
        "users",
        _PLACE + "/asking",
        needs_me=True,
    ),
    What.LET_IN: WhatWords(
        Kind.DOOR,
        "You are in: {words}",
        "",
        "messages-square",
        _PLACE,
        unnamed="You are in a community that you asked to join",
    ),
    What.NOT_LET_IN: WhatWords(
        Kind.DOOR,
        "{words} cannot let you in just now",
        "",
        "messages-square",
        "/communities",
        unnamed="A community that you asked to join cannot let you in just now",
    ),
}
