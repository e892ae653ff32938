"""The base of every form, and the kinds of field that clean what people type."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, StopValidation, ValidationError

from community.core import chance, clock
from community.core.errors import Invalid
from community.core.ids import id_in
from community.core.text import LONGEST_TEXT, clean_line, clean_text

MOST_DIGITS = 9

# An address of the web or of a person: mail programs make a link of it. Initials and "St. John" are none.
_LIKE_AN_ADDRESS = re.compile(r"://|\bwww\.|@|(?<=\w)[.\u2024\u3002\uff61](?:\w{2}|\d)", re.IGNORECASE)


class Form(FlaskForm):
    """A form with our cross-site token. Views ask `validate_on_submit()`."""

    def refuse(self, error: Invalid) -> None:
        """Show what the rule book said beside the field it is about (or above the form)."""
        if error.field and error.field in self._fields:
            field = self._fields[error.field]
            field.errors = [*field.errors, error.message]
        else:
            self.form_errors.append(error.message)


class CreateForm(Form):
    """A form that makes something new. Its key makes a repeat (double click, Back, retry) find the first result."""

    key = HiddenField(default=lambda: str(chance.new_id()))

    def validate_key(self, field: HiddenField) -> None:
        if id_in(field.data) is None:
            field.data = str(chance.new_id())

    @property
    def once(self) -> UUID:
        return UUID(self.key.data)


class Moment(HiddenField):
    """When something was seen, as the page itself wrote it; None for whatever else is sent."""

    data: datetime | None  # type: ignore[assignment]  # what the field holds once it is read

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = clock.moment_in(str(valuelist[0])) if valuelist else None

    def _value(self) -> str:
        return self.data.isoformat() if self.data else ""


class _Cleaned:
    """Fields that hand back what they could not read: without what turns the direction or cannot be seen."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        _clean(valuelist)
        super().process_formdata(valuelist)  # type: ignore[misc]  # of the field that this stands before


class Day(_Cleaned, DateField):
    """A date."""


class TimeOfDay(_Cleaned, TimeField):
    """Hours and minutes."""


class Count(IntegerField):
    """A whole number that any database can hold."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        _clean(valuelist)
        if valuelist and len(str(valuelist[0])) > MOST_DIGITS:
            self.data = None
            raise ValueError("That number is too large.")
        super().process_formdata(valuelist)


class Line(StringField):
    """One line of text, cleaned; `longest` in characters."""

    def __init__(self, label: str = "", *, longest: int = 200, needed: str = "", **options: Any) -> None:
        super().__init__(label, validators=_text_rules(longest, needed, options), **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = clean_line(str(valuelist[0])) if valuelist else ""


class NameLine(Line):
    """The name that others see: at least one letter or digit, at most 80 characters, and nothing like an address."""

    def __init__(self, label: str, **options: Any) -> None:
        needed = "Give the name that others will see. A first name is fine."
        super().__init__(label, longest=80, needed=needed, **options)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if validation_stopped:
            return
        name = self.data or ""
        if not any(sign.isalnum() for sign in name):
            raise ValidationError("A name needs at least one letter.")
        if _LIKE_AN_ADDRESS.search(unicodedata.normalize("NFKC", name)) or _LIKE_AN_ADDRESS.search(name):
            raise ValidationError("This looks like an address. Give a name alone, with a space after each full stop.")


class Text(TextAreaField):
    """Several lines of text, cleaned; `longest` in characters."""

    def __init__(self, label: str = "", *, longest: int = LONGEST_TEXT, needed: str = "", **options: Any) -> None:
        super().__init__(label, validators=_text_rules(longest, needed, options), **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = clean_text(str(valuelist[0])) if valuelist else ""


def _clean(sent: list[Any]) -> None:
    """In place: what cannot be read is handed back from this very list."""
    sent[:] = [clean_line(str(value)) for value in sent]


def _text_rules(longest: int, needed: str, options: dict[str, Any]) -> list[Callable[..., None]]:
    rules: list[Any] = [Length(max=longest, message=f"Use at most {longest:,} characters.")]
    if needed:
        rules.insert(0, _Needed(needed))
    extra: Iterable[Any] = options.pop("validators", ())
    return [*rules, *extra]


class _Needed(InputRequired):
    """Like InputRequired, and white space alone is not an answer."""

    def __call__(self, form: Any, field: Any) -> None:
        if not (field.data or "").strip():
            field.errors[:] = []
            raise StopValidation(str(self.message))


__all__ = ["Count", "CreateForm", "Day", "Form", "Line", "Moment", "NameLine", "Text", "TimeOfDay", "ValidationError"]
