"""Keeping people safe from one another. A *block* is mutual invisibility, begun by one; the other is never told."""
