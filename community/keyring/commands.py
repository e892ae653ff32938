"""Commands for the key files. They must run before the site may start, so they have a bare application of their own:

flask --app community.keyring.commands keys-create
"""

import base64
import json
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from community.core import crypto, keyfiles
from community.core.crypto import Tampered
from community.keyring import stretch
from community.settings import Settings, from_environment, write_private

FIRST_LINE = "Even Ground key files, version 1"
SHORTEST_PHRASE = 15


def create_app() -> Flask:
    """Just enough to run the commands below, whatever else is still missing."""
    app = Flask(__name__, static_folder=None)
    settings = from_environment()
    app.config["SETTINGS"] = settings
    stretch.init_app(app, settings)
    register(app)
    return app


def register(app: Flask) -> None:
    for command in (create, export, bring_back):
        app.cli.add_command(command)


def _key_paths() -> dict[str, Path]:
    settings: Settings = current_app.config["SETTINGS"]
    return {"field key": settings.field_key_path, "journal pepper": settings.pepper_path}


@click.command("keys-create")
@with_appcontext
def create() -> None:
    """Make the field key and the journal pepper, once. Files that are there already stay as they are."""
    for name, path in _key_paths().items():
        made = keyfiles.create(path)
        click.echo(f"{name}: {'made' if made else 'was there already'}: {path}")
    click.echo("Keep a copy elsewhere (flask keys-export). Without them nobody reads circles or opens journals again.")


@click.command("keys-export")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.password_option("--phrase", prompt="Pass-phrase for the copy", help="At least 15 characters.")
@with_appcontext
def export(target: Path, phrase: str) -> None:
    """Write the key files to TARGET, sealed under a pass-phrase, for safe keeping elsewhere."""
    if len(phrase) < SHORTEST_PHRASE:
        raise click.ClickException(f"The pass-phrase needs at least {SHORTEST_PHRASE} characters.")
    for path in _key_paths().values():
        keyfiles.read(path)  # a damaged file is noticed now, not in an emergency
    content = json.dumps({name: path.read_text() for name, path in _key_paths().items()}).encode()
    salt, kdf = stretch.new_salt(), stretch.current_kdf()
    box = crypto.seal(stretch.stretch(phrase, salt, kdf).secret, content, (FIRST_LINE, kdf))
    lines = [FIRST_LINE, kdf, base64.b64encode(salt).decode(), base64.b64encode(box).decode()]
    try:
        write_private(target, ("\n".join(lines) + "\n").encode())
    except FileExistsError:
        raise click.ClickException(f"{target} exists and was left alone.") from None
    click.echo(f"Written to {target}. It opens with the pass-phrase alone: keep the two apart.")


@click.command("keys-import")
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--phrase", prompt="Pass-phrase of the copy", hide_input=True)
@with_appcontext
def bring_back(source: Path, phrase: str) -> None:
    """Bring key files back from a copy made by keys-export. Files that are there already stay as they are."""
    try:
        contents = _open_copy(source.read_text(), phrase)
    except (Tampered, ValueError):
        raise click.ClickException("That is not the pass-phrase, or the copy is damaged.") from None
    for name, path in _key_paths().items():
        try:
            write_private(path, contents[name].encode())
            click.echo(f"{name}: brought back to {path}")
        except FileExistsError:
            click.echo(f"{name}: {path} is there already and was left alone")


def _open_copy(text: str, phrase: str) -> dict[str, str]:
    first_line, kdf, salt, box = text.split("\n")[:4]
    secret = stretch.stretch(phrase, base64.b64decode(salt), kdf).secret
    contents: dict[str, str] = json.loads(crypto.unseal(secret, base64.b64decode(box), (first_line, kdf)))
    return contents
