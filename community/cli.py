"""Commands of `flask`: what whoever runs the site does by hand or from cron."""

import importlib
import sys
from datetime import timedelta
from functools import partial

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import Migrate, upgrade

from community.core import audit
from community.core.database import db
from community.directory import actions as directory
from community.jobs import registry as jobs
from community.jobs import running
from community.jobs.job import Job
from community.practice import actions as practice
from community.serve import Household
from community.settings import ROOT
from community.web import assets

ROOMS_WITH_COMMANDS = (
    "core",
    "keyring",
    "mail",
    "accounts",
    "directory",
    "notifications",
    "buddying",
    "practice",
    "moderation",
    "digests",
    "jobs",
    "demo",
)

LINES_AT_A_TIME = 500
FORGET_OLD_LEDGER = Job(
    "forget-old-ledger",
    timedelta(days=1),
    partial(running.in_batches, audit.forget_some, LINES_AT_A_TIME),
    "Forget lines of the ledger that are older than two years.",
)

migrate = Migrate(db=db, directory=str(ROOT / "migrations"), compare_type=True, render_as_batch=True)


def register(app: Flask) -> None:
    """Each room that has commands keeps them in its own `commands.py`; here is what concerns the whole house."""
    migrate.init_app(app)
    app.cli.add_command(prepare)
    app.cli.add_command(serve)
    jobs.add(app, FORGET_OLD_LEDGER)
    for room in ROOMS_WITH_COMMANDS:
        importlib.import_module(f"community.{room}.commands").register(app)


@click.command("prepare")
@with_appcontext
@click.pass_context
def prepare(context: click.Context) -> None:
    """Bring the database up to date: tables, reference lists, the demonstration if nobody lives here yet."""
    assets.compress()
    upgrade()
    directory.load_reference_lists()
    practice.load_thread_kinds()
    db.session.commit()
    if current_app.config["SETTINGS"].wants_demonstration:
        context.invoke(current_app.cli.commands["demo"], if_new=True)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
def serve(host: str, port: int) -> None:
    """Serve the site, with the worker that posts letters beside it."""
    sys.exit(Household(current_app.config["SETTINGS"], host, port).live())
