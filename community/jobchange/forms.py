"""What a change of job asks: where one sits now, words for each circle, and a note for whoever comes after."""

from dataclasses import replace
from typing import Any

from wtforms import HiddenField

from community.directory.forms.fields import Pick
from community.directory.forms.sector import PlaceFields, PrivateFields, sector_choices, where_data
from community.directory.told import WhereYouSit
from community.jobchange.paper import HEADINGS, HandOver
from community.web.forms import Form, Moment, Text


class WhereNowForm(PlaceFields, PrivateFields, Form):
    """The part of "where you sit" that a new job changes, under the directory's own rules. The rest stays as it is.

    `seen` is the mark of the whole part as it stood when the page was made.
    """

    seen = HiddenField()
    sector = Pick("Your sector now", nothing="Choose one", needed="Choose the sector that fits best.")

    def __init__(self, before: WhereYouSit) -> None:
        super().__init__(data=where_data(before) | {"seen": before.mark})
        self.before = before
        self.sector.offer(sector_choices())
        self.look_up(kept=before.place_id)

    def told(self) -> WhereYouSit:
        sector = self.sector.data or None
        return replace(
            self.before,
            sector_id=sector,
            other_sectors=tuple(each for each in self.before.other_sectors if each != sector),
            place_id=self.chosen_place,
            place_shown_as=type(self.before.place_shown_as)(self.shown_as.data),
            organisation=self.organisation.data or "",
            interests=self.interests,
        )


class WordsForm(Form):
    words = Text(
        "Your own words to them",
        longest=2000,
        description="It is sent as a message of yours, at the end, after you have looked at it once more.",
    )


class SendForm(Form):
    """`seen` is the mark of what the page said would be sent."""

    seen = HiddenField()


class HandOverForm(Form):
    """Four gentle headings. `seen` is when the note that the page showed was saved."""

    seen = Moment()
    holds = Text(HEADINGS["holds"], longest=5000, description="People, not posts: who keeps it going, and how.")
    agreed = Text(HEADINGS["agreed"], longest=5000, description="Promises, habits, what nobody wrote down.")
    still_open = Text(HEADINGS["still_open"], longest=5000, description="What waits, and for whom.")
    first = Text(HEADINGS["first"], longest=5000, description="A name, and why that one.")

    @property
    def trouble(self) -> str:
        """The first thing that keeps it from being saved, in words."""
        return next((str(field.errors[0]) for field in self if field.errors), "")

    def note(self) -> HandOver:
        return HandOver(*(self[name].data or "" for name in HEADINGS))

    @classmethod
    def of(cls, note: HandOver, **more: Any) -> "HandOverForm":
        return cls(data=note._asdict() | more)
