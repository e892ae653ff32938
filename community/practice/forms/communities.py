"""Forms of a community itself: what it is for, who may come in, what is agreed, and whom to ask to look after it."""

from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from community.practice.agreeing import NO_ROOM, has_room
from community.practice.models import LONGEST_AGREEMENT, Level
from community.practice.queries import FrontWords
from community.web.forms import Count, CreateForm, Form, Line, Text, ValidationError

LEVELS = {
    Level.OPEN: "Open",
    Level.ASK: "Ask to join",
    Level.PRIVATE: "Private",
    Level.HIDDEN: "Hidden",
}
LEVEL_LINES = {
    Level.OPEN: "Every member of this site can find it, read it and come in.",
    Level.ASK: "Every member can find its front page. Members alone read what is said. Facilitators let people in.",
    Level.PRIVATE: (
        "Members who are not in it find nothing of it here: not its name, and not that it exists. "
        "People come in by a link from its facilitators, which shows its name and what it is for."
    ),
    Level.HIDDEN: (
        "The site shows it to the same people as a private one. "
        "Beyond that, its members are asked not to speak of it anywhere else."
    ),
}
_CHOICES = [SelectChoice(level, label) for level, label in LEVELS.items()]


class _Front(Form):
    name = Line("Name", longest=80, needed="Give the community a name.", description="Short, and plain to an outsider.")
    purpose = Text(
        "What is it for?", longest=300, needed="Say in a sentence what it is for.", description="One sentence or two."
    )
    learning_question = Line(
        "One question you want to learn about together",
        longest=200,
        needed="Ask one question to learn about together.",
        description="For example: what would it take for everybody who comes home to be expected?",
    )
    about = Text("What belongs in it?", longest=300, description="A few subjects, so that people know if it is theirs.")
    rhythm = Line("When do you meet?", longest=120, description="For example: first Monday of the month, 16:00.")

    def words(self, version: int = 1) -> FrontWords:
        return FrontWords(
            self.name.data or "",
            self.purpose.data or "",
            self.learning_question.data or "",
            self.about.data or "",
            self.rhythm.data or "",
            version,
        )


class NewCommunityForm(_Front, CreateForm):
    level = RadioField("Who may come in?", choices=_CHOICES, default=Level.OPEN)
    is_safe_space = BooleanField("This is a safe space")
    agreement = Text(
        "What members agree",
        longest=LONGEST_AGREEMENT,
        needed="Say what members agree.",
        description="Everybody accepts it before they come in.",
    )

    def validate_agreement(self, field: Text) -> None:
        if not has_room(field.data or "", is_safe_space=bool(self.is_safe_space.data)):
            raise ValidationError(NO_ROOM)


class FrontForm(_Front):
    version = Count(widget=HiddenInput(), validators=[Optional()], default=0)


class LevelForm(Form):
    level = RadioField("Who may come in?", choices=_CHOICES, validators=[InputRequired("Choose who may come in.")])


class AgreementForm(Form):
    agreement = Text("What members agree", longest=LONGEST_AGREEMENT, needed="Say what members agree.")
    version = Count(widget=HiddenInput(), validators=[Optional()], default=0)


class ChooseForm(Form):
    """One of a short list of things or people."""

    chosen = SelectField("Whom?", validators=[InputRequired("Choose one of the list.")])

    @property
    def choice(self) -> UUID:
        return UUID(self.chosen.data)
