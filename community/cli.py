"""Commands of `flask`: what whoever runs the site does by hand or from cron."""

import importlib

from flask import Flask

ROOMS_WITH_COMMANDS = ("core", "mail", "accounts", "directory", "demo")


def register(app: Flask) -> None:
    """Each room that has commands keeps them in its own `commands.py`."""
    for room in ROOMS_WITH_COMMANDS:
        importlib.import_module(f"community.{room}.commands").register(app)
