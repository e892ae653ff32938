"""What time it is. The only place that asks the machine; tests move it with time-machine."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The moment, aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment as the clock on a British wall shows it."""
    return moment.astimezone(LONDON)


def today() -> date:
    """Today's date in the United Kingdom."""
    return local(now()).date()
