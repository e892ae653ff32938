"""The shape in which the house says what happened."""

from typing import NamedTuple

from community.notifications.models import Kind


class WhatWords(NamedTuple):
    """A notice as the tray and letters say it. `many` is said of several; `path` is where it leads.

    `otherwise` is where it leads when the spot that the path names has gone, and `unnamed` what is said of one whose
    title must not be named, where leaving it out makes no sentence. `button` says what to do where a letter leads.
    """

    kind: Kind
    one: str
    many: str
    icon: str
    path: str
    needs_me: bool = False
    otherwise: str = ""
    unnamed: str = ""
    button: str = ""
