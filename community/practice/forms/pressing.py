"""Forms of one press: a reaction, and how far somebody has read."""

import re
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from wtforms import HiddenField

from community.core import clock
from community.core.ids import id_in
from community.practice.models import ReactionKind
from community.web.forms import Form


class Pressed(NamedTuple):
    """One reaction, given to the post of this short id or taken back from it."""

    kind: ReactionKind
    short_id: str
    is_given: bool


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


class Helped(NamedTuple):
    """The word that a post of this short id helped, given or taken back."""

    short_id: str
    is_given: bool


class HelpedForm(Form):
    """Its button sends a post's short id, after "back." to take the word back."""

    post = HiddenField()

    @property
    def pressed(self) -> Helped | None:
        found = re.fullmatch(r"(back\.)?([0-9a-f]{8})", self.post.data or "")
        return Helped(found[2], is_given=not found[1]) if found else None


class SeenForm(Form):
    """How far somebody has read: a post of the thread, or the moment of looking at the list."""

    post = HiddenField()
    at = HiddenField()

    @property
    def post_id(self) -> UUID | None:
        return id_in(self.post.data)

    @property
    def moment(self) -> datetime | None:
        return clock.moment_in(self.at.data or "")
