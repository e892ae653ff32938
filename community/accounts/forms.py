"""What is asked of somebody at the door and about their account."""

from itertools import starmap
from typing import Any

from wtforms import BooleanField, HiddenField, PasswordField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Length
from wtforms.widgets import TextInput

from community.accounts.addresses import LONGEST_ADDRESS, Address, address_of
from community.accounts.passwords import LONGEST, TOO_LONG
from community.core.errors import Invalid
from community.web.forms import Form, Line, NameLine, ValidationError
from community.web.navigation import HOME, safe_next

THEMES = {"": "As my device does", "light": "Light", "dark": "Dark"}


class Secret(PasswordField):
    """A password: never cleaned, never cut, never shown again."""

    def __init__(self, label: str, *, needed: str, **options: Any) -> None:
        super().__init__(label, [InputRequired(needed), Length(max=LONGEST, message=TOO_LONG)], **options)


class Tick(BooleanField):
    """A box to tick. What was sent for it is read as yes, and not sent back."""

    def _value(self) -> str:
        return "y"


class Onward(HiddenField):
    """Where to go on to: a path of this site, whatever was sent."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = safe_next(str(valuelist[0])) if valuelist else HOME


class AddressForm(Form):
    """An address to write to."""

    email = Line(
        "E-mail address",
        longest=LONGEST_ADDRESS,
        needed="Write your e-mail address.",
        description="A personal address is fine, and it stays yours when you change jobs.",
    )
    address: Address

    def validate_email(self, field: Line) -> None:
        try:
            self.address = address_of(field.data or "")
        except Invalid as error:
            raise ValidationError(error.message) from error


class NamedAddressForm(Form):
    """A button about one address: the page names which, so that a second press changes nothing more."""

    address = HiddenField()
    for_good = Tick("For good")


class SignInForm(Form):
    email = Line("E-mail address", longest=LONGEST_ADDRESS, needed="Write your e-mail address.")
    password = Secret("Password", needed="Write your password.")
    remember = Tick("Keep me signed in on this device", description="Not on a computer that others use.")
    next = Onward()
    again = Onward()


class NewPasswordForm(Form):
    password = Secret(
        "Password",
        needed="Choose a password.",
        description="At least 15 characters. Four random words are easy to remember and hard to guess. "
        "You may paste it, and let your browser keep it.",
    )

    def offer(self, words: str) -> None:
        """Fill in a suggestion, to be seen: it is the one password that its owner has not read yet."""
        self.password.widget, self.password.data = TextInput(), words


class FinishJoiningForm(NewPasswordForm):
    name = NameLine("Name", description="As you like to be called. A first name is fine. Other members see it.")


class ResetForm(NewPasswordForm):
    code = Line("Recovery code of your journal", longest=60)


class ChangePasswordForm(NewPasswordForm):
    current = Secret("Your password now", needed="Write the password that you use now.")


class ConfirmForm(Form):
    password = Secret("Password", needed="Write your password.")
    next = Onward()


class ThemeForm(Form):
    theme = RadioField("How the pages look", choices=list(starmap(SelectChoice, THEMES.items())))
