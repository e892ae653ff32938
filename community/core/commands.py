"""Commands of the ground: copies of the database."""

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from community.core import backups
from community.core.backups import BackupError
from community.core.database import db


def register(app: Flask) -> None:
    app.cli.add_command(back_up)
    app.cli.add_command(restore)


@click.command("backup")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@with_appcontext
def back_up(folder: Path) -> None:
    """Copy the database into FOLDER while the site runs."""
    try:
        copy = backups.back_up(current_app.config["SETTINGS"].database, folder)
    except BackupError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Copied to {copy}")
    click.echo("The key files are not in it. Without them nobody reads circles or journals: see flask keys-export.")


@click.command("restore")
@click.argument("copy", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.confirmation_option(prompt="Is the site stopped, and shall the copy take the place of its database?")
@with_appcontext
def restore(copy: Path) -> None:
    """Put COPY in the place of the database, after checking that it is whole. Stop the site first."""
    db.session.remove()
    db.engine.dispose()
    try:
        aside = backups.restore(copy, current_app.config["SETTINGS"].database)
    except BackupError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Restored from {copy}" + (f"; what was there lies in {aside}" if aside else ""))
