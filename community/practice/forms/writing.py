"""What every form of writing has: what its page knows of the draft, and what its writer said may stay in the words."""

from typing import Any

from wtforms import StringField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput, TextInput

from community.core import identifying
from community.core.text import LONGEST_TEXT
from community.practice.models import LONGEST_LINK, LONGEST_TITLE
from community.practice.queries import DraftKept
from community.practice.written import Written
from community.web.forms import Count, CreateForm, Form, Line, Moment, Text

IDENTIFIES_NOBODY = "Leave out anything that could identify a person you support."
WORDS_NEEDED = "Write something first."


class Noticing(Form):
    """Words that others will read. `noticed`: what in them could identify somebody; the page draws `sure` itself."""

    sure = StringField()
    noticed: tuple[identifying.Found, ...] = ()

    @property
    def words(self) -> str:
        """All that is looked through; each form says what."""
        return ""

    def asks(self, *, before: str = "") -> bool:
        """Whether the words hold what could identify somebody, and the writer has not said that just this may stay.

        What they held `before` a change is not asked about again.
        """
        self.noticed = tuple(identifying.new_in(self.words, before))
        return bool(self.noticed) and self.sure.data != self.mark

    @property
    def mark(self) -> str:
        """What `sure` holds of somebody who was shown what was noticed."""
        return identifying.mark_of(self.noticed)


class Writing(Noticing):
    """`other_words`: what another page of the member's has kept as a draft; `is_forgotten`: it was deleted just now.

    `draft_at`: when the draft was kept that the page knows of; the page draws it itself.
    """

    draft_at = Moment(widget=TextInput())
    other_words = ""
    is_forgotten = False

    @property
    def words(self) -> str:
        return self.written.words

    @property
    def written(self) -> Written:
        """What is filled in so far."""
        filled = {name: self._fields[name].data for name in Written._fields if name in self._fields}
        kept = {name: value for name, value in filled.items() if value}
        return Written(**kept | {"challenges": tuple(kept.get("challenges", ()))})

    def begin_with(self, draft: DraftKept | None) -> None:
        """Go on from a draft, where there is one."""
        if draft is None:
            return
        for name, value in draft.written._asdict().items():
            if name in self._fields and value:
                self._fields[name].data = list(value) if isinstance(value, tuple) else value
        self.draft_at.data = draft.saved_at


class DraftForm(CreateForm):
    """Any of those forms, as far as it is filled in: nothing is needed, and nothing may be too long."""

    draft_at = Moment(widget=TextInput())
    body = Text("Your words", longest=LONGEST_TEXT)
    title = Line("The title", longest=LONGEST_TITLE)
    kind = Line("The kind", longest=40)
    link = Line("The link", longest=LONGEST_LINK)
    challenges = Line("What it is about", longest=100)
    version = Count(validators=[Optional()], default=0)

    @property
    def written(self) -> Written:
        """What is filled in so far; of what it is about, every one that was chosen."""
        chosen = tuple(str(each)[:100] for each in (self.challenges.raw_data or ())[:3])
        texts: dict[str, Any] = {name: self[name].data or "" for name in ("body", "title", "kind", "link")}
        return Written(**texts, challenges=chosen, version=self.version.data or 0)

    @property
    def trouble(self) -> str:
        """The first thing that is not in order."""
        return next((str(error) for field in self for error in field.errors), "")


class SummaryForm(Writing):
    body = Text("The summary", longest=LONGEST_TEXT, needed=WORDS_NEEDED, description=IDENTIFIES_NOBODY)
    version = Count(widget=HiddenInput(), validators=[Optional()], default=0)

    def begin_again_from(self, version: int) -> None:
        """The words stay; they are now a change of this version."""
        self.version.data, self.version.raw_data = version, None
