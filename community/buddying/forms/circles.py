"""What a circle asks: a message, a promise, and how it ends."""

from datetime import datetime
from typing import Any
from uuid import UUID

from wtforms import DateField, RadioField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import TextInput

from community.buddying.forms.shared import FARTHEST, SeveralOnAPage
from community.buddying.said import Promise
from community.buddying.seen import CircleSeen
from community.core import clock
from community.web.forms import Line, Moment, Text

LONGEST_MESSAGE = 4000


class DraftForm(SeveralOnAPage):
    """What is written so far. `draft_at`: when the draft was kept that the page knows of; the page draws it itself."""

    draft_at = Moment(widget=TextInput())
    words = Text("Your message", longest=LONGEST_MESSAGE)

    @property
    def trouble(self) -> str:
        """The first thing that is not in order."""
        return next((str(error) for field in self for error in field.errors), "")


class MessageForm(SeveralOnAPage):
    """`theirs`: other words that another page of the member's has kept as a draft."""

    theirs = ""
    seen_at = Moment()
    draft_at = Moment(widget=TextInput())
    words = Text("Your message", longest=LONGEST_MESSAGE, needed="Write a few words first.")


class PromiseForm(SeveralOnAPage):
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
