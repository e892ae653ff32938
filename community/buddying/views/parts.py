"""What the page of a circle shows besides messages, promises and meetings: each subject adds its values in one line."""

from typing import Any

from flask import request, url_for

from community.buddying import policy, queries, tasks
from community.buddying.seen import CircleSeen, Meetings
from community.buddying.tasks import LINES, LOOKS, PAGES, Asks, Task


def parts_of(circle: CircleSeen, meetings: Meetings) -> dict[str, Any]:
    """For the partials of the page, by their names there; and `asks`, the one task that has the card."""
    waiting = policy.waiting_of_itself(circle, has_met=bool(meetings.held))
    parts: dict[str, Any] = {"guides": queries.guides_for(circle)}
    asks = tasks.in_order(waiting, chosen=request.args.get("ask", ""))
    return parts | {"asks": asks, "lines": _lines(circle, asks), "looks_ask": asks.big in LOOKS}


def _lines(circle: CircleSeen, asks: Asks) -> list[tuple[str, str]]:
    """Words and address of each task that waits without the card: its own page, or this one with the card for it."""
    here = url_for("buddying.circle", circle_id=circle.public_id)
    return [(LINES[task], _address(here, task)) for task in asks.lines]


def _address(here: str, task: Task) -> str:
    return f"{here}/{PAGES[task]}" if task in PAGES else f"{here}?ask={task.value}#asks"
