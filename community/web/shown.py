"""What every template may use: the site's own facts, who is signed in, and times in words."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from community.core import clock
from community.core.roles import Actor
from community.settings import Settings
from community.web import cookies, navigation
from community.web.access import me_if_known

FOOTER = (
    ("House rules", "home.house_rules"),
    ("Privacy", "home.privacy"),
    ("Accessibility", "home.accessibility"),
    ("Get help", "home.get_help"),
)


def day(value: date | datetime) -> str:
    """'Wednesday 2 December', with the year when it is not this one."""
    shown = clock.local(value).date() if isinstance(value, datetime) else value
    year = "" if shown.year == clock.today().year else f" {shown.year}"
    return f"{shown:%A} {shown.day} {shown:%B}{year}"


def short_day(value: date | datetime) -> str:
    """'2 Dec'."""
    shown = clock.local(value).date() if isinstance(value, datetime) else value
    return f"{shown.day} {shown:%b}"


def month(value: date | datetime) -> str:
    """'Dec'."""
    return f"{clock.local(value) if isinstance(value, datetime) else value:%b}"


def clock_time(value: datetime) -> str:
    """'18:22'."""
    return f"{clock.local(value):%H:%M}"


def moment(value: datetime) -> str:
    """'Today 18:22', 'Yesterday 18:22', 'Friday 18:22' within a week, otherwise 'Friday 2 October, 18:22'."""
    days = (clock.today() - clock.local(value).date()).days
    if days == 0:
        return f"Today {clock_time(value)}"
    if days == 1:
        return f"Yesterday {clock_time(value)}"
    if 1 < days < 7:
        return f"{clock.local(value):%A} {clock_time(value)}"
    return f"{day(value)}, {clock_time(value)}"


def ago(value: date | datetime) -> str:
    """'today', 'yesterday', '5 days ago', '3 weeks ago', or the day itself beyond two months."""
    shown = clock.local(value).date() if isinstance(value, datetime) else value
    days = (clock.today() - shown).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 14:
        return f"{days} days ago"
    return f"{days // 7} weeks ago" if days < 60 else f"on {day(shown)}"


def up_to(number: int, most: int = 1_000) -> str:
    """'12'; '1,000+' from there on: nobody needs to know how many more, and counting them would take its time."""
    return str(number) if number < most else f"{most:,}+"


def initials(name: str) -> str:
    words = [word for word in name.split() if word[0].isalnum()]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else "?"


def init_app(
    app: Flask,
    settings: Settings,
    *,
    holds_invented_people: Callable[[], bool],
    notices_waiting: Callable[[Actor], int],
) -> None:
    """`holds_invented_people` is asked once: people are invented before a site is served, never after.

    `notices_waiting` is asked once by each page that has a bell; a part of a page has none.
    """
    for filter_ in (day, short_day, month, clock_time, moment, ago, initials, up_to):
        app.jinja_env.filters[filter_.__name__] = filter_
    app.jinja_env.globals.update(
        site_name=settings.site_name,
        operator=settings.operator,
        settings=settings,
        ui=app.jinja_env.get_template("components/ui.html").module,
        today=clock.today,
        now=clock.now,
    )

    @app.context_processor
    def facts() -> dict[str, object]:
        actor = me_if_known()
        return {
            "me": actor,
            "nav": navigation.doors() if actor and actor.is_onboarded else [],
            "notices_waiting": cache(lambda: notices_waiting(actor) if actor and actor.is_onboarded else None),
            "theme": cookies.theme(),
            "is_demonstration": _once(app, holds_invented_people),
            "footer_links": navigation.links(FOOTER),
        }


def _once(app: Flask, ask: Callable[[], bool]) -> bool:
    if "holds_invented_people" not in app.extensions:
        try:
            app.extensions["holds_invented_people"] = ask()
        except SQLAlchemyError:  # the page that says so must not need the database
            return False
    known: bool = app.extensions["holds_invented_people"]
    return known
