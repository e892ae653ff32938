"""Forms of this room."""

from community.practice.forms.conversations import EditForm, ReplyForm, ThreadForm
from community.practice.forms.doors import JoinForm
from community.practice.forms.pressing import Pressed, ReactionForm, SeenForm

__all__ = ["EditForm", "JoinForm", "Pressed", "ReactionForm", "ReplyForm", "SeenForm", "ThreadForm"]
