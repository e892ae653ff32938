"""How long ago and how long, in words: the desk counts in minutes where other pages count in days."""

from datetime import datetime, timedelta

MINUTE, HOUR, DAY = 60, 3600, 86400


def how_long(time: timedelta) -> str:
    """'under a second', '40 seconds', '25 minutes', '5 hours', '3 days'. A clock set back makes nothing negative."""
    seconds = max(0, int(time.total_seconds()))
    if seconds < 1:
        return "under a second"
    for unit, word in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if seconds >= 2 * unit or (seconds >= unit and unit == MINUTE):
            return _counted(seconds // unit, word)
    return _counted(seconds, "second")


def how_long_ago(moment: datetime, now: datetime) -> str:
    """'just now', '25 minutes ago'."""
    return "just now" if now - moment < timedelta(seconds=MINUTE) else f"{how_long(now - moment)} ago"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
