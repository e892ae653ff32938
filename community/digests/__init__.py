"""Letters about notices: one soon after something was left unread, one a day, one a week, as each member chose.

A letter says what waits and leads there; it never holds what a member wrote. It comes in the hours that the member
allows, speaks of nothing twice, and is not written when there is nothing to say. Security letters are not ours: they
come at once, from the room that has a reason for them.
"""
