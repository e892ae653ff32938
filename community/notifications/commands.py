"""What happens to notices by itself."""

from datetime import timedelta

from flask import Flask

from community.jobs import registry as jobs
from community.jobs.job import Job
from community.notifications import actions

DOES = "Forget notices that were read 180 days ago, and unread ones that are a year old."


def register(app: Flask) -> None:
    jobs.add(app, Job("forget-old-notices", timedelta(days=1), actions.forget_old, DOES))
