"""What this room asks: a hello, a message, a promise, a meeting, and the filters of Find a buddy."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from wtforms import BooleanField, DateField, RadioField, SelectField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import HiddenInput

from community.buddying.models import MeetingHow
from community.buddying.said import Plan, Promise
from community.buddying.seen import CircleSeen, PlannedMeeting
from community.core import clock
from community.web.forms import Count, CreateForm, Form, Line, Moment, Text

FARTHEST = timedelta(days=730)
HOW_IN_WORDS = {
    MeetingHow.VIDEO: "By video",
    MeetingHow.PHONE: "By phone",
    MeetingHow.IN_PERSON: "In person",
    MeetingHow.WALK: "Walk and talk",
    MeetingHow.MESSAGES: "By messages here",
}


class _SeveralOnAPage(CreateForm):
    """A form of which a page may hold several: its fields are told apart by a suffix to their ids."""

    def __init__(self, suffix: str, **options: Any) -> None:
        super().__init__(**options)
        for field in self:
            field.id = f"{field.name}-{suffix}"


class HelloForm(_SeveralOnAPage):
    words = Text("A short hello", longest=500, needed="Write a sentence or two first.")

    def begin_with(self, number: str, starters: Sequence[str]) -> None:
        """Put a starter, chosen by its number, after what is written already; once."""
        written = self.words.data or ""
        chosen = next((words for at, words in enumerate(starters) if str(at) == number), "")
        if chosen not in written:
            self.words.data = f"{written}\n{chosen}" if written else chosen


class MessageForm(_SeveralOnAPage):
    seen_at = Moment()
    words = Text("Your message", longest=4000, needed="Write a few words first.")


class PromiseForm(_SeveralOnAPage):
    seen_at = Moment()
    words = Line("What", longest=200, needed="Say what it is, in a few words.")
    owner = RadioField("Who")
    due_on = DateField("By when", validators=[Optional()])

    def __init__(self, circle: CircleSeen, *, seen_at: datetime | None = None, **options: Any) -> None:
        super().__init__("promise", data={"owner": str(circle.me.public_id), "seen_at": seen_at}, **options)
        self.owner.choices = [
            (circle.me.public_id, "I will"),
            *((b.public_id, f"{b.name} will") for b in circle.others),
        ]
        if self.owner.data is None:
            self.owner.data = circle.me.public_id

    def validate_due_on(self, field: DateField) -> None:
        if field.data and not clock.today() <= field.data <= clock.today() + FARTHEST:
            raise ValidationError("Choose a day from today on, within two years.")

    def promise(self) -> Promise:
        return Promise(self.words.data or "", UUID(self.owner.data), self.due_on.data)


class MetForm(_SeveralOnAPage):
    """ "We met": today in one tap, or another day."""

    on = DateField("On another day", validators=[Optional()])

    def day(self) -> date:
        return self.on.data or clock.today()


class MeetingForm(CreateForm):
    on = DateField("Day", validators=[InputRequired("Choose a day.")])
    at = TimeField("Time", validators=[InputRequired("Choose a time.")])
    how = SelectField("How", choices=[SelectChoice(how.value, words) for how, words in HOW_IN_WORDS.items()])
    where = Line(
        "Place, number or link", longest=300, description="Only this circle sees it. Leave it blank if you know."
    )
    seen = Count(widget=HiddenInput(), default=0)

    @classmethod
    def about(cls, planned: PlannedMeeting | None) -> "MeetingForm":
        """The form with the plan as it stands."""
        if planned is None:
            return cls()
        local = clock.local(planned.starts_at)
        how = (planned.how or MeetingHow.VIDEO).value
        return cls(on=local.date(), at=local.time(), how=how, where=planned.where, seen=planned.revision)

    def validate_on(self, field: DateField) -> None:
        if field.data and not clock.today() <= field.data <= clock.today() + FARTHEST:
            raise ValidationError("Choose a day from today on, within two years.")

    def plan(self) -> Plan:
        """What was chosen; for a form that is valid."""
        day, time = self.on.data or clock.today(), self.at.data or datetime.min.time()
        starts_at = datetime.combine(day, time, tzinfo=clock.LONDON)
        return Plan(starts_at, MeetingHow(self.how.data), self.where.data or "", self.seen.data or 0)


class FinishForm(Form):
    is_not_again = BooleanField(
        "Please do not suggest the two of us again",
        description="Private: nobody else is shown this.",
    )
