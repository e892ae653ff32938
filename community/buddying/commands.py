"""What happens to hellos and circles by itself, each also a command for cron."""

from datetime import timedelta

from flask import Flask

from community.buddying import actions
from community.jobs import registry as jobs
from community.jobs.job import Job

HOURLY, SIX_HOURLY, DAILY = timedelta(hours=1), timedelta(hours=6), timedelta(days=1)
FORGET_OLD_CIRCLES = Job(
    "forget-old-circles",
    DAILY,
    actions.forget_old_circles,
    "Delete circles that finished, and hellos that were said, 24 months ago.",
)
JOBS = (
    Job(
        "remind-of-hellos", HOURLY, actions.remind_of_hellos, "Remind members of hellos that have waited for six days."
    ),
    Job(
        "close-hellos",
        HOURLY,
        actions.close_hellos,
        "Close hellos whose ten days are over, and say so to whoever asked.",
    ),
    Job(
        "close-proposals",
        HOURLY,
        actions.close_proposals,
        "Close proposals to ask one more, 14 days after they were made.",
    ),
    Job(
        "nudge-quiet-circles", HOURLY, actions.nudge_quiet_circles, "Tell buddies, in private, that it has been quiet."
    ),
    Job("resume-circles", HOURLY, actions.resume_circles, "Let circles go on whose pause ends today."),
    Job("tell-of-looks", HOURLY, actions.tell_of_looks, "Tell buddies when it is time to look at how it goes."),
    Job(
        "tell-those-who-wait",
        SIX_HOURLY,
        actions.tell_those_who_wait,
        "Look again for members who wait for a buddy, and tell those for whom there is somebody.",
    ),
    FORGET_OLD_CIRCLES,
    Job(
        "forget-taken-wishes",
        DAILY,
        actions.forget_taken_wishes,
        "Delete wishes to be contacted that were taken 90 days ago.",
    ),
    Job(
        "count-exposure",
        DAILY,
        actions.count_exposure,
        "Count in how many members' suggestions everybody stands, so that others take their turn.",
    ),
)


def register(app: Flask) -> None:
    for job in JOBS:
        jobs.add(app, job)
