"""What this room asks, by subject."""

from community.buddying.forms.circles import FinishForm, MessageForm, PromiseForm
from community.buddying.forms.hellos import HelloForm
from community.buddying.forms.meetings import MeetingForm, MetForm
from community.buddying.forms.shared import HOW_IN_WORDS

__all__ = ["HOW_IN_WORDS", "FinishForm", "HelloForm", "MeetingForm", "MessageForm", "MetForm", "PromiseForm"]
