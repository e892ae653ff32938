"""Changes of the directory: loading the reference lists, and what members tell of themselves."""

from community.directory.actions.lists import load_reference_lists

__all__ = ["load_reference_lists"]
