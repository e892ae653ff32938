"""A living demonstration: sixty invented people, their communities, circles and one journal.

Loaded once, by command, into a new database. Never in production: the command refuses, and a production site
refuses to start on a database that holds it. Every page of a demonstration says so in a banner.
"""
