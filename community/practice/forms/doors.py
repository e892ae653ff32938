"""Forms at a community's door."""

from wtforms import BooleanField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from community.practice.models import LONGEST_ASKING
from community.web.forms import Count, Form, Text


class JoinForm(Form):
    """`version` is that of the agreement that stood on the page."""

    words = Text(
        "A sentence for whoever looks after it",
        longest=LONGEST_ASKING,
        description="What brings you here. They alone read it.",
    )
    agrees = BooleanField(
        "I will keep to this", validators=[InputRequired("Say that you will keep to this agreement.")]
    )
    version = Count(widget=HiddenInput(), validators=[Optional()], default=0)

    def is_of(self, version: int) -> bool:
        """Whether what was accepted is the agreement as it is now. Of a form without a number it is."""
        return (self.version.data or version) == version

    def begin_again_from(self, version: int) -> None:
        self.version.data, self.version.raw_data, self.agrees.data = version, None, False
