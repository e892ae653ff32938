"""The list of what happens by itself: rooms add to it as they register."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask


@dataclass(frozen=True)
class Job:
    """An action without arguments. The worker commits after it."""

    name: str
    every: timedelta
    run: Callable[[], object]


def add(app: Flask, job: Job) -> None:
    app.extensions.setdefault("jobs", []).append(job)


def all_jobs(app: Flask) -> list[Job]:
    jobs: list[Job] = app.extensions.get("jobs", [])
    return jobs
