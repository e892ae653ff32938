"""Commands of this room."""

from datetime import timedelta

import click
from flask import Flask

from community.core.database import db
from community.jobs import registry as jobs
from community.jobs.job import Job
from community.practice import actions
from community.practice.actions.coming import forget_needs
from community.practice.actions.drafts import forget_old_drafts

JOBS = (
    Job(
        "forget-old-drafts", timedelta(days=1), forget_old_drafts, "Delete drafts that nobody has touched for 60 days."
    ),
    Job(
        "forget-access-needs",
        timedelta(hours=6),
        forget_needs,
        "Forget what people needed to take part in gatherings that are over.",
    ),
    Job(
        "nobody-waits",
        timedelta(hours=1),
        actions.nobody_waits,
        "Bring what has waited a day to the desk of its community and to those who may help; after two, find an owner.",
    ),
)


@click.command("load-thread-kinds")
def load_thread_kinds() -> None:
    """Load the kinds of conversation (again): safe at any time."""
    loaded = actions.load_thread_kinds()
    db.session.commit()
    click.echo(f"{loaded} kinds of conversation")


def register(app: Flask) -> None:
    app.cli.add_command(load_thread_kinds)
    for job in JOBS:
        jobs.add(app, job)
