"""What happens to letters by itself."""

from datetime import timedelta

from flask import Flask

from community.jobs import registry as jobs
from community.jobs.job import Job
from community.mail import actions

# Letters have leases of their own: when the carrier is lost, another one need not wait for long.
SEND_LETTERS = Job(
    actions.SENDS,
    every=timedelta(seconds=15),
    run=actions.send_letters,
    does="Send the letters that are due.",
    lease=timedelta(minutes=1),
)
FORGET_OLD_LETTERS = Job(
    "forget-old-letters",
    every=timedelta(hours=6),
    run=actions.forget_old_letters,
    does="Forget letters that left more than 30 days ago.",
)


def register(app: Flask) -> None:
    jobs.add(app, SEND_LETTERS)
    jobs.add(app, FORGET_OLD_LETTERS)
