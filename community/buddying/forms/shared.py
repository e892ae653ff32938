"""What the forms of this room share."""

from datetime import timedelta
from typing import Any

from community.buddying.agreed import HOW_IN_WORDS
from community.web.forms import CreateForm

__all__ = ["FARTHEST", "HOW_IN_WORDS", "SeveralOnAPage"]

FARTHEST = timedelta(days=730)


class SeveralOnAPage(CreateForm):
    """A form of which a page may hold several: its fields are told apart by a suffix to their ids."""

    def __init__(self, suffix: str, **options: Any) -> None:
        super().__init__(**options)
        for field in self:
            field.id = f"{field.name}-{suffix}"
