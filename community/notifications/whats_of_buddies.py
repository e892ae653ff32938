"""What notices of hellos and circles say, where each leads, and whether it waits for me."""

from community.notifications.models import Kind, What
from community.notifications.ways import CIRCLE, HELLOS, THAT_HELLO
from community.notifications.words import WhatWords

OF_BUDDIES: dict[What, WhatWords] = {
    What.HELLO: WhatWords(
        Kind.HELLO, "{who} says hello", "", "users", THAT_HELLO, needs_me=True, button="Read and answer"
    ),
    What.HELLO_WAITS: WhatWords(
        Kind.HELLO,
        "{who} is still waiting for your answer",
        "",
        "users",
        THAT_HELLO,
        needs_me=True,
        button="Read and answer",
    ),
    What.HELLO_YES: WhatWords(
        Kind.HELLO,
        "{who} says yes. You are buddies",
        "",
        "users",
        "/buddies/circles/{spot}",
        otherwise=HELLOS,
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
        Kind.MESSAGE, "{who} wrote to you", "{n} messages, the latest from {who}", "mail", CIRCLE, needs_me=True
    ),
    What.MEETING_SET: WhatWords(
        Kind.MEETING, "{who} set a time to meet: {words}", "", "calendar", CIRCLE, unnamed="{who} set a time to meet"
    ),
    What.MEETING_MOVED: WhatWords(
        Kind.MEETING,
        "{who} moved your meeting to {words}",
        "",
        "calendar",
        CIRCLE,
        needs_me=True,
        unnamed="{who} moved your meeting",
    ),
    What.MEETING_OFF: WhatWords(
        Kind.MEETING,
        "{who} called off your meeting on {words}",
        "",
        "calendar",
        CIRCLE,
        needs_me=True,
        unnamed="{who} called your meeting off",
    ),
    What.CIRCLE_FINISHED: WhatWords(
        Kind.CIRCLE,
        "Your circle with {words} has finished",
        "",
        "footprints",
        CIRCLE,
        unnamed="A circle of yours has finished",
    ),
    What.CIRCLE_LEFT: WhatWords(
        Kind.CIRCLE,
        "{words} has left your circle",
        "",
        "footprints",
        CIRCLE,
        unnamed="Somebody has left a circle of yours",
    ),
    What.CARRIES_ON: WhatWords(
        Kind.CIRCLE, "You carry on as buddies with {words}", "", "users", CIRCLE, unnamed="You carry on as buddies"
    ),
    What.PAUSED: WhatWords(
        Kind.CIRCLE,
        "Your circle with {words} rests for a while",
        "",
        "sprout",
        CIRCLE,
        unnamed="A circle of yours rests",
    ),
    What.RESUMED: WhatWords(
        Kind.CIRCLE, "Your circle with {words} goes on", "", "sprout", CIRCLE, unnamed="A circle of yours goes on"
    ),
    What.LOOK_AGAIN: WhatWords(
        Kind.CIRCLE,
        "One of you has moved. Please check that it still feels right",
        "",
        "hourglass",
        CIRCLE,
        needs_me=True,
    ),
    What.GROWN: WhatWords(
        Kind.CIRCLE, "{who} says yes. You have a new circle together", "", "users", CIRCLE, button="Open your space"
    ),
    What.AGREEMENT_WAITS: WhatWords(
        Kind.AGREEMENT,
        "{who} has written an agreement for your circle. It waits for your yes",
        "",
        "pencil",
        CIRCLE + "/agreement",
        needs_me=True,
        button="Read it",
    ),
    What.AGREED: WhatWords(
        Kind.AGREEMENT,
        "Your agreement with {words} stands: everybody said yes",
        "",
        "check",
        CIRCLE + "/agreement",
        unnamed="An agreement of yours stands: everybody said yes",
    ),
    What.PROPOSED: WhatWords(
        Kind.HELLO,  # the hello of a circle, on its way: an agreement that waits as well has a line of its own
        "{who} would like to ask somebody to join your circle",
        "",
        "users",
        CIRCLE,
        needs_me=True,
        button="See whom",
    ),
    What.NOT_ASKED: WhatWords(Kind.HELLO, "Your circle stays as it is: nobody is asked to join", "", "users", CIRCLE),
    What.QUIET: WhatWords(
        Kind.RHYTHM,
        "It has been quiet between you and {words}. A line would do",
        "",
        "sprout",
        CIRCLE,
        unnamed="It has been quiet in a circle of yours. A line would do",
    ),
    What.RESCUE: WhatWords(
        Kind.RHYTHM,
        "Keep going with {words}, change the rhythm, pause or finish? All are fine",
        "",
        "hourglass",
        CIRCLE + "/rhythm",
        needs_me=True,
        unnamed="Keep a circle going, change its rhythm, pause or finish? All are fine",
    ),
    What.GOES_ON: WhatWords(
        Kind.RHYTHM,
        "{who} would like to keep going: {words}. When suits you?",
        "",
        "users",
        CIRCLE,
        needs_me=True,
        unnamed="{who} would like to keep going. When suits you?",
    ),
    What.CHECK_IN: WhatWords(
        Kind.RHYTHM,
        "How is it going with {words}? Three taps",
        "",
        "hourglass",
        CIRCLE + "/check-in",
        needs_me=True,
        unnamed="How is it going in a circle of yours? Three taps",
    ),
    What.HALF_WAY: WhatWords(
        Kind.RHYTHM,
        "Half-way with {words}: carry on, change or finish?",
        "",
        "hourglass",
        CIRCLE + "/half-way",
        needs_me=True,
        unnamed="Half-way in a circle of yours: carry on, change or finish?",
    ),
    What.HALF_WAY_OPEN: WhatWords(
        Kind.RHYTHM,
        "You have all looked: read what you each said, half-way with {words}",
        "",
        "hourglass",
        CIRCLE + "/half-way",
        needs_me=True,
        unnamed="You have all looked: read what you each said, half-way",
    ),
    What.RENEWAL: WhatWords(
        Kind.RHYTHM,
        "Half a year with {words}: another one, or finish well?",
        "",
        "hourglass",
        CIRCLE + "/renewal",
        needs_me=True,
        unnamed="Half a year in a circle of yours: another one, or finish well?",
    ),
    What.RENEWED: WhatWords(
        Kind.RHYTHM,
        "You go on with {words} for another half year",
        "",
        "users",
        CIRCLE,
        unnamed="A circle of yours goes on for another half year",
    ),
    What.SOMEBODY_FITS: WhatWords(
        Kind.HELLO, "There is somebody now who may fit you", "", "users", "/buddies", button="See who"
    ),
    What.CONTACT_WISHED: WhatWords(
        Kind.CONTACT, "{who} would like somebody to contact them", "", "mail", "/desk/contact", needs_me=True
    ),
    What.CONTACT_TAKEN: WhatWords(
        Kind.CONTACT, "Your wish to be contacted has been read", "", "mail", "/buddies/contact-me"
    ),
}
