"""What happens to hellos by itself, each also a command for cron."""

from datetime import timedelta

from flask import Flask

from community.buddying import actions
from community.jobs import registry as jobs

HOURLY = timedelta(hours=1)


def register(app: Flask) -> None:
    for name, run, does in (
        ("remind-of-hellos", actions.remind_of_hellos, "Remind members of hellos that wait since six days."),
        ("close-hellos", actions.close_hellos, "Close hellos whose ten days are over, and say so to whoever asked."),
    ):
        jobs.add(app, jobs.Job(name, HOURLY, run, does))
