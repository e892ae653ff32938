"""Writes of notices: telling and taking back, reading, what to hear, and when letters may come."""

from community.notifications.actions.telling import retitle, take_back, take_back_spot, tell, tell_listeners

__all__ = ["retitle", "take_back", "take_back_spot", "tell", "tell_listeners"]
