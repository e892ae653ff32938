"""Commands of this room."""

import click
from flask import Flask

from community.core.database import db
from community.practice import actions


@click.command("load-thread-kinds")
def load_thread_kinds() -> None:
    """Load the kinds of conversation (again): safe at any time."""
    loaded = actions.load_thread_kinds()
    db.session.commit()
    click.echo(f"{loaded} kinds of conversation")


def register(app: Flask) -> None:
    app.cli.add_command(load_thread_kinds)
