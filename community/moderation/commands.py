"""What happens to reports by itself."""

from datetime import timedelta

from flask import Flask

from community.jobs import registry as jobs
from community.jobs.job import Job
from community.moderation import actions

DOES = "Delete reports that were answered two years ago."


def register(app: Flask) -> None:
    jobs.add(app, Job("forget-old-reports", timedelta(days=1), actions.forget_old_reports, DOES))
