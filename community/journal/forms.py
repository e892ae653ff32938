"""What is typed into the journal: an entry, a search, the ways to unlock it."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import starmap
from typing import Any

from wtforms import DateField, FieldList, HiddenField, PasswordField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from community.core import clock
from community.core.text import clean_line
from community.journal.paper import Answer, Draft
from community.web.forms import Count, Form, Line, Text, ValidationError

MOST_QUESTIONS = 20
MOODS = {"5": "Very good", "4": "Good", "3": "In between", "2": "Low", "1": "Very low"}


class Parts(FieldList):  # type: ignore[type-arg]
    """Several fields of one kind. Its errors are sentences, as those of any other field."""

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        fine: bool = super().validate(form, extra_validators)
        self.errors = [words for entry in self.entries for words in entry.errors]
        return fine


class EntryForm(Form):
    """An entry. Questions travel with their answers, so that a page left open for a week still knows them."""

    rev = Count(widget=HiddenInput(), default=0, validators=[NumberRange(0)])
    hand = HiddenField(validators=[Length(max=64)])
    template = HiddenField(validators=[Length(max=40)])
    title = Line("Title", longest=120)
    day = DateField("Day", validators=[InputRequired("Give the entry a day.")])
    questions = Parts(HiddenField(validators=[Length(max=400)]), max_entries=MOST_QUESTIONS)
    answers = Parts(Text("Your words"), max_entries=MOST_QUESTIONS)
    next_step = Line("What I will do next", longest=200, description="One small thing, with a day if you can.")
    mood = RadioField(
        "How I am", choices=[SelectChoice("", "Not today"), *starmap(SelectChoice, MOODS.items())], default=""
    )
    challenges = SelectMultipleField("What it is about", option_widget=CheckboxInput(), widget=ListWidget())

    def offer_challenges(self, mine: Mapping[str, str], known: Mapping[str, str]) -> None:
        """One's own challenges to choose from, and those that the entry names already."""
        chosen = {each: known[each] for each in self.challenges.data or () if each in known}
        self.challenges.choices = list(starmap(SelectChoice, {**mine, **chosen}.items()))

    def validate_day(self, field: DateField) -> None:
        if field.data and not date(1900, 1, 1) <= field.data <= date(2200, 1, 1):
            raise ValidationError("Give a day that you could have lived.")

    @property
    def draft(self) -> Draft:
        questions = [clean_line(each or "") for each in self.questions.data]
        answers = [each or "" for each in self.answers.data]
        questions += [""] * (len(answers) - len(questions))
        return Draft(
            day=self.day.data or clock.today(),
            title=self.title.data or "",
            answers=tuple(Answer(question, text) for question, text in zip(questions, answers, strict=False)),
            mood=int(self.mood.data) if self.mood.data else None,
            challenges=tuple(self.challenges.data or ()),
            next_step=self.next_step.data or "",
            template=self.template.data or "",
            hand=self.hand.data or "",
            rev=self.rev.data or 0,
        )

    @property
    def parts(self) -> list[tuple[Any, Any]]:
        """Each question with the field of its answer."""
        return list(zip(self.questions.entries, self.answers.entries, strict=False))

    @property
    def first_error(self) -> str:
        return next(
            (str(next(iter(errors))) for errors in self.errors.values() if errors), "Something needs another look."
        )


def entry_form(draft: Draft, *, rev: int, hand: str) -> EntryForm:
    """The form as it opens, with a draft in it."""
    answers = draft.answers or (Answer("", ""),)
    return EntryForm(
        formdata=None,
        data={
            "rev": rev,
            "hand": hand,
            "template": draft.template,
            "title": draft.title,
            "day": draft.day,
            "questions": [answer.question for answer in answers],
            "answers": [answer.text for answer in answers],
            "next_step": draft.next_step,
            "mood": str(draft.mood or ""),
            "challenges": list(draft.challenges),
        },
    )


class SearchForm(Form):
    words = Line("Search your journal", longest=120, needed="Type a word to look for.")


class UnlockForm(Form):
    """Password or recovery code: one of the two."""

    password = PasswordField("Your password", validators=[Length(max=1000, message="That is too long.")])
    code = Line("Recovery code", longest=80, description="26 letters and digits. Spaces and dashes do not matter.")

    def validate_password(self, field: PasswordField) -> None:
        if not field.data and not self.code.data:
            raise ValidationError("Type your password, or your recovery code.")


class ConfirmCodeForm(Form):
    """The end of the code, typed again; the code itself travels sealed under the open journal's key."""

    sealed_code = HiddenField(validators=[InputRequired("Make a new code."), Length(max=400)])
    last_group = Line("The last six characters of your code", longest=20, needed="Type the last six characters.")


class SettingsForm(Form):
    minutes = RadioField("Lock my journal when I have not used it for", coerce=int)

    def offer(self, minutes: Sequence[int]) -> None:
        self.minutes.choices = [SelectChoice(each, f"{each} minutes") for each in minutes]


class ReopenForm(Form):
    """What opens entries that a password reset sealed off."""

    password = PasswordField("Your old password", validators=[Length(max=1000, message="That is too long.")])
    code = Line("Recovery code", longest=80, description="The one you wrote down before the reset.")

    def validate_password(self, field: PasswordField) -> None:
        if not field.data and not self.code.data:
            raise ValidationError("Type your old password, or your recovery code.")
