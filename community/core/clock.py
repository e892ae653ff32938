"""What time it is. The only place that asks the machine; tests move it with time-machine."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

HOME_ZONE = "Europe/London"
LONDON = ZoneInfo(HOME_ZONE)


def now() -> datetime:
    """The moment, aware, in UTC."""
    return datetime.now(UTC)


def moment_in(words: str) -> datetime | None:
    """The moment that a machine wrote down (ISO 8601, with its offset), in UTC; None for anything else."""
    try:
        said = datetime.fromisoformat(words)
        return said.astimezone(UTC) if said.tzinfo else None
    except (ValueError, OverflowError):
        return None


def local(moment: datetime) -> datetime:
    """The same moment as the clock on a British wall shows it."""
    return moment.astimezone(LONDON)


def today() -> date:
    """Today's date in the United Kingdom."""
    return local(now()).date()


def day_began_at(day: date) -> datetime:
    """The moment at which this day began (or will begin) in the United Kingdom, in UTC."""
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)


def today_began_at() -> datetime:
    """The moment at which today began in the United Kingdom, in UTC."""
    return day_began_at(today())
