"""What buddies said they would do, as a plain text for taking along. Pure."""

from collections.abc import Sequence
from datetime import date, datetime

from community.buddying.seen import CircleSeen, PromiseSeen
from community.core import clock


def promises_text(circle: CircleSeen, promises: Sequence[PromiseSeen]) -> str:
    """What is done first, then the rest; what is empty is left out."""
    until = f" to {_day(circle.ended_at)}" if circle.ended_at else ""
    paragraphs = [["What we said we would do"], [f"{circle.together}, from {_day(circle.began_at)}{until}."]]
    done = [_line(each, f", done {_day(each.done_on)}") for each in promises if each.done_on]
    still = [_line(each, f", by {_day(each.due_on)}" if each.due_on else "") for each in promises if not each.done_on]
    paragraphs += [[title, *lines] for title, lines in (("Done", done), ("Still to do", still)) if lines]
    if not promises:
        paragraphs.append(["Nothing was written down."])
    return "\n\n".join("\n".join(lines) for lines in paragraphs) + "\n"


def _line(promise: PromiseSeen, when: str) -> str:
    return f"- {'You' if promise.is_mine else promise.owner_name}: {promise.text}{when}"


def _day(moment: datetime | date) -> str:
    """Always with the year: a file is read long after."""
    day = clock.local(moment).date() if isinstance(moment, datetime) else moment
    return f"{day:%A} {day.day} {day:%B} {day.year}"
