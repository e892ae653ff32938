"""Commands of the directory."""

import click
from flask import Flask
from flask.cli import with_appcontext

from community.core.database import db
from community.directory import actions


@click.command("load-reference-lists")
@with_appcontext
def load_reference_lists() -> None:
    """Load sectors, challenges, perspectives and places (again): safe at any time."""
    loaded = actions.load_reference_lists()
    db.session.commit()
    click.echo(", ".join(f"{count} {name}" for name, count in loaded.items()))


def register(app: Flask) -> None:
    app.cli.add_command(load_reference_lists)
