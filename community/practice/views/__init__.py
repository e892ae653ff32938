"""Pages of communities: the lists and front pages, conversations, single posts."""

from flask import Flask

from community.notifications.forms import LEVELS, LINES, hears_how
from community.practice import policy
from community.practice.views import (
    arriving,
    communities,
    conversations,
    desk,
    drafts,
    feeds,
    gatherings,
    heard,
    hearing,
    helped,
    inviting,
    making,
    moving,
    people,
    planning,
    posts,
    resources,
    summaries,
    tending,
    writing,
)
from community.practice.views.blueprint import bp
from community.practice.views.shown import TRACES

__all__ = [
    "arriving",
    "communities",
    "conversations",
    "desk",
    "drafts",
    "feeds",
    "gatherings",
    "heard",
    "hearing",
    "helped",
    "inviting",
    "making",
    "moving",
    "people",
    "planning",
    "posts",
    "resources",
    "summaries",
    "tending",
    "writing",
]


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals["SAFE_SPACE"] = policy.SAFE_SPACE
    app.jinja_env.globals["HEARING_LEVELS"] = tuple(LEVELS.items())
    app.jinja_env.globals["HEARING_LINES"] = LINES
    app.jinja_env.globals["hears_how"] = hears_how
    app.jinja_env.globals["TRACES"] = TRACES
