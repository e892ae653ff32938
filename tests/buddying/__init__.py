"""Buddies: suggestions, hellos and circles."""
