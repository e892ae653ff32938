"""Profiles, and the lists people choose from: sectors, challenges, perspectives, places.

Every field of a profile has one answer to "who sees this?", and the page prints it beside the field. Organisation
is private (shown to one's buddies); place is shown only as finely as its owner chose.
"""
