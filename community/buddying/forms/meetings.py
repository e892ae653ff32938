"""What a meeting asks: when and how it is to be, and that it was."""

from datetime import date, datetime
from typing import Any

from wtforms import DateField, SelectField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import HiddenInput

from community.buddying.forms.shared import FARTHEST, HOW_IN_WORDS, SeveralOnAPage
from community.buddying.models import MeetingHow
from community.buddying.said import Plan
from community.buddying.seen import PlannedMeeting
from community.core import clock
from community.web.forms import Count, CreateForm, Line


class MetForm(SeveralOnAPage):
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
    def about(
        cls, planned: PlannedMeeting | None, *, at: datetime | None = None, how: MeetingHow | None = None
    ) -> "MeetingForm":
        """The form with the plan as it stands, or at another time; `how` is for where there is no plan yet."""
        if planned is None:
            told: dict[str, Any] = {"how": how.value} if how else {}
            return cls(data=told | _at(at))
        how = planned.how or MeetingHow.VIDEO
        plan = {"how": how.value, "where": planned.where, "seen": planned.revision}
        return cls(data=plan | _at(at or planned.starts_at))

    def validate_on(self, field: DateField) -> None:
        if field.data and not clock.today() <= field.data <= clock.today() + FARTHEST:
            raise ValidationError("Choose a day from today on, within two years.")

    def plan(self) -> Plan:
        """What was chosen; for a form that is valid."""
        day, time = self.on.data or clock.today(), self.at.data or datetime.min.time()
        starts_at = datetime.combine(day, time, tzinfo=clock.LONDON)
        return Plan(starts_at, MeetingHow(self.how.data), self.where.data or "", self.seen.data or 0)


def _at(moment: datetime | None) -> dict[str, Any]:
    if moment is None:
        return {}
    local = clock.local(moment)
    return {"on": local.date(), "at": local.time()}
