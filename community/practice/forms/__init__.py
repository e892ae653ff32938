"""Forms of this room."""

from community.practice.forms.conversations import EditForm, ReplyForm, ThreadForm
from community.practice.forms.doors import JoinForm
from community.practice.forms.pressing import Pressed, ReactionForm, SeenForm
from community.practice.forms.writing import DraftForm, SummaryForm, Writing

__all__ = [
    "DraftForm",
    "EditForm",
    "JoinForm",
    "Pressed",
    "ReactionForm",
    "ReplyForm",
    "SeenForm",
    "SummaryForm",
    "ThreadForm",
    "Writing",
]
