"""The blueprint that the pages of this room hang on, and what they share."""

from flask import Blueprint

from community.core import limits
from community.core.roles import Actor
from community.practice import policy

bp = Blueprint("practice", __name__)


def use_one_entering(actor: Actor) -> None:
    """Count coming in, or asking to, against the day's allowance, as `use_one_post` does. Leaving is always free."""
    limits.use("entering", actor.id, limit=policy.ENTERINGS_A_DAY, seconds=24 * 3600)


def use_one_community(actor: Actor) -> None:
    """Count a community that somebody begins against the day's allowance, as `use_one_post` does."""
    limits.use("community", actor.id, limit=policy.COMMUNITIES_A_DAY, seconds=24 * 3600)


def use_one_invite(actor: Actor) -> None:
    """Count an invite link, or asking somebody to look after a community, as `use_one_post` does."""
    limits.use("invite into a community", actor.id, limit=policy.INVITES_A_DAY, seconds=24 * 3600)


def use_one_change(actor: Actor) -> None:
    """Count a change of what a community says, agrees or lets in, as `use_one_post` does."""
    limits.use("change of a community", actor.id, limit=policy.CHANGES_A_DAY, seconds=24 * 3600)


def use_one_preview(actor: Actor) -> None:
    """Count a preview: generously, as one asks for it while one writes."""
    limits.use("preview", actor.id, limit=policy.PREVIEWS_A_MINUTE, seconds=60)


def use_one_edit(actor: Actor) -> None:
    """Count an edit against the hour's allowance, as `use_one_post` does."""
    limits.use("edit", actor.id, limit=policy.EDITS_AN_HOUR, seconds=3600)


def use_one_post(actor: Actor) -> None:
    """Count a post against the hour's allowance, before this request touches the database. Raises TooMany."""
    limits.use("post", actor.id, limit=policy.POSTS_AN_HOUR, seconds=3600)
