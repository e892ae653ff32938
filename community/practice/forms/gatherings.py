"""Forms of gatherings: to plan or change one, to say whether one comes, and what was learned."""

from datetime import timedelta
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput, NumberInput

from community.core import clock
from community.core.errors import Invalid
from community.core.text import LONGEST_TEXT
from community.notifications.hours import USUAL, zone_called, zones_in_words
from community.practice import policy, when
from community.practice.forms.tagging import WebAddress
from community.practice.forms.writing import IDENTIFIES_NOBODY, Noticing
from community.practice.gathered import GatheringPlan
from community.practice.models import LONGEST_TITLE
from community.web.forms import Count, CreateForm, Day, Form, Line, Text, TimeOfDay

FARTHEST = timedelta(days=730)
MOST_PLACES = 10_000
LASTS = {
    30: "Half an hour",
    45: "45 minutes",
    60: "An hour",
    90: "An hour and a half",
    120: "Two hours",
    180: "Three hours",
    240: "Half a day",
    420: "A day",
}


class GatheringForm(Noticing, CreateForm):
    """When is asked by the clock of a place; `plan` says which moment that is."""

    title = Line("What is it called?", longest=LONGEST_TITLE, needed="Say what it is called.")
    on = Day("Day", validators=[InputRequired("Choose a day.")])
    at = TimeOfDay("Begins at", validators=[InputRequired("Choose when it begins.")])
    lasts = SelectField(
        "How long", choices=[SelectChoice(str(number), words) for number, words in LASTS.items()], default="60"
    )
    zone = SelectField("By the clock of", default=USUAL.zone)
    place = Line(
        "Where do people meet?",
        longest=300,
        description="A room and its address, or a telephone number. " + policy.WHO_SEES_THE_PLACE,
    )
    link = WebAddress("Link for joining online", description=policy.WHO_SEES_THE_PLACE)
    access = Line(
        "What should people know about getting in and taking part?",
        longest=300,
        description="Steps, a hearing loop, captions, parking. Whoever reads of the gathering sees it.",
    )
    capacity = Count(
        "How many can come?",
        validators=[Optional(), NumberRange(1, MOST_PLACES, f"Say how many can come: from 1 to {MOST_PLACES:,}.")],
        widget=NumberInput(min=1, max=MOST_PLACES),
        description="Leave it blank if there is room for all. Further people wait, and get a place when one is free.",
    )
    body = Text(
        "What is it about?",
        longest=LONGEST_TEXT,
        needed="Say what it is about.",
        description=IDENTIFIES_NOBODY,
    )
    version = Count(widget=HiddenInput(), validators=[Optional()], default=0)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone.choices = [SelectChoice(each.zone, each.words, optgroup=each.region) for each in zones_in_words()]

    @classmethod
    def about(cls, plan: GatheringPlan, version: int) -> "GatheringForm":
        """The form with a gathering as it stands."""
        there = plan.starts_at.astimezone(zone_called(plan.zone))
        minutes = (plan.ends_at - plan.starts_at) // timedelta(minutes=1)
        told = {name: getattr(plan, name) for name in ("title", "zone", "place", "link", "access", "capacity", "body")}
        told |= {"on": there.date(), "at": there.time(), "lasts": str(minutes), "version": version}
        form = cls(data=told)
        if minutes not in LASTS:
            choices = {**LASTS, minutes: f"{minutes} minutes"}
            form.lasts.choices = [SelectChoice(str(number), words) for number, words in choices.items()]
        return form

    @property
    def words(self) -> str:
        """What people are told; where they meet has an address, as it should."""
        return "\n".join(field.data or "" for field in (self.title, self.access, self.body))

    def validate_on(self, field: Day) -> None:
        if field.data and not clock.today() <= field.data <= clock.today() + FARTHEST:
            raise ValidationError("Choose a day from today on, within two years.")

    def plan(self) -> GatheringPlan:
        """What was said, for a form that is valid. Raises Invalid for a time that there is not, there and then."""
        zone, day, at = self.zone.data, self.on.data, self.at.data
        if not day or not at:
            raise Invalid("Choose a day, and when it begins.", "on")
        starts_at = when.moment_of(day, at, zone)
        return GatheringPlan(
            title=self.title.data or "",
            body=self.body.data or "",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=int(self.lasts.data)),
            zone=zone,
            place=self.place.data or "",
            link=self.link.data or "",
            access=self.access.data or "",
            capacity=self.capacity.data,
        )

    def plan_so_far(self) -> GatheringPlan | None:
        """What was said, for a form that nobody has looked through; None where there is no such time."""
        try:
            return self.plan()
        except (Invalid, ValueError, TypeError, OverflowError):
            return None

    def begin_again_from(self, version: int) -> None:
        """What was typed stays; it is now a change of this version."""
        self.version.data, self.version.raw_data = version, None


class ComeForm(Form):
    needs = Line(
        "What would help you take part?",
        longest=300,
        description=policy.WHO_SEES_NEEDS + " It is forgotten within a day of the end.",
    )


class NoteForm(Noticing):
    note = Text(
        "What did you learn?",
        longest=LONGEST_TEXT,
        needed="Say what you learned.",
        description="Two or three things that others can use. " + IDENTIFIES_NOBODY,
    )
    version = Count(widget=HiddenInput(), validators=[Optional()], default=0)

    @property
    def words(self) -> str:
        return self.note.data or ""

    def begin_again_from(self, version: int) -> None:
        self.version.data, self.version.raw_data = version, None
