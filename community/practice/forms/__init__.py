"""Forms of this room."""

from community.practice.forms.communities import (
    LEVEL_LINES,
    AgreementForm,
    ChooseForm,
    FrontForm,
    LevelForm,
    NewCommunityForm,
)
from community.practice.forms.conversations import EditForm, ReplyForm, SettleForm, ThreadForm
from community.practice.forms.doors import JoinForm
from community.practice.forms.pressing import HelpedForm, Pressed, ReactionForm, SeenForm
from community.practice.forms.tagging import AboutForm
from community.practice.forms.writing import DraftForm, SummaryForm, Writing

__all__ = [
    "LEVEL_LINES",
    "AboutForm",
    "AgreementForm",
    "ChooseForm",
    "DraftForm",
    "EditForm",
    "FrontForm",
    "HelpedForm",
    "JoinForm",
    "LevelForm",
    "NewCommunityForm",
    "Pressed",
    "ReactionForm",
    "ReplyForm",
    "SeenForm",
    "SettleForm",
    "SummaryForm",
    "ThreadForm",
    "Writing",
]
