"""Commands of letters: send what is due now, or stay and keep sending."""

import signal
from datetime import timedelta

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from community.jobs import registry as jobs
from community.mail import actions
from community.mail.worker import Worker


@click.command("send-letters")
@click.option("--limit", default=100, show_default=True, help="How many letters at most.")
@with_appcontext
def send_letters(limit: int) -> None:
    """Send the letters that are due, once."""
    click.echo(f"{actions.deliver_due(limit)} letters left.")


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Send letters and run what happens by itself, until told to stop."""
    mine = Worker(current_app._get_current_object())  # type: ignore[attr-defined]
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: mine.stop())
    mine.work()


def register(app: Flask) -> None:
    app.cli.add_command(send_letters)
    app.cli.add_command(worker)
    does = "Forget letters that left more than 30 days ago."
    jobs.add(app, jobs.Job("forget-old-letters", timedelta(hours=6), actions.forget_old_letters, does))
