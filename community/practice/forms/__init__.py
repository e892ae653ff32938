"""Forms of this room."""

from community.practice.forms.conversations import EditForm, ReplyForm, SettleForm, ThreadForm
from community.practice.forms.doors import JoinForm
from community.practice.forms.pressing import HelpedForm, Pressed, ReactionForm, SeenForm
from community.practice.forms.tagging import AboutForm
from community.practice.forms.writing import DraftForm, SummaryForm, Writing

__all__ = [
    "AboutForm",
    "DraftForm",
    "EditForm",
    "HelpedForm",
    "JoinForm",
    "Pressed",
    "ReactionForm",
    "ReplyForm",
    "SeenForm",
    "SettleForm",
    "SummaryForm",
    "ThreadForm",
    "Writing",
]
