"""Drawn examples are judged by what they show and never by how long a busy machine took over them."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
