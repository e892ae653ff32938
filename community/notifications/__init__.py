"""Notices: what is new and concerns one member, how often letters may speak of it, and what they hear about.

A room tells with one call, in the transaction of the act itself: `actions.tell(member_id, What.HELLO, about=…)`. A
notice is about a thing (a circle, a conversation) and coalesces: while it is unread, more of the same makes it newer
and no second line. It holds no private text, only a public title. It is shown while its reader is in its group, and
nobody stands between the two; the rooms take it back when the thing itself goes.

Letters about notices are written on the roof, in `digests`, which asks this room what is due and tells it what left.
"""
