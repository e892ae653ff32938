"""The command that stays: what happens by itself, until it is told to stop."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from community.jobs.worker import Worker


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Run what happens by itself, letters too, until told to stop."""
    Worker(current_app._get_current_object()).run()  # type: ignore[attr-defined]


def register(app: Flask) -> None:
    app.cli.add_command(worker)
