"""Forms of this room."""

import re
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from community.core import clock
from community.core.text import LONGEST_TEXT
from community.practice.models import LONGEST_TITLE, ReactionKind
from community.web.forms import Count, CreateForm, Form, Line, Text

IDENTIFIES_NOBODY = "Leave out anything that could identify a person you support."
TITLE_NEEDED = "Give your conversation a title"
WORDS_NEEDED = "Write something first"


class Pressed(NamedTuple):
    """One reaction, given to the post of this short id or taken back from it."""

    kind: ReactionKind
    short_id: str
    is_given: bool


class ThreadForm(CreateForm):
    kind = RadioField("What kind of conversation is it?", default="question")
    title = Line(
        "Title", longest=LONGEST_TITLE, needed=TITLE_NEEDED, description="Ask it the way you would say it out loud."
    )
    body = Text(
        "What would you like to talk about?",
        longest=LONGEST_TEXT,
        needed="Say a few words to begin with",
        description=IDENTIFIES_NOBODY,
    )


class ReplyForm(CreateForm):
    body = Text("Your reply", longest=LONGEST_TEXT, needed=WORDS_NEEDED, description=IDENTIFIES_NOBODY)
    seen = HiddenField()

    @property
    def seen_to(self) -> UUID | None:
        """The last post that stood on the page, as far as it can be understood."""
        try:
            return UUID(self.seen.data or "")
        except ValueError:
            return None


class EditForm(Form):
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


class JoinForm(Form):
    agrees = BooleanField("I will keep to this", validators=[InputRequired("Say that you will keep to this agreement")])


class ReactionForm(Form):
    """The pressed button is named after the reaction; it sends a post's short id, after "back." to take it back."""

    thank_you = HiddenField()
    me_too = HiddenField()
    tell_me_more = HiddenField()

    @property
    def pressed(self) -> Pressed | None:
        """What to do to which post; None when it cannot be understood."""
        sent = {kind: self[kind.value].data for kind in ReactionKind if self[kind.value].data}
        if len(sent) != 1:
            return None
        ((kind, value),) = sent.items()
        found = re.fullmatch(r"(back\.)?([0-9a-f]{8})", value)
        return Pressed(kind, found[2], is_given=not found[1]) if found else None


class SeenForm(Form):
    """How far somebody has read: a post of the thread, or the moment of looking at the list."""

    post = HiddenField()
    at = HiddenField()

    @property
    def post_id(self) -> UUID | None:
        try:
            return UUID(self.post.data or "")
        except ValueError:
            return None

    @property
    def moment(self) -> datetime | None:
        return clock.moment_in(self.at.data or "")
