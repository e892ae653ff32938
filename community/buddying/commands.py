"""What happens to hellos and circles by itself, each also a command for cron."""

from datetime import timedelta

from flask import Flask

from community.buddying import actions
from community.jobs import registry as jobs
from community.jobs.job import Job

HOURLY = timedelta(hours=1)
FORGET_OLD_CIRCLES = Job(
    "forget-old-circles",
    timedelta(days=1),
    actions.forget_old_circles,
    "Delete circles that finished, and hellos that were said, 24 months ago.",
)
COUNT_EXPOSURE = Job(
    "count-exposure",
    timedelta(days=1),
    actions.count_exposure,
    "Count in how many members' suggestions everybody stands, so that others take their turn.",
)
TELL_THOSE_WHO_WAIT = Job(
    "tell-those-who-wait",
    timedelta(hours=6),
    actions.tell_those_who_wait,
    "Look again for members who wait for a buddy, and tell those for whom there is somebody.",
)
FORGET_TAKEN_WISHES = Job(
    "forget-taken-wishes",
    timedelta(days=1),
    actions.forget_taken_wishes,
    "Delete wishes to be contacted that were taken 90 days ago.",
)


def register(app: Flask) -> None:
    for name, run, does in (
        ("remind-of-hellos", actions.remind_of_hellos, "Remind members of hellos that have waited for six days."),
        ("close-hellos", actions.close_hellos, "Close hellos whose ten days are over, and say so to whoever asked."),
        ("close-proposals", actions.close_proposals, "Close proposals to ask one more, 14 days after they were made."),
        ("tell-of-looks", actions.tell_of_looks, "Tell buddies when it is time to look at how it goes."),
    ):
        jobs.add(app, Job(name, HOURLY, run, does))
    jobs.add(app, FORGET_OLD_CIRCLES)
    jobs.add(app, FORGET_TAKEN_WISHES)
    jobs.add(app, TELL_THOSE_WHO_WAIT)
    jobs.add(app, COUNT_EXPOSURE)
