"""The job of this room."""

from datetime import timedelta

from flask import Flask

from community.digests import actions
from community.jobs import registry as jobs
from community.jobs.job import Job

EVERY = timedelta(minutes=1)


def register(app: Flask) -> None:
    does = "Write the letters about notices that are due."
    jobs.add(app, Job("write-letters", EVERY, actions.write_due_letters, does))
