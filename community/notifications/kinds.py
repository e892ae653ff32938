"""What each kind of notice is called, how soon letters speak of it by default, and when they do not."""

from typing import NamedTuple

from community.notifications.models import Kind, Level, Timing


class KindWords(NamedTuple):
    """A kind as the page of preferences says it."""

    label: str
    line: str
    timing: Timing
    about_buddies: bool


KINDS: dict[Kind, KindWords] = {
    Kind.HELLO: KindWords(
        "Hellos",
        "Somebody says hello to me, my own has an answer, or a buddy would ask one more. One reminder on day 6.",
        Timing.NOW,
        True,
    ),
    Kind.MESSAGE: KindWords("Messages", "A buddy writes to me.", Timing.NOW, True),
    Kind.MEETING: KindWords("Meetings", "A meeting is set, moved or called off.", Timing.NOW, True),
    Kind.CIRCLE: KindWords(
        "Changes", "A circle of mine carries on, pauses, grows, needs a second look, or finishes.", Timing.NOW, True
    ),
    Kind.AGREEMENT: KindWords(
        "Agreements", "A buddy asks for my yes to our agreement, or it stands.", Timing.NOW, True
    ),
    Kind.RHYTHM: KindWords(
        "Rhythm", "It has been quiet between us, or it is time to look at how it goes.", Timing.WEEKLY, True
    ),
    Kind.CONTACT: KindWords(
        "Please contact me", "Somebody would like to be contacted, or my own wish is answered.", Timing.NOW, True
    ),
    Kind.ANSWER: KindWords("Answers", "Somebody answers in a conversation that I began.", Timing.NOW, False),
    Kind.MENTION: KindWords("Mentions", "Somebody writes @ and my name.", Timing.NOW, False),
    Kind.FOLLOWED: KindWords("Every reply", "Something new where I chose to hear every reply.", Timing.NOW, False),
    Kind.DOOR: KindWords(
        "At the door",
        "Somebody asks to come into a community I look after, or I have been answered.",
        Timing.NOW,
        False,
    ),
    Kind.GATHERING: KindWords(
        "Gatherings", "A gathering I come to moves or is off, I get a place, or one is planned.", Timing.NOW, False
    ),
    Kind.HELP: KindWords(
        "Could you help?",
        "A question that nobody has answered fits what I offer. At most two a week.",
        Timing.DAILY,
        False,
    ),
    Kind.DESK: KindWords(
        "The desk", "Somebody in a community I look after has waited a day, or waits for me.", Timing.NOW, False
    ),
    Kind.CARE: KindWords(
        "Care",
        "Something of mine was reported or hidden, my report is answered, or I am asked to look after a community.",
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
