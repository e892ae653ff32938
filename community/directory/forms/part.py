"""The base of the forms that ask for one part of a profile."""

from abc import abstractmethod
from typing import Any, ClassVar

from wtforms import HiddenField

from community.directory.told import Part, Told
from community.web.forms import Form


class PartForm(Form):
    """A form of one part of the profile. `seen` is the mark of the part as it stood when the page was made."""

    part: ClassVar[Part]
    seen = HiddenField()

    def __init__(self, told: Told, **data: Any) -> None:
        """Filled from what was told so far; what was sent goes before it."""
        super().__init__(data={"seen": told.mark} | data)

    @abstractmethod
    def told(self) -> Told:
        """What was said, once the form is valid."""
