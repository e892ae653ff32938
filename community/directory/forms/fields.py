"""Kinds of field that the directory's forms share: one of a list, one of a few, any of a list."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.widgets import CheckboxInput, ListWidget

from community.web.forms import ValidationError

FROM_THE_LIST = "Choose from the list."


class Pick(SelectField):
    """One from a list in groups; "" is no answer and reads `nothing`."""

    def __init__(self, label: str = "", *, nothing: str = "None", needed: str = "", **options: Any) -> None:
        self.nothing, self.needed = nothing, needed
        super().__init__(label, choices=[], **options)

    def offer(self, groups: Mapping[str, Iterable[tuple[str, str]]]) -> None:
        """Let people pick among these: {group: [(id, label)]}."""
        grouped = [SelectChoice(*choice, optgroup=group) for group, choices in groups.items() for choice in choices]
        self.known = {choice.value for choice in grouped}
        self.choices = [SelectChoice("", self.nothing), *grouped]

    def pre_validate(self, form: Any) -> None:
        if self.data and self.data not in self.known:
            raise ValidationError(FROM_THE_LIST)
        if self.needed and not self.data:
            raise ValidationError(self.needed)


class Radios(RadioField):
    """One of a few, {id: label}, all in sight."""

    def __init__(self, label: str = "", *, among: Mapping[str, str], **options: Any) -> None:
        super().__init__(label, choices=choices_of(among), **options)
        self.known = set(among)

    def pre_validate(self, form: Any) -> None:
        if self.data not in self.known:
            raise ValidationError(FROM_THE_LIST)


class Checks(SelectMultipleField):
    """Any of a list, {id: label}, up to `most` of them."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(
        self, label: str = "", *, among: Mapping[str, str] | None = None, most: int | None = None, **options: Any
    ) -> None:
        self.most = most
        super().__init__(label, choices=[], **options)
        self.offer(among or {})

    def offer(self, among: Mapping[str, str]) -> None:
        self.known = set(among)
        self.choices = choices_of(among)

    @property
    def chosen(self) -> list[str]:
        return list(self.data or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = list(dict.fromkeys(str(value) for value in valuelist))

    def pre_validate(self, form: Any) -> None:
        if not self.known.issuperset(self.chosen):
            raise ValidationError(FROM_THE_LIST)
        if self.most and len(self.chosen) > self.most:
            raise ValidationError(f"Choose at most {self.most}.")


def choices_of(among: Mapping[str, str]) -> list[Any]:
    return [SelectChoice(str(value), label) for value, label in among.items()]
