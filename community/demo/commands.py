"""Commands of this room."""

from flask import Flask


def register(app: Flask) -> None:
    app.cli.help = app.cli.help
