"""What members do to keep safe, and what those who look after the place decide."""

from community.moderation.actions.deciding import decide, give_back, say_it_is_changed, take_up
from community.moderation.actions.forgetting import forget_old_reports
from community.moderation.actions.keeping import (
    avoid,
    avoid_organisation,
    block,
    stop_avoiding,
    stop_avoiding_organisation,
    unblock,
)
from community.moderation.actions.reporting import may_still_hide, report

__all__ = [
    "avoid",
    "avoid_organisation",
    "block",
    "decide",
    "forget_old_reports",
    "give_back",
    "may_still_hide",
    "report",
    "say_it_is_changed",
    "stop_avoiding",
    "stop_avoiding_organisation",
    "take_up",
    "unblock",
]
