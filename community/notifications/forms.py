"""Forms of this room: how often letters come and when, how to stop them, and what to hear about."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import BooleanField, Field, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired

from community.notifications.hours import Hours, zones_in_words
from community.notifications.kinds import KINDS
from community.notifications.models import Kind, Level, Timing
from community.web.forms import Form, ValidationError

TIMINGS = {Timing.NOW: "Now", Timing.DAILY: "Daily", Timing.WEEKLY: "Weekly", Timing.NEVER: "Never"}
LEVELS = {
    Level.EVERY: "Every reply",
    Level.SUMMARY: "In the summary",
    Level.MENTIONED: "Only if mentioned",
    Level.NOTHING: "Nothing",
}
LINES = {
    Level.EVERY: "A notice for each one",
    Level.SUMMARY: "Weekly, or as you set it",
    Level.MENTIONED: "When somebody writes @ and your name",
    Level.NOTHING: "Not even answers or your name",
}
_IN_SUMMARY = {
    Timing.NOW: "at once",
    Timing.DAILY: "daily",
    Timing.WEEKLY: "weekly",
    Timing.NEVER: "not by letter",
}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CLOCK = [SelectChoice(str(hour), f"{hour:02}:00") for hour in range(24)]


def hears_how(level: Level, in_summary: Timing) -> str:
    """What somebody hears, in short: "weekly" where it is in their summary and that comes so."""
    return _IN_SUMMARY[in_summary] if level is Level.SUMMARY else LEVELS[level].lower()


def _zone_choices() -> Iterable[SelectChoice]:
    for zone, words, region in zones_in_words():
        yield SelectChoice(zone, words, optgroup=region)


class PreferencesForm(Form):
    """How soon letters speak of each kind, and when they may come. The kinds are fields named after them."""

    any_hour = BooleanField("At any hour")
    from_hour = SelectField("From", choices=_CLOCK)
    to_hour = SelectField("Until", choices=_CLOCK)
    weekday = SelectField(
        "Day of the weekly letter", choices=[SelectChoice(str(n), d) for n, d in enumerate(_WEEKDAYS)]
    )
    zone = SelectField("Time zone", choices=lambda: list(_zone_choices()))

    def validate_to_hour(self, field: Field) -> None:
        if field.data == self.from_hour.data and not self.any_hour.data:
            raise ValidationError("Choose two different hours, or tick “At any hour”.")

    @classmethod
    def of(cls, timings: Mapping[Kind, Timing], hours: Hours) -> "PreferencesForm":
        """The form as it stands for somebody."""
        now: dict[str, Any] = {kind.value: timing for kind, timing in timings.items()}
        now |= {"from_hour": str(hours.from_hour), "to_hour": str(hours.to_hour), "weekday": str(hours.weekday)}
        return cls(formdata=None, zone=hours.zone, any_hour=hours.is_any, **now)

    @property
    def timings(self) -> dict[Kind, Timing]:
        return {kind: Timing(self[kind.value].data) for kind in KINDS}

    @property
    def times(self) -> dict[str, Any]:
        from_hour = int(self.from_hour.data)
        to_hour = from_hour if self.any_hour.data else int(self.to_hour.data)
        return {"zone": self.zone.data, "from_hour": from_hour, "to_hour": to_hour, "weekday": int(self.weekday.data)}

    def rows(self, *, about_buddies: bool) -> list[Field]:
        """The fields of the kinds that are, or are not, about buddies."""
        return [self[kind.value] for kind, words in KINDS.items() if words.about_buddies is about_buddies]


for _kind, _words in KINDS.items():
    _field = RadioField(
        _words.label,
        description=_words.line,
        choices=[SelectChoice(timing.value, label) for timing, label in TIMINGS.items()],
        validators=[InputRequired("Choose how often.")],
    )
    setattr(PreferencesForm, _kind.value, _field)


class StopForm(Form):
    """What a mail program sends (RFC 8058), or a button of the page that needs no sign-in: hence no token."""

    class Meta:
        csrf = False

    one_click = StringField(name="List-Unsubscribe")
    what = StringField()
    kind = SelectMultipleField(choices=[SelectChoice(kind.value, kind.value) for kind in Kind], validate_choice=False)

    def chosen(self, of_the_letter: Iterable[Kind]) -> list[Kind]:
        """The kinds to stop; none if nothing was said or ticked. A mail program stops no more than its letter."""
        if self.one_click.data == "One-Click":
            return list(of_the_letter)
        if self.what.data == "these":
            ticked = set(self.kind.data or ())
            return [kind for kind in of_the_letter if kind.value in ticked]
        return list(Kind) if self.what.data == "all" else []


class HearingForm(Form):
    """How much to hear about one conversation or community."""

    level = RadioField(
        "Hear about this",
        choices=[SelectChoice(level.value, label) for level, label in LEVELS.items()],
        validators=[InputRequired("Choose how much to hear.")],
    )

    @property
    def chosen(self) -> Level:
        return Level(self.level.data)
