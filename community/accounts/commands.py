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


@click.command("forget-expired")
@with_appcontext
def forget_expired() -> None:
    """Delete sessions, links, throttles and journal boxes whose time is over."""
    forgotten = actions.forget_expired()
    db.session.commit()
    click.echo(f"{forgotten} rows forgotten.")


def register(app: Flask) -> None:
    app.cli.add_command(make_admin)
    app.cli.add_command(forget_expired)
    does = "Forget sessions, links and limits whose time is over."
    jobs.add(app, jobs.Job("forget-expired", timedelta(hours=1), actions.forget_expired, does))
