"""The blueprint that the pages of this room hang on, and what they share."""

from flask import Blueprint

from community.core import limits
from community.core.roles import Actor
from community.practice import policy

bp = Blueprint("practice", __name__)


def use_one_post(actor: Actor) -> None:
    """Count a post against the hour's allowance, before this request touches the database. Raises TooMany."""
    limits.use("post", actor.id, limit=policy.POSTS_AN_HOUR, seconds=3600)
