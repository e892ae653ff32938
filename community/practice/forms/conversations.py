"""Forms of writing: a conversation, a reply, a change of either."""

from typing import Any
from uuid import UUID

from wtforms import RadioField, StringField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from community.core.ids import id_in
from community.core.text import LONGEST_TEXT
from community.practice.forms.tagging import Challenges, WebAddress
from community.practice.forms.writing import IDENTIFIES_NOBODY, WORDS_NEEDED, Writing
from community.practice.models import LONGEST_TITLE
from community.web.forms import Count, CreateForm, Line, Text

TITLE_NEEDED = "Give your conversation a title."


class ThreadForm(Writing, CreateForm):
    kind = RadioField("What kind of conversation is it?", default="question")
    title = Line(
        "Title", longest=LONGEST_TITLE, needed=TITLE_NEEDED, description="Ask it the way you would say it out loud."
    )
    body = Text(
        "What would you like to talk about?",
        longest=LONGEST_TEXT,
        needed="Say a few words to begin with.",
        description=IDENTIFIES_NOBODY,
    )
    link = WebAddress(description="The address of the page, if it has one.")
    challenges = Challenges()


class ReplyForm(Writing, CreateForm):
    body = Text("Your reply", longest=LONGEST_TEXT, needed=WORDS_NEEDED, description=IDENTIFIES_NOBODY)
    seen = StringField()  # drawn by the page itself: it changes as more posts come onto it

    @property
    def seen_to(self) -> UUID | None:
        """The last post that stood on the page, as far as it can be understood."""
        return id_in(self.seen.data)


class EditForm(Writing):
    """One's own post; `title` only when it opened the thread."""

    title = Line("Title", longest=LONGEST_TITLE, needed=TITLE_NEEDED)
    body = Text("Your words", id="edited", longest=LONGEST_TEXT, needed=WORDS_NEEDED, description=IDENTIFIES_NOBODY)
    version = Count(widget=HiddenInput(), validators=[Optional()], default=0)

    def __init__(self, *args: Any, has_title: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.has_title = has_title
        if not has_title:
            del self.title

    @property
    def new_title(self) -> str:
        return (self.title.data or "") if self.has_title else ""

    def begin_again_from(self, version: int) -> None:
        """The words stay; they are now a change of this version."""
        self.version.data, self.version.raw_data = version, None


class SettleForm(Writing, CreateForm):
    """Closing one's own question; a last word on what helped is welcome, and not needed."""

    body = Text("What helped?", longest=LONGEST_TEXT, description=IDENTIFIES_NOBODY)
