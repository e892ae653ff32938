"""Profiles, and the lists people choose from: sectors, challenges, perspectives, places, house rules, prompts.

Every field of a profile has one answer to "who sees this?", and the page prints it beside the field. Who finds whom is
`queries.may_find`, in SQL, for every page and list; `policy.readers_of_profile` is the same rule in words. Organisation
and access needs are for buddies; place is shown only as finely as its owner chose; declared interests are nobody's.

A profile is told in parts (`told.py`), in the steps of joining or one by one later: the same forms and the same action.
A part remembers the mark of what it was filled from, so that two windows never overwrite one another unseen.
`is_available` says that somebody told enough and wants to be suggested; whether they have room is asked by buddying.
"""
