"""What the forms of this room share."""

from datetime import timedelta
from typing import Any

from community.buddying.models import MeetingHow
from community.web.forms import CreateForm

FARTHEST = timedelta(days=730)
HOW_IN_WORDS = {
    MeetingHow.VIDEO: "By video",
    MeetingHow.PHONE: "By phone",
    MeetingHow.IN_PERSON: "In person",
    MeetingHow.WALK: "Walk and talk",
    MeetingHow.MESSAGES: "By messages here",
}


class SeveralOnAPage(CreateForm):
    """A form of which a page may hold several: its fields are told apart by a suffix to their ids."""

    def __init__(self, suffix: str, **options: Any) -> None:
        super().__init__(**options)
        for field in self:
            field.id = f"{field.name}-{suffix}"
