"""What the life of a circle asks: how often, until when, and how it ends. Never why."""

from datetime import date

from wtforms import BooleanField, DateField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Optional

from community.buddying.models import Rhythm
from community.buddying.rhythm import IN_WORDS
from community.buddying.seen import PlannedMeeting
from community.core import clock
from community.web.forms import CreateForm, Form, Text


class RhythmForm(Form):
    every = RadioField(
        "How often would you like to talk?",
        choices=[SelectChoice(each.value, words) for each, words in IN_WORDS.items()],
        validators=[InputRequired("Choose how often.")],
    )

    def rhythm(self) -> Rhythm:
        """What was chosen; for a form that is valid."""
        return Rhythm(self.every.data)


class PauseForm(CreateForm):
    until = DateField("Until", validators=[Optional()], description="Leave it blank if you do not know yet.")
    words = Text("A few words to the others", longest=1000)

    meeting = RadioField(choices=[SelectChoice("keep", "Keep it"), SelectChoice("off", "Call it off")], default="keep")

    def ask_about(self, planned: PlannedMeeting | None) -> None:
        """Name the meeting that lies ahead; without one there is nothing to ask."""
        if planned is None or planned.is_past:
            del self.meeting
            return
        local = clock.local(planned.starts_at)
        self.meeting.label.text = f"Keep the meeting on {local:%A} {local.day} {local:%B}, {local:%H:%M}?"

    def day(self) -> date | None:
        return self.until.data

    @property
    def is_meeting_off(self) -> bool:
        return bool(self.meeting is not None and self.meeting.data == "off")


class FinishForm(CreateForm):
    last_word = Text(
        "A last word",
        longest=1000,
        description="It stands as your last message. A last word shows that it came from you.",
    )
    is_not_again = BooleanField(
        "Please do not suggest us again",
        description="Private: nobody else is shown this.",
    )
