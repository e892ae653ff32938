"""Members and how they come in: joining mail-first, signing in and out, sessions that can be seen and ended.

A Member is a person, not a post: no employer, no grade, no title. A session is a row; the browser holds only a
random token, the database only its hash.
"""
