"""`flask demo`: invented people in a new database, to try the place with."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from community.core.database import db
from community.demo import actions, queries
from community.demo.people import PASSWORD, SIGN_INS
from community.demo.rows import rows_of


def register(app: Flask) -> None:
    app.cli.add_command(demo)


@click.command
@with_appcontext
@click.option("--if-new", is_flag=True, help="Do nothing when people live in the database already.")
def demo(if_new: bool) -> None:
    """Load the demonstration into a new database. Not in production."""
    if current_app.config["SETTINGS"].is_production:
        raise click.ClickException("The demonstration is never loaded in production.")
    if queries.is_a_new_database():
        click.echo("Loading the demonstration:")
        for step in actions.load():
            click.echo(f"  {step}")
        db.session.commit()
    elif not if_new:
        raise click.ClickException(actions.NotNew.message)
    if queries.is_loaded():
        _say_who_to_sign_in_as()


def _say_who_to_sign_in_as() -> None:
    people = {row["id"]: row for row in [*rows_of("members"), *rows_of("staff")]}
    click.echo(f"\nSign in as any of these invented people. The password of all of them: {PASSWORD}")
    for short_id, who in SIGN_INS.items():
        row = people[short_id]
        address = row.get("email") or f"{row['name'].split()[0].lower()}@example.org"
        click.echo(f"  {address:34} {row['name']}: {who}")
