"""What a circle asks: a message, a promise, and how it ends."""

from datetime import datetime
from typing import Any
from uuid import UUID

from wtforms import BooleanField, DateField, RadioField
from wtforms.validators import Optional, ValidationError

from community.buddying.forms.shared import FARTHEST, SeveralOnAPage
from community.buddying.said import Promise
from community.buddying.seen import CircleSeen
from community.core import clock
from community.web.forms import Form, Line, Moment, Text


class MessageForm(SeveralOnAPage):
    seen_at = Moment()
    words = Text("Your message", longest=4000, needed="Write a few words first.")


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


class FinishForm(Form):
    is_not_again = BooleanField(
        "Please do not suggest the two of us again",
        description="Private: nobody else is shown this.",
    )
