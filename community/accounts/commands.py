"""Commands of accounts: the first administrator, and forgetting what has expired."""

from datetime import timedelta

import click
from flask import Flask
from flask.cli import with_appcontext

from community.accounts import actions
from community.accounts.addresses import key_of
from community.core.database import db
from community.core.errors import NotFound
from community.jobs import registry as jobs
from community.jobs.job import Job


@click.command("make-admin")
@click.argument("address")
@with_appcontext
def make_admin(address: str) -> None:
    """Make the member with ADDRESS an administrator."""
    try:
        actions.make_administrator(key_of(address))
    except NotFound as error:
        raise click.ClickException(error.message) from error
    db.session.commit()
    click.echo("Done. They are an administrator from their next sign-in.")


def register(app: Flask) -> None:
    app.cli.add_command(make_admin)
    does = "Forget sessions, links and limits whose time is over."
    jobs.add(app, Job("forget-expired", timedelta(hours=1), actions.forget_expired, does))
