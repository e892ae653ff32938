"""Reads of notices: who is shown which, the tray and the number on the bell."""

from community.notifications.queries.shown import NOW, is_shown

__all__ = ["NOW", "is_shown"]
