"""What is said in a report, and when one is decided."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from community.directory.queries import house_rules
from community.moderation.models import Outcome, Reason
from community.moderation.reasons import LONGEST_WORDS, REASONS
from community.web.forms import CreateForm, Form, Text, ValidationError

MOST_SAID = 1500


class ReportForm(CreateForm):
    """Two presses in all: why, and send. Everything else can be left."""

    reason = RadioField(
        "What is it about?",
        choices=[SelectChoice(reason.value, words.label) for reason, words in REASONS.items()],
        validators=[InputRequired("Choose what it is about.")],
    )
    rule = SelectField("The house rule it is about", validate_choice=True)
    words = Text("What should we know?", longest=LONGEST_WORDS)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        rules = [(str(number), section.title) for number, section in _numbered()]
        self.rule.choices = [("", "The one that goes with my answer"), *rules]

    @property
    def cited(self) -> str:
        """The number of the house rule: the one that was chosen, or the one that goes with the reason."""
        return self.rule.data or REASONS[Reason(self.reason.data)].rule


class PassageForm(ReportForm):
    """The same of a private message or a hello, of which only what is ticked here goes with the report."""

    passages = SelectMultipleField(
        "Which part do you want us to read?",
        description="We see only what you tick here, and nothing else of what you write to each other.",
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[InputRequired("Tick at least one part of it.")],
    )

    def __init__(self, parts: Sequence[str], **options: Any) -> None:
        super().__init__(**options)
        self.passages.choices = [(str(number), part) for number, part in enumerate(parts)]

    @property
    def chosen(self) -> list[int]:
        return sorted({int(number) for number in self.passages.data or ()})


class DecideForm(Form):
    """What was chosen stands in `outcome`; its words can be changed before they are sent."""

    outcome = HiddenField(validators=[InputRequired("Choose what happens with it.")])
    to_reporter = Text("To whoever reported it", longest=MOST_SAID)
    to_subject = Text("To whoever it is about", longest=MOST_SAID)

    def validate_outcome(self, field: HiddenField) -> None:
        if field.data not in set(Outcome):
            raise ValidationError("Choose what happens with it.")

    @property
    def decided(self) -> Outcome:
        return Outcome(self.outcome.data or "")


def _numbered() -> list[tuple[str, Any]]:
    """The house rules by the number that begins their title; what has none cannot be cited."""
    titled = [(section.title.partition(".")[0], section) for section in house_rules().sections]
    return [(number, section) for number, section in titled if number.isdigit()]
