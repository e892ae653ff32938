"""The roof over all rooms: the front page, Home, the way in, and what everybody should be able to look up.

Home says what could use me today, at most three things, then what is new and a question for the day. It has no tables:
it asks the other rooms, always in the same number of statements. `enter` is the last step of joining.
"""
