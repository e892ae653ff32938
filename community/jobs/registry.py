"""The list of what happens by itself: rooms add to it as they register."""

from flask import Flask, current_app

from community.jobs.by_hand import give_command
from community.jobs.job import Job


def add(app: Flask, job: Job) -> None:
    """List the job, and give it its plain command."""
    app.extensions.setdefault("jobs", []).append(job)
    give_command(app, job)


def all_jobs(app: Flask) -> list[Job]:
    jobs: list[Job] = app.extensions.get("jobs", [])
    return jobs


def names() -> list[str]:
    """What the jobs of the running application are called."""
    return [job.name for job in all_jobs(current_app)]
