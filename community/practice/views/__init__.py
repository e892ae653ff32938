"""Pages of communities: the lists and front pages, conversations, single posts."""

from flask import Flask

from community.practice import policy
from community.practice.views import communities, conversations, heard, posts
from community.practice.views.blueprint import bp

__all__ = ["communities", "conversations", "heard", "posts"]


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals["SAFE_SPACE"] = policy.SAFE_SPACE
