"""Forms of this room."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from wtforms import BooleanField, HiddenField, IntegerField, RadioField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from community.core.text import LONGEST_TEXT
from community.practice.models import LONGEST_TITLE, ReactionKind
from community.web.forms import CreateForm, Form, Line, Text

IDENTIFIES_NOBODY = "Leave out anything that could identify a person you support."
TITLE_NEEDED = "Give your conversation a title"
WORDS_NEEDED = "Write something first"


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
    version = IntegerField(widget=HiddenInput(), validators=[Optional()], default=0)

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
    """The pressed button says what to do: give=thank_you.<post>, or back=thank_you.<post>, with a post's short id."""

    give = HiddenField()
    back = HiddenField()

    @property
    def pressed(self) -> tuple[ReactionKind, str] | None:
        """Which reaction to which post; None when it cannot be understood."""
        kind, _, post = (self.give.data or self.back.data or "").partition(".")
        if kind not in set(ReactionKind) or not re.fullmatch("[0-9a-f]{8}", post):
            return None
        return ReactionKind(kind), post

    @property
    def is_given(self) -> bool:
        return bool(self.give.data)


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
        try:
            moment = datetime.fromisoformat(self.at.data or "")
            return moment.astimezone(UTC) if moment.tzinfo else None
        except (ValueError, OverflowError):
            return None
