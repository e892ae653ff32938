"""A job as a plain command: `flask <name>`, by hand or from cron. The same claim, the same note of the last run."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from community.jobs import running
from community.jobs.job import Job
from community.jobs.running import Ending


def give_command(app: Flask, job: Job) -> None:
    @click.command(job.name, help=job.does)
    @with_appcontext
    def run_it() -> None:
        outcome = running.run(current_app._get_current_object(), job, is_asked=True)  # type: ignore[attr-defined]
        if outcome.ending is Ending.NOT_OURS:
            click.echo("A worker is just running this. It will be run once more when that is done.")
        elif outcome.ending is Ending.FAILED:
            raise click.ClickException(f"{job.name} failed: {outcome.result}. It will be tried again by itself.")
        else:
            click.echo(_said(outcome.result))

    app.cli.add_command(run_it)


def _said(result: object) -> str:
    return f"Done: {result}." if isinstance(result, int) else "Done."
