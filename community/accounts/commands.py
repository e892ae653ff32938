"""Commands of accounts: who has a role for the whole place, and forgetting what has expired."""

from datetime import timedelta

import click
from flask import Flask
from flask.cli import with_appcontext

from community.accounts import actions
from community.accounts.addresses import key_of
from community.core.database import db
from community.core.errors import NotFound
from community.core.roles import Role
from community.jobs import registry as jobs
from community.jobs.job import Job


@click.command("make-admin")
@click.argument("address")
@with_appcontext
def make_admin(address: str) -> None:
    """Make the member with ADDRESS an administrator."""
    _give(address, Role.ADMINISTRATOR)


@click.command("make-moderator")
@click.argument("address")
@with_appcontext
def make_moderator(address: str) -> None:
    """Make the member with ADDRESS a moderator, who looks after reports."""
    _give(address, Role.MODERATOR)


def _give(address: str, role: Role) -> None:
    try:
        actions.give_role(key_of(address), role)
    except NotFound as error:
        raise click.ClickException(error.message) from error
    db.session.commit()
    click.echo(f"Done. Their role is {role.value}, from their next sign-in.")


def register(app: Flask) -> None:
    app.cli.add_command(make_admin)
    app.cli.add_command(make_moderator)
    does = "Forget sessions, links and limits whose time is over."
    jobs.add(app, Job("forget-expired", timedelta(hours=1), actions.forget_expired, does))
