"""Changing job: whom a member tells, what is looked at again, and what they leave for whoever comes after them.

On the roof, because a change of job touches the account, the profile and every circle at once.
"""
